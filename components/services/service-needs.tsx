'use client';

import { ArrowDown } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { Card, CardHeader } from '@/components/ui/card';
import type { ServiceView } from '@/lib/services/schemas';
import { NodeLink, ServiceGraph, type ServiceNode } from './service-graph';

interface ServiceNeedsProps {
  service: ServiceView;
  dependsOn: readonly ServiceView[];
  neededBy: readonly ServiceView[];
  canEdit: boolean;
}

/** What needs it and what it needs: drawn where there is room, else one below the other. */
export function ServiceNeeds({ service, dependsOn, neededBy, canEdit }: ServiceNeedsProps) {
  const own = nodeOf(service);
  const nodes = useMemo(() => [...new Map([...neededBy, service, ...dependsOn].map((each) => [each.id, nodeOf(each)])).values()], [service, dependsOn, neededBy]);
  const edges = useMemo(() => [...neededBy.map(({ id }) => ({ from: id, to: service.id })), ...dependsOn.map(({ id }) => ({ from: service.id, to: id }))], [service, dependsOn, neededBy]);
  return (
    <Card aria-labelledby="needs-title">
      <CardHeader
        id="needs-title"
        title="Dependencies"
        note={
          <Link href="/services/map" className="inline-flex min-h-11 items-center text-ink underline underline-offset-4 sm:min-h-0">
            Map of all services
          </Link>
        }
      />
      {edges.length === 0 ? (
        <p className="border-t px-4 py-4 text-sm text-muted">
          It needs no other service, and none needs it.
          {canEdit ? (
            <>
              {' '}
              <Link href={`/services/${service.id}/edit`} className="text-ink underline underline-offset-4">
                Say what it needs
              </Link>
            </>
          ) : null}
        </p>
      ) : (
        <>
          <div className="hidden border-t sm:block">
            <ServiceGraph nodes={nodes} edges={edges} currentId={service.id} />
          </div>
          <div className="flex flex-col gap-2 border-t p-4 sm:hidden">
            {neededBy.length > 0 ? <Stack title="Needed by" nodes={neededBy.map(nodeOf)} /> : null}
            {neededBy.length > 0 ? <ArrowDown aria-hidden className="mx-auto size-4 text-muted" /> : null}
            <NodeLink node={own} isCurrent />
            {dependsOn.length > 0 ? <ArrowDown aria-hidden className="mx-auto size-4 text-muted" /> : null}
            {dependsOn.length > 0 ? <Stack title="Needs" nodes={dependsOn.map(nodeOf)} /> : null}
          </div>
        </>
      )}
    </Card>
  );
}

function Stack({ title, nodes }: { title: string; nodes: readonly ServiceNode[] }) {
  return (
    <div>
      <p className="mb-1 text-xs text-muted">{title}</p>
      <ul className="flex flex-col gap-2">
        {nodes.map((node) => (
          <li key={node.id}>
            <NodeLink node={node} />
          </li>
        ))}
      </ul>
    </div>
  );
}

function nodeOf({ id, settings, state }: ServiceView): ServiceNode {
  return { id, name: settings.name, state };
}

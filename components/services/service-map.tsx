'use client';

import { useQuery } from '@tanstack/react-query';
import { Share2 } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { counted } from '@/components/checks/check-words';
import { CannotShow } from '@/components/checks/list-parts';
import { useLiveChecks } from '@/components/checks/use-live-checks';
import { buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { serviceGraphQuery } from './service-queries';
import { ServiceGraph } from './service-graph';

/** Every service that needs another or is needed, in one picture. */
export function ServiceMap() {
  const query = useQuery(serviceGraphQuery());
  useLiveChecks();
  const { data } = query;
  const joined = useMemo(() => {
    const ends = new Set(data?.edges.flatMap(({ from, to }) => [from, to]));
    return data?.nodes.filter(({ id }) => ends.has(id)) ?? [];
  }, [data]);
  if (!data) {
    if (query.isError) return <CannotShow title="The map cannot be shown" error={query.error} onRetry={() => void query.refetch()} />;
    return (
      <div role="status">
        <span className="sr-only">Loading the map</span>
        <Skeleton className="h-96" />
      </div>
    );
  }
  const alone = data.nodes.length - joined.length;
  if (joined.length === 0) {
    return (
      <Card>
        <Notice
          icon={Share2}
          title="No service needs another yet"
          action={
            <Link href="/services" className={buttonStyle()}>
              All services
            </Link>
          }
        >
          Edit a service and say what it needs: this page then draws it, and shows at a glance what a fault reaches.
        </Notice>
      </Card>
    );
  }
  return (
    <Card aria-label="Map of services">
      <p className="border-b px-4 py-3 text-sm text-muted">
        From the left to the right: each needs what its arrows lead to. A dashed line leads to what is down.{alone > 0 ? ` ${counted(alone, 'service stands', 'services stand')} alone and ${alone === 1 ? 'is' : 'are'} not drawn.` : ''}
      </p>
      <ServiceGraph nodes={joined} edges={data.edges} />
    </Card>
  );
}

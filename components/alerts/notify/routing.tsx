'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { policiesQuery } from '@/components/alerts/on-call/on-call-queries';
import { useLiveAlerts } from '@/components/alerts/use-live-alerts';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { Dialog } from '@/components/ui/dialog';
import { Differences } from '@/components/ui/differences';
import { draftDifferences } from '@/components/ui/draft-differences';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Skeleton } from '@/components/ui/skeleton';
import { Waiting } from '@/components/ui/waiting';
import type { ChannelView } from '@/lib/alerts/channels/schemas';
import { updateNotificationRouting, type Routing as RoutingDocument } from '@/lib/alerts/notify/api';
import type { Route } from '@/lib/alerts/notify/schemas';
import type { PolicyView } from '@/lib/alerts/on-call/schemas';
import { isAppError, messageOf } from '@/lib/errors';
import { newId } from './new-id';
import { channelsQuery, routingKey, routingQuery } from './notify-queries';
import { RouteCard } from './route-card';
import { RouteEditor } from './route-editor';
import { addRoute, blankRoute, moveRoute, removeRoute, replaceRoute, routePath } from './route-tree';
import { effectiveDefaults, effectiveOf, routesInWords, type Names } from './route-words';
import { RoutingAnswer } from './routing-answer';
import { TryRouting } from './try-routing';

/** Which alerts are told where: the stored tree, live, or the one that is being changed. */
export function Routing({ canEdit }: { canEdit: boolean }) {
  const routing = useQuery(routingQuery());
  const channels = useQuery(channelsQuery());
  const policies = useQuery(policiesQuery());
  useLiveAlerts();
  if (routing.data && channels.data && policies.data) return <Tree stored={routing.data} channels={channels.data.channels} policies={policies.data.policies} canEdit={canEdit} />;
  const retry = () => void Promise.all([routing.refetch(), channels.refetch(), policies.refetch()]);
  return (
    <Waiting thing="routing" error={routing.error ?? channels.error ?? policies.error} onRetry={retry}>
      <Skeleton className="h-8" />
      <Skeleton className="h-32" />
    </Waiting>
  );
}

/** By the names of routes as they are. */
function RoutingDifferences({ mine, theirs }: Record<'mine' | 'theirs', Readonly<Record<string, string>>>) {
  const names = Object.fromEntries([...Object.keys(theirs), ...Object.keys(mine)].map((name) => [name, name]));
  return <Differences differences={draftDifferences(mine, theirs, names)} />;
}

interface TreeProps {
  stored: RoutingDocument;
  channels: readonly ChannelView[];
  policies: readonly PolicyView[];
  canEdit: boolean;
}

interface Change {
  root: Route;
  /** The version that the change was made from. */
  version: number;
}

function Tree({ stored, channels, policies, canEdit: isAllowed }: TreeProps) {
  const canEdit = useCanEdit('routing', isAllowed);
  const queries = useQueryClient();
  const [change, setChange] = useState<Change | null>(null);
  const [edited, setEdited] = useState<{ route: Route; parentId: string | null } | null>(null);
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const root = change?.root ?? stored.root;
  const names: Names = { channels: new Map(channels.map(({ id, name }) => [id, name])), policies: new Map(policies.map(({ id, settings }) => [id, settings.name])) };
  const save = useMutation({
    mutationFn: (body: Change) => callEndpoint(updateNotificationRouting, { body }),
    onSuccess: (routing) => {
      queries.setQueryData(routingKey, routing);
      setChange(null);
    },
    onError: (error) => (isAppError(error) && error.code === 'conflict' ? queries.invalidateQueries({ queryKey: routingKey }) : undefined),
  });
  const set = (next: Route) => {
    setChange({ root: next, version: change?.version ?? stored.version });
    setMarked(new Set());
    save.reset();
  };
  const isOvertaken = change !== null && change.version !== stored.version && !save.isPending;
  const actions = {
    onEdit: (id: string) => {
      const path = routePath(root, id);
      const route = path?.at(-1);
      if (route) setEdited({ route, parentId: path?.at(-2)?.id ?? null });
    },
    onAdd: (parentId: string) => setEdited({ route: blankRoute(newId()), parentId }),
    onMove: (id: string, by: -1 | 1) => set(moveRoute(root, id, by)),
    onRemove: (id: string) => set(removeRoute(root, id)),
  };
  const parentId = edited?.parentId ?? null;
  const isNew = edited !== null && routePath(root, edited.route.id) === null;
  const above = parentId === null ? [] : (routePath(root, parentId) ?? []);
  const done = (route: Route) => {
    set(parentId !== null && isNew ? addRoute(root, parentId, route) : replaceRoute(root, route.id, () => route));
    setEdited(null);
  };
  return (
    <>
      <RoutingAnswer root={stored.root} channels={channels} names={names} isAllowed={isAllowed} />
      <ManagedNotice section="routing" />
      {isOvertaken ? (
        <section role="alert" aria-label="Conflict" className="flex flex-col gap-3 rounded-base border border-warning-fill bg-warning-soft p-4 text-sm">
          <p className="font-medium">Somebody else changed the routing while you did. Nothing of yours is saved yet.</p>
          <div className="flex flex-wrap gap-2">
            <Button onClick={() => setChange(null)}>Take what is stored</Button>
            <Button onClick={() => setChange({ root, version: stored.version })}>Keep mine, then save again</Button>
          </div>
          <RoutingDifferences mine={routesInWords(root, names)} theirs={routesInWords(stored.root, names)} />
        </section>
      ) : null}
      <RouteCard route={root} parent={effectiveDefaults} names={names} actions={canEdit ? actions : null} marked={marked} isRoot />
      {root.routes.length === 0 && canEdit ? <p className="text-xs text-muted">A route below it takes some alerts by their labels, such as those of one team, and tells somebody else.</p> : null}
      {save.isError && !isOvertaken ? (
        <p role="alert" className="text-sm break-words text-critical">
          Nothing was saved. {messageOf(save.error)}
        </p>
      ) : null}
      {change ? (
        <div role="region" aria-label="Unsaved changes" className="sticky bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-10 flex flex-wrap items-center justify-between gap-3 rounded-base border bg-surface px-4 py-2 text-sm shadow-pop sm:bottom-4">
          <span>Changed, and not saved yet</span>
          <div className="flex gap-2">
            <Button look="quiet" onClick={() => setChange(null)}>
              Discard
            </Button>
            <Button look="primary" pending={save.isPending} disabled={isOvertaken || !canEdit} onClick={() => save.mutate(change)}>
              Save the routing
            </Button>
          </div>
        </div>
      ) : null}
      <TryRouting root={root} onTried={setMarked} />
      <Dialog open={edited !== null} onClose={() => setEdited(null)} title={isNew ? 'New route' : 'Edit the route'} className="max-w-2xl">
        {edited ? (
          <RouteEditor
            key={edited.route.id}
            route={edited.route}
            isRoot={parentId === null}
            parent={above.reduce((effective, each) => effectiveOf(each, effective), effectiveDefaults)}
            channels={channels}
            policies={policies}
            names={names}
            onDone={done}
          />
        ) : null}
      </Dialog>
    </>
  );
}

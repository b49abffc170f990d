import { ArrowDown, ArrowUp, CornerDownRight, Pencil, Plus, Trash2 } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { StateIcon } from '@/components/ui/state';
import type { Route } from '@/lib/alerts/notify/schemas';
import { effectiveOf, matchersInWords, timingInWords, toldInWords, type EffectiveRoute, type Names } from './route-words';

interface RouteActions {
  onEdit: (id: string) => void;
  onAdd: (parentId: string) => void;
  onMove: (id: string, by: -1 | 1) => void;
  onRemove: (id: string) => void;
}

interface RouteCardProps {
  route: Route;
  parent: EffectiveRoute;
  names: Names;
  /** Null where the tree may not be changed. */
  actions: RouteActions | null;
  /** Ids of the routes that an alert was tried on. */
  marked: ReadonlySet<string>;
  isRoot?: boolean;
  isFirst?: boolean;
  isLast?: boolean;
}

/** A route with those below it: first the deepest that matches takes an alert. */
export function RouteCard({ route, parent, names, actions, marked, isRoot = false, isFirst = true, isLast = true }: RouteCardProps) {
  const effective = effectiveOf(route, parent);
  const told = toldInWords(effective, names);
  const isOwnTelling = isRoot || route.channelIds !== null || route.escalationPolicyId !== null;
  const isOwnTiming = isRoot || route.groupBy !== null || route.groupWaitMs !== null || route.groupIntervalMs !== null || route.repeatIntervalMs !== null;
  const Heading = isRoot ? 'h2' : 'h3';
  return (
    <div className="min-w-0" data-route={route.name}>
      <div className={cn('flex min-w-0 flex-col gap-2 rounded-base border bg-surface px-4 py-3 sm:flex-row sm:items-start sm:justify-between', marked.has(route.id) && 'border-ink ring-1 ring-ink')}>
        <div className="flex min-w-0 flex-col gap-2">
          <div className="min-w-0">
            <Heading className="text-sm font-medium break-words">
              {route.name || 'Without a name'}
              {marked.has(route.id) ? <span className="font-normal text-muted"> · on the path</span> : null}
            </Heading>
            <p className={cn('break-words text-muted', isRoot ? 'text-xs' : 'font-mono text-xs')}>{isRoot ? 'Alerts that no route below takes' : matchersInWords(route)}</p>
          </div>
          <p className="flex items-start gap-2 text-sm">
            {told === null ? <StateIcon state="critical" className="mt-0.5" /> : <CornerDownRight aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />}
            <span className={cn('min-w-0 break-words', told === null && 'text-critical')}>
              {told === null ? 'Nobody is told' : `Told to ${told}`}
              {isOwnTelling ? '' : ', as above'}
            </span>
          </p>
          <p className="text-xs break-words text-muted">
            {timingInWords(effective)}
            {isOwnTiming ? '' : ', as above'}.{route.continue ? ' Then the routes after it are asked too.' : ''}
          </p>
        </div>
        {actions ? <Actions {...{ route, isRoot, isFirst, isLast, actions }} /> : null}
      </div>
      {route.routes.length > 0 ? (
        <ol className="mt-2 ml-2 flex flex-col gap-2 border-l pl-2 sm:ml-4 sm:pl-4">
          {route.routes.map((child, index) => (
            <li key={child.id}>
              <RouteCard route={child} parent={effective} names={names} actions={actions} marked={marked} isFirst={index === 0} isLast={index === route.routes.length - 1} />
            </li>
          ))}
        </ol>
      ) : null}
    </div>
  );
}

function Actions({ route: { id, name }, isRoot, isFirst, isLast, actions }: { route: Route; isRoot: boolean; isFirst: boolean; isLast: boolean; actions: RouteActions }) {
  const icon = 'size-4 text-muted';
  return (
    <div className="-mb-2 -ml-3 flex flex-wrap sm:-mt-1 sm:-mr-2 sm:mb-0 sm:ml-0 sm:shrink-0">
      <Button look="quiet" aria-label={`Add a route below ${name}`} onClick={() => actions.onAdd(id)}>
        <Plus aria-hidden className="size-4" />
        Add
      </Button>
      <Button look="quiet" size="icon" aria-label={`Edit ${name}`} title="Edit" onClick={() => actions.onEdit(id)}>
        <Pencil aria-hidden className={icon} />
      </Button>
      {isRoot ? null : (
        <>
          <Button look="quiet" size="icon" aria-label={`Move ${name} up`} title="Ask it earlier" disabled={isFirst} onClick={() => actions.onMove(id, -1)}>
            <ArrowUp aria-hidden className={icon} />
          </Button>
          <Button look="quiet" size="icon" aria-label={`Move ${name} down`} title="Ask it later" disabled={isLast} onClick={() => actions.onMove(id, 1)}>
            <ArrowDown aria-hidden className={icon} />
          </Button>
          <Button look="quiet" size="icon" aria-label={`Take ${name} out`} title="Take it out" onClick={() => actions.onRemove(id)}>
            <Trash2 aria-hidden className={icon} />
          </Button>
        </>
      )}
    </div>
  );
}

import { cn } from '@/components/ui/cn';
import { StateBadge } from '@/components/ui/state';
import { Sparkline } from '@/components/health/sparkline';
import type { State } from '@/lib/health/vitals';
import type { HostVital } from '@/lib/hosts/schemas';
import { formatQuantity, toQuantity } from '@/lib/units';

const frames: Record<State, string> = {
  ok: 'border-line bg-surface',
  unknown: 'border-line border-dashed bg-surface',
  warning: 'border-warning-fill bg-warning-soft',
  critical: 'border-critical-fill bg-critical-soft ring-1 ring-critical-fill',
};

/** A vital of a host, in the form of the tiles of Overview. */
export function HostTile({ vital, sparkline }: { vital: HostVital; sparkline: readonly (number | null)[] | null }) {
  const quantity = vital.value === null ? null : toQuantity(vital.value, vital.unit);
  const level = vital.threshold?.warning ?? null;
  return (
    <article data-vital={vital.id} data-state={vital.state} title={vital.reason} className={cn('flex min-h-28 min-w-0 flex-col rounded-base border', frames[vital.state])}>
      <div className="flex flex-wrap items-center justify-between gap-x-2 px-3 pt-3 sm:px-4">
        <h3 className="truncate text-sm font-medium">{vital.title}</h3>
        <StateBadge state={vital.state} />
      </div>
      <p className="flex items-baseline gap-1 px-3 py-1 whitespace-nowrap sm:px-4" data-value={vital.value ?? undefined}>
        <span className="text-2xl font-semibold tracking-tight sm:text-3xl stale:text-muted">{quantity?.text ?? '–'}</span>
        <span className="text-base text-muted">{quantity ? quantity.unit || 'open' : ''}</span>
      </p>
      <p className={cn('px-3 pb-3 text-xs sm:px-4', vital.state === 'unknown' ? 'text-unknown' : 'text-muted')}>
        {vital.state === 'unknown' ? vital.reason : [vital.subject, level === null ? null : `warns at ${formatQuantity(level, vital.unit)}`].filter(Boolean).join(' · ')}
      </p>
      {sparkline ? (
        <div className="mt-auto h-10 overflow-hidden rounded-b-base stale:opacity-40">
          <Sparkline values={sparkline} level={level} max={100} state={vital.state} />
        </div>
      ) : null}
    </article>
  );
}

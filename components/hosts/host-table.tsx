import { ArrowDown, ArrowUp } from 'lucide-react';
import Link from 'next/link';
import { Since } from '@/components/time/since';
import { cn } from '@/components/ui/cn';
import { StateIcon, stateWord } from '@/components/ui/state';
import type { VitalId } from '@/lib/health/vitals';
import type { HostSort, HostSummary } from '@/lib/hosts/schemas';
import { HostSparkline, sourceWord, VitalValue } from './host-vital';
import type { HostsState } from './hosts-state';

interface HostTableProps {
  hosts: readonly HostSummary[];
  nowMs: number;
  state: HostsState;
  onSort: (sort: HostSort) => void;
}

const columns: readonly { id: VitalId; label: string; sort: HostSort | null; className?: string }[] = [
  { id: 'cpu', label: 'CPU', sort: 'cpu' },
  { id: 'memory', label: 'Memory', sort: 'memory' },
  { id: 'disk', label: 'Disk', sort: 'disk' },
  { id: 'network_latency', label: 'Network', sort: 'network_latency' },
  { id: 'response_time', label: 'Response', sort: null, className: 'hidden xl:table-cell' },
  { id: 'active_connections', label: 'Connections', sort: 'active_connections', className: 'hidden lg:table-cell' },
  { id: 'error_rate', label: 'Errors', sort: null, className: 'hidden xl:table-cell' },
  { id: 'throughput', label: 'Throughput', sort: null, className: 'hidden xl:table-cell' },
];

/** The hosts on a desk: a row each, sorted by its heads. */
export function HostTable({ hosts, nowMs, state, onSort }: HostTableProps) {
  return (
    <table className="hidden w-full text-sm md:table">
      <thead className="text-xs text-muted">
        <tr>
          <Head label="Host" sort="name" state={state} onSort={onSort} isFirst />
          {columns.map(({ id, label, sort, className }) => (
            <Head key={id} label={label} sort={sort} state={state} onSort={onSort} className={className} />
          ))}
          <Head label="Last seen" sort="last_seen" state={state} onSort={onSort} className="pr-4" />
        </tr>
      </thead>
      <tbody className="divide-y border-t">
        {hosts.map((host) => (
          <tr key={host.key} data-host={host.name} data-stale={host.isStale} className="relative hover:bg-sunken">
            <th scope="row" className="max-w-0 py-2 pr-2 pl-4 text-left font-normal">
              <HostName host={host} />
            </th>
            {columns.map(({ id, className }) => (
              <Cell key={id} host={host} id={id} className={className} />
            ))}
            <td className="py-2 pr-4 pl-2 text-right text-xs whitespace-nowrap text-muted">{host.lastSeenAt === null ? 'unknown' : <Since atMs={host.lastSeenAt} nowMs={nowMs} form="ago" />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function HostName({ host }: { host: HostSummary }) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      <StateIcon state={host.state} />
      <span className="min-w-0">
        <Link href={`/hosts/${host.key}`} data-stop prefetch={false} className="block truncate font-medium after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ink">
          {host.name}
          <span className="sr-only">, {host.isStale ? 'no samples arrive' : stateWord[host.state]}</span>
        </Link>
        <span className="block truncate text-xs text-muted" title={host.reason}>
          {[sourceWord[host.source], host.job, host.instance === host.name ? '' : host.instance].filter(Boolean).join(' · ')}
        </span>
      </span>
    </span>
  );
}

function Cell({ host, id, className }: { host: HostSummary; id: VitalId; className?: string }) {
  const vital = host.vitals.find((each) => each.id === id);
  if (!vital) return <td className={className} />;
  const line = id === 'cpu' || id === 'memory' ? host.sparklines?.[id] : undefined;
  return (
    <td className={cn('px-2 py-2 text-right', className)}>
      <span className="inline-flex items-center justify-end gap-3">
        {line ? <HostSparkline values={line} state={vital.state} className="hidden w-16 lg:block" /> : null}
        <span className="min-w-14">
          <VitalValue vital={vital} isStale={host.isStale} />
        </span>
      </span>
    </td>
  );
}

interface HeadProps {
  label: string;
  sort: HostSort | null;
  state: HostsState;
  onSort: (sort: HostSort) => void;
  isFirst?: boolean;
  className?: string;
}

function Head({ label, sort, state, onSort, isFirst = false, className }: HeadProps) {
  const align = isFirst ? 'pl-4 text-left w-[28%]' : 'text-right whitespace-nowrap';
  if (sort === null) return <th scope="col" className={cn('px-2 font-normal', align, className)}>{label}</th>;
  const isSorted = state.sort === sort;
  const isUp = (sort === 'name') !== state.isReversed;
  const Arrow = isUp ? ArrowUp : ArrowDown;
  return (
    <th scope="col" aria-sort={isSorted ? (isUp ? 'ascending' : 'descending') : undefined} className={cn('px-2 font-normal', align, className)}>
      <button type="button" onClick={() => onSort(sort)} className={cn('inline-flex h-9 items-center gap-1 rounded-base hover:text-ink', isSorted && 'text-ink', isFirst ? '' : 'flex-row-reverse')}>
        {label}
        <Arrow aria-hidden className={cn('size-3', isSorted ? '' : 'opacity-0')} />
      </button>
    </th>
  );
}

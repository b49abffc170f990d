import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';
import { Card, CardHeader } from '@/components/ui/card';
import type { CoreReport, InterfaceReport, MountReport } from '@/lib/health/schemas';
import { stateOf, type State, type Threshold } from '@/lib/health/vitals';
import { formatQuantity, type Unit } from '@/lib/units';

export function MountsCard({ mounts, threshold }: { mounts: readonly MountReport[]; threshold: Threshold | null }) {
  return (
    <Card aria-labelledby="mounts-title">
      <CardHeader id="mounts-title" title="Mounts" note={countOf(mounts.length, 'mount')} />
      {mounts.length === 0 ? (
        <Nothing>No mount could be read. Mounts with space on them are listed here.</Nothing>
      ) : (
        <ul className="divide-y border-t">
          {mounts.map((mount) => (
            <li key={mount.mountpoint} className="flex flex-col gap-1 px-4 py-3">
              <div className="flex items-baseline justify-between gap-3">
                <span className="min-w-0 truncate font-mono text-xs" title={`${mount.device} · ${mount.fstype}`}>
                  {mount.mountpoint}
                </span>
                <span className="shrink-0 font-medium stale:text-muted">{shown(mount.usagePercent, 'percent')}</span>
              </div>
              <Bar percent={mount.usagePercent} state={mount.usagePercent === null ? 'unknown' : stateOf(mount.usagePercent, threshold)} />
              <div className="flex flex-wrap justify-between gap-x-3 text-xs text-muted">
                <span>
                  {shown(mount.usedBytes, 'bytes')} of {shown(mount.totalBytes, 'bytes')}
                </span>
                <span>{mount.inodesPercent === null ? mount.fstype : `inodes ${shown(mount.inodesPercent, 'percent')}`}</span>
              </div>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

export function InterfacesCard({ interfaces }: { interfaces: readonly InterfaceReport[] }) {
  return (
    <Card aria-labelledby="interfaces-title">
      <CardHeader id="interfaces-title" title="Interfaces" note={countOf(interfaces.length, 'interface')} />
      {interfaces.length === 0 ? (
        <Nothing>No interface could be read. Network interfaces that are up are listed here.</Nothing>
      ) : (
        <table className="w-full table-fixed border-t text-xs">
          <thead className="text-muted">
            <tr>
              <th scope="col" className="w-1/4 py-2 pl-4 text-left font-normal">Name</th>
              <th scope="col" className="py-2 text-right font-normal">Received</th>
              <th scope="col" className="py-2 text-right font-normal">Sent</th>
              <th scope="col" className="w-1/8 py-2 text-right font-normal">Errors</th>
              <th scope="col" className="w-1/6 py-2 pr-4 text-right font-normal">Drops</th>
            </tr>
          </thead>
          <tbody className="divide-y border-t">
            {interfaces.map((each) => (
              <tr key={each.interface}>
                <th scope="row" className="truncate py-2 pl-4 text-left font-mono font-normal" title={each.interface}>
                  {each.interface}
                </th>
                <Cell>{shown(each.receivedBytesPerSecond, 'bytes_per_second')}</Cell>
                <Cell>{shown(each.sentBytesPerSecond, 'bytes_per_second')}</Cell>
                <Cell>{shown(each.errorsTotal, 'count')}</Cell>
                <Cell last>{shown(each.dropsTotal, 'count')}</Cell>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Card>
  );
}

export function CoresCard({ cores }: { cores: readonly CoreReport[] }) {
  return (
    <Card aria-labelledby="cores-title">
      <CardHeader id="cores-title" title="Cores" note={countOf(cores.length, 'core')} />
      {cores.length === 0 ? (
        <Nothing>No core could be read. The load of each core is shown here.</Nothing>
      ) : (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(8rem,1fr))] gap-x-4 gap-y-3 border-t px-4 py-3">
          {cores.map((core) => (
            <li key={core.cpu} className="flex min-w-0 flex-col gap-1">
              <div className="flex justify-between text-xs">
                <span className="text-muted">Core {core.cpu}</span>
                <span className="font-medium stale:text-muted">{shown(core.usagePercent, 'percent')}</span>
              </div>
              <Bar percent={core.usagePercent} state="ok" />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

const fill = cva('h-full rounded-full', {
  variants: {
    state: { ok: 'bg-line-strong', unknown: 'bg-transparent', warning: 'bg-warning-fill', critical: 'bg-critical-fill' },
  },
});

/** The figure stands in words beside it, so that the bar itself is silent. */
function Bar({ percent, state }: { percent: number | null; state: State }) {
  return (
    <div aria-hidden className="h-2 overflow-hidden rounded-full bg-sunken stale:opacity-40">
      <div className={fill({ state })} style={{ width: `${Math.min(100, Math.max(0, percent ?? 0))}%` }} />
    </div>
  );
}

function Cell({ children, last = false }: { children: ReactNode; last?: boolean }) {
  return <td className={last ? 'py-2 pr-4 text-right stale:text-muted' : 'py-2 text-right stale:text-muted'}>{children}</td>;
}

function Nothing({ children }: { children: ReactNode }) {
  return <p className="border-t px-4 py-6 text-sm text-muted">{children}</p>;
}

function shown(value: number | null, unit: Unit): string {
  return value === null ? 'unknown' : formatQuantity(value, unit);
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

'use client';

import { cva } from 'class-variance-authority';
import { formatClock } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { StateIcon } from '@/components/ui/state';
import type { Connection } from '@/lib/realtime/connection';
import { useConnection } from './realtime-provider';

const badge = cva('inline-flex h-8 items-center gap-2 rounded-base border px-2 text-xs font-medium whitespace-nowrap sm:px-3', {
  variants: {
    tone: {
      calm: 'border-line bg-surface text-muted',
      alarm: 'border-warning-fill bg-warning-soft text-warning',
    },
  },
});

/** Whether the numbers are current, always told. Screen readers hear changes of status only, not each second. */
export function LiveBadge() {
  const connection = useConnection();
  const zone = useZone();
  if (!connection) return null;
  const since = zone ? formatClock(connection.sinceMs, zone) : '';
  const isAlarm = connection.status === 'stale' || connection.status === 'ended';
  return (
    <div className="relative" data-live={connection.status}>
      <span className={badge({ tone: isAlarm ? 'alarm' : 'calm' })} aria-hidden>
        <Sign status={connection.status} />
        {wordsOf(connection, since)}
      </span>
      <span role="status" className="sr-only">
        {spokenOf(connection.status, since)}
      </span>
    </div>
  );
}

function Sign({ status }: { status: Connection['status'] }) {
  if (status === 'stale' || status === 'ended') return <StateIcon state="warning" className="size-3.5" />;
  if (status === 'live') return <span className="size-2 rounded-full bg-ok-fill" />;
  return <span className="size-2 animate-pulse rounded-full border-2 border-muted" />;
}

function wordsOf(connection: Connection, since: string): string {
  switch (connection.status) {
    case 'connecting':
      return 'Connecting…';
    case 'live':
      return `Live · ${((connection.delayMs ?? 0) / 1000).toFixed(1)} s`;
    case 'reconnecting':
      return 'Reconnecting…';
    case 'stale':
      return `Stale since ${since}`;
    case 'ended':
      return 'Signed out';
  }
}

function spokenOf(status: Connection['status'], since: string): string {
  const words: Record<Connection['status'], string> = {
    connecting: 'Connecting',
    live: 'Live',
    reconnecting: 'Reconnecting',
    stale: `The numbers are stale since ${since}`,
    ended: 'Signed out',
  };
  return words[status];
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { useMemo } from 'react';
import type { z } from 'zod';
import { Card, CardHeader } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { formatter } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import type { Bar, readCheckHistory } from '@/lib/checks/api';
import { historyQuery } from './check-queries';
import { percentWords } from './check-words';
import { HeartbeatBars } from './heartbeat-bars';
import { historyRanges, parseHistoryRange, rangeLabel, type Piece } from './history-range';
import { LatencyPanel } from './latency-panel';
import { CannotShow } from './list-parts';

type History = z.output<(typeof readCheckHistory)['response']>;

interface CheckHistoryProps {
  id: string;
  /** Whether its tries take a time: a heartbeat has none. */
  isTimed: boolean;
  picked: Piece | null;
  onPick: (bar: Bar) => void;
}

/** How it was: bars, uptime, and how long it took, over one range that the URL holds. */
export function CheckHistory({ id, isTimed, picked, onPick }: CheckHistoryProps) {
  const search = useSearchParams().toString();
  const range = useMemo(() => parseHistoryRange(new URLSearchParams(search)), [search]);
  const query = useQuery(historyQuery(id, range));
  const { data } = query;
  const when = `last ${rangeLabel[range]}`;
  return (
    <section aria-labelledby="history-title" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="history-title" className="text-base font-semibold">
          How it was
        </h2>
        <Segmented
          label="Range"
          options={historyRanges.map((value) => ({ value, label: rangeLabel[value] }))}
          value={range}
          onChange={(value) => window.history.pushState(null, '', value === '24h' ? window.location.pathname : `${window.location.pathname}?range=${value}`)}
          className="max-sm:w-full"
        />
      </div>
      {!data && query.isError ? (
        <Card>
          <CannotShow title="The history cannot be shown" error={query.error} onRetry={() => void query.refetch()} />
        </Card>
      ) : !data ? (
        <>
          <Skeleton className="h-36" />
          <Skeleton className="h-64" />
        </>
      ) : (
        <div aria-busy={query.isPlaceholderData} className={cn('flex min-w-0 flex-col gap-3 transition-opacity duration-150', query.isPlaceholderData && 'opacity-60')}>
          <Bars history={data} when={when} picked={picked} onPick={onPick} />
          {isTimed ? <LatencyPanel latency={data.latency} when={when} /> : null}
        </div>
      )}
    </section>
  );
}

function Bars({ history: { bars, uptimePercent }, when, picked, onPick }: { history: History; when: string } & Pick<CheckHistoryProps, 'picked' | 'onPick'>) {
  const zone = useZone();
  const [first] = bars;
  const last = bars.at(-1);
  const isLong = first !== undefined && last !== undefined && last.to - first.from > 24 * 3_600_000;
  const time = (ms: number) => (zone === null ? '' : formatter(zone, isLong ? { day: 'numeric', month: 'short' } : { hour: '2-digit', minute: '2-digit' }).format(ms));
  return (
    <Card aria-labelledby="uptime-title">
      <CardHeader id="uptime-title" title="Uptime" note="of the time that is known" />
      <div className="px-4 pb-3">
        <p className="mb-3 text-2xl font-semibold tracking-tight stale:text-muted">
          {percentWords(uptimePercent)} <span className="text-sm font-normal text-muted">{when}</span>
        </p>
        <HeartbeatBars bars={bars} uptimePercent={uptimePercent} rangeWords={when.charAt(0).toUpperCase() + when.slice(1)} picked={picked} onPick={onPick} className="h-12" />
        <p aria-hidden className="mt-1 flex justify-between text-axis text-muted">
          <span>{first ? time(first.from) : ''}</span>
          <span className="hidden sm:inline">Choose a bar to see what changed in its time</span>
          <span>now</span>
        </p>
        <Key />
      </div>
    </Card>
  );
}

const key = [
  { word: 'up', height: 9, colour: 'fill-ok-fill' },
  { word: 'degraded', height: 10.5, colour: 'fill-warning-fill' },
  { word: 'down', height: 12, colour: 'fill-critical-fill' },
  { word: 'maintenance', height: 5, colour: 'fill-line-strong' },
  { word: 'unknown', height: 2, colour: 'fill-line-strong' },
];

/** What the heights and colours of the bars mean. */
function Key() {
  return (
    <ul aria-label="What the bars mean" className="mt-2 flex flex-wrap gap-x-4 gap-y-1 text-axis text-muted">
      {key.map(({ word, height, colour }) => (
        <li key={word} className="inline-flex items-end gap-1.5 leading-none">
          <svg aria-hidden viewBox="0 0 4 12" className="h-3 w-1">
            <rect x={0} y={12 - height} width={4} height={height} className={colour} />
          </svg>
          {word}
        </li>
      ))}
    </ul>
  );
}

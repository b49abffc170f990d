'use client';

import { useQuery } from '@tanstack/react-query';
import { Skeleton } from '@/components/ui/skeleton';
import { barsQuery, type BarsRange } from './check-queries';
import { percentWords } from './check-words';
import { HeartbeatBars } from './heartbeat-bars';

interface RowBarsProps {
  of: 'checks' | 'services';
  id: string;
  range?: BarsRange;
  /** When its state changed last. */
  changedAt: number | null;
}

const rangeWords: Record<BarsRange, string> = { '24h': 'Last 24 h', '90d': 'Last 90 d' };

/** The bars of a row of a list, with the uptime that they come to. */
export function RowBars({ of, id, range = '24h', changedAt }: RowBarsProps) {
  const { data, isError } = useQuery(barsQuery(of, id, range, changedAt));
  if (!data) return isError ? <span className="text-xs text-muted">The history could not be read</span> : <Skeleton className="h-6 w-full" />;
  return (
    <span className="flex min-w-0 items-center gap-3">
      <HeartbeatBars bars={data.bars} uptimePercent={data.uptimePercent} rangeWords={rangeWords[range]} className="relative z-10 h-6 flex-1" />
      <span title={`Up ${percentWords(data.uptimePercent)} of the known time, ${rangeWords[range].toLowerCase()}`} className="w-16 shrink-0 text-right text-xs whitespace-nowrap">
        {data.uptimePercent === null ? <span className="text-muted">no data</span> : percentWords(data.uptimePercent)}
      </span>
    </span>
  );
}

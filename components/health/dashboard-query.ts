import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { readHealthDashboard } from '@/lib/health/api';
import { ranges, stepFor } from '@/lib/health/ranges';
import { rangeQuery, type RangeSelection } from './range-selection';

export const dashboardKey = ['health', 'dashboard'] as const;

/** What Overview shows for a range. Live is moved on by the socket; another named range is read again at its own pace. */
export function dashboardQuery(selection: RangeSelection) {
  return queryOptions({
    queryKey: [...dashboardKey, selection],
    queryFn: ({ signal }) => callEndpoint(readHealthDashboard, { query: rangeQuery(selection), signal }),
    placeholderData: keepPreviousData,
    refetchInterval: refetchMs(selection),
  });
}

function refetchMs(selection: RangeSelection): number | false {
  if (selection.kind === 'custom' || selection.name === 'live') return false;
  return Math.min(60_000, Math.max(5_000, stepFor(ranges[selection.name].durationMs)));
}

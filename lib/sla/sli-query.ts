import type { Sli } from './schemas';

/** What of the events in a time was good, and how many there were: PromQL whose range is the time. */
export interface EventQueries {
  good: string;
  total: string;
}

/**
 * The queries of an objective that counts events, for a window in milliseconds (rounded to seconds). The results of a check are looked at once an interval:
 * good is what succeeded within the bound; what was unknown or in maintenance has no sample and does not count.
 */
export function eventQueriesOf(sli: Extract<Sli, { kind: 'ratio' } | { kind: 'latency' }>, windowMs: number, intervalMs: number): EventQueries {
  const window = `${Math.max(1, Math.round(windowMs / 1_000))}s`;
  if (sli.kind === 'ratio') return { good: sli.good.replaceAll('$window', window), total: sli.total.replaceAll('$window', window) };
  const step = `${Math.max(1, Math.round(intervalMs / 1_000))}s`;
  const last = (metric: string) => `last_over_time(${metric}{check_id="${sli.checkId}"}[${step}])`;
  const counted = `max by (check_id) (${last('nines_check_up')})`;
  const good = `max by (check_id) (${last('probe_duration_seconds')}) <= ${sli.thresholdMs / 1_000} and on (check_id) max by (check_id) (${last('probe_success')}) == 1 and on (check_id) ${counted}`;
  return { good: `sum(count_over_time((${good})[${window}:${step}]))`, total: `sum(count_over_time((${counted})[${window}:${step}]))` };
}

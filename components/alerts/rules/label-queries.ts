import { queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { sendJson } from '@/components/api-client';
import { listMetrics } from '@/components/explore/prometheus-client';
import { printMatchers } from '@/lib/alerts/matchers';

const Names = z.object({ data: z.array(z.string()) });
const staleTime = 60_000;
const most = '2000';

/** Every metric with its type and help. */
export function metricsQuery() {
  return queryOptions({ queryKey: ['explore', 'metrics'], queryFn: ({ signal }) => listMetrics(signal), staleTime });
}

/** The names of the labels that series of a metric have. */
export function labelNamesQuery(metric: string) {
  return queryOptions({
    queryKey: ['label names', metric],
    queryFn: async ({ signal }) => (await namesAt('/api/v1/labels', metric, signal)).filter((name) => name !== '__name__'),
    enabled: metric !== '',
    staleTime,
    retry: false,
  });
}

/** The values that a label has on series of a metric. */
export function labelValuesQuery(metric: string, label: string) {
  return queryOptions({
    queryKey: ['label values', metric, label],
    queryFn: ({ signal }) => namesAt(`/api/v1/label/${encodeURIComponent(label)}/values`, metric, signal),
    enabled: metric !== '' && label !== '',
    staleTime,
    retry: false,
  });
}

async function namesAt(path: string, metric: string, signal: AbortSignal): Promise<string[]> {
  const search = new URLSearchParams({ 'match[]': printMatchers([{ label: '__name__', operator: '=', value: metric }]), limit: most });
  return Names.parse(await sendJson('GET', `${path}?${search.toString()}`, { signal })).data;
}

import { isAppError } from '@/lib/errors';
import { healthMatchers } from '@/lib/health/charts';
import type { HealthMetric, HealthReading } from '@/lib/health/metrics';
import { frameOf } from '@/lib/health/frame';
import { ranges } from '@/lib/health/ranges';
import { recentTickOf, type RecentTick } from '@/lib/health/recent';
import { stepHealth, type HealthStatus } from '@/lib/health/status';
import type { MetricStore, Selection } from '@/lib/metrics/store';
import type { TenantRef } from '@/lib/tenants';

export interface RecentPast {
  /** Oldest first. */
  ticks: RecentTick[];
  /** As of the last tick; null without any. */
  status: HealthStatus | null;
}

/** The last 5 minutes from the store, so that the live view and its states go on after a restart where they stopped. */
export async function storedPast(metrics: MetricStore, tenant: TenantRef, instance: string, nowMs: number): Promise<RecentPast> {
  const { series } = await selectRecent(metrics, tenant, instance, nowMs);
  const readingsAt = new Map<number, HealthReading[]>();
  for (const { name, labels, times, values } of series) {
    times.forEach((at, index) => {
      const readings = readingsAt.get(at) ?? [];
      readings.push({ name: name as HealthMetric, labels, value: values[index] ?? Number.NaN });
      readingsAt.set(at, readings);
    });
  }
  const past: RecentPast = { ticks: [], status: null };
  for (const [at, readings] of [...readingsAt].sort(([a], [b]) => a - b)) {
    const sample = { at, seq: 0, latenessMs: 0, instance, readings, unknown: [] };
    past.status = stepHealth(past.status, sample);
    past.ticks.push(recentTickOf(frameOf(sample, past.status)));
  }
  return past;
}

/** A host with more series than a query may read begins its live view anew: no reason not to start. */
async function selectRecent(metrics: MetricStore, tenant: TenantRef, instance: string, nowMs: number): Promise<Pick<Selection, 'series'>> {
  try {
    const window = { fromMs: nowMs - ranges.live.durationMs, toMs: nowMs, stepMs: 1_000 };
    return await metrics.select(tenant, { matchers: healthMatchers(instance), ...window, aggregation: 'last' });
  } catch (error) {
    if (isAppError(error) && error.code === 'invalid') return { series: [] };
    throw error;
  }
}

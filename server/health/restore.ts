import { drawnMetrics } from '@/lib/health/charts';
import type { HealthMetric, HealthReading } from '@/lib/health/metrics';
import { frameOf } from '@/lib/health/frame';
import { ranges } from '@/lib/health/ranges';
import { recentTickOf, type RecentTick } from '@/lib/health/recent';
import { stepHealth, type HealthStatus } from '@/lib/health/status';
import { vitals, type VitalThresholds } from '@/lib/health/vitals';
import { labelOf, labelsOf, metricName } from '@/lib/metrics/labels';
import type { MetricStore, QueryResult } from '@/lib/metrics/metric-store';
import { isPromqlError } from '@/lib/promql/error';
import type { TenantRef } from '@/lib/tenants';

export interface RecentPast {
  /** Oldest first. */
  ticks: RecentTick[];
  /** As of the last tick; null without any. */
  status: HealthStatus | null;
}

/** The last 5 minutes from the store, judged by these levels, so that the live view and its states go on after a restart where they stopped. */
export async function storedPast(metrics: MetricStore, tenant: TenantRef, instance: string, nowMs: number, thresholds: VitalThresholds): Promise<RecentPast> {
  const found = await recentSamples(metrics, tenant, instance, nowMs);
  const readingsAt = new Map<number, HealthReading[]>();
  for (const { labels, times, values } of found.type === 'matrix' ? found.series : []) {
    const name = labelOf(labels, metricName) as HealthMetric;
    const own = labelsOf(labels);
    times.forEach((time, index) => {
      const at = Math.floor(time / 1_000) * 1_000;
      const readings = readingsAt.get(at) ?? [];
      readings.push({ name, labels: own, value: values[index] ?? Number.NaN });
      readingsAt.set(at, readings);
    });
  }
  const past: RecentPast = { ticks: [], status: null };
  for (const [at, readings] of [...readingsAt].sort(([a], [b]) => a - b)) {
    const sample = { at, seq: 0, latenessMs: 0, instance, readings, unknown: [] };
    past.status = stepHealth(past.status, sample, thresholds);
    past.ticks.push(recentTickOf(frameOf(sample, past.status)));
  }
  return past;
}

/** A host with more samples than a query may read begins its live view anew: no reason not to start. */
async function recentSamples(metrics: MetricStore, tenant: TenantRef, instance: string, nowMs: number): Promise<QueryResult> {
  const names = [...new Set([...drawnMetrics, ...vitals.map(({ metric }) => metric)])].join('|');
  const expr = `{__name__=~"${names}",instance=${JSON.stringify(instance)}}[${ranges.live.durationMs}ms]`;
  try {
    return (await metrics.query(tenant, { expr, timeMs: nowMs })).result;
  } catch (error) {
    if (isPromqlError(error) && error.kind === 'execution') return { type: 'matrix', series: [] };
    throw error;
  }
}

import type { HealthMetric } from './metrics';
import type { HealthSample } from './sample';

export const vitalIds = [
  'cpu',
  'memory',
  'disk',
  'network_latency',
  'response_time',
  'active_connections',
  'error_rate',
  'throughput',
] as const;

export type VitalId = (typeof vitalIds)[number];

export const states = ['ok', 'warning', 'critical', 'unknown'] as const;

export type State = (typeof states)[number];

/** Levels in the vital's own unit; at or above a level the vital is in that state. */
export interface Threshold {
  warning: number;
  critical: number;
}

/** Levels of monitoring config; a vital that is left out has its defaults. */
export type VitalThresholds = Readonly<Partial<Record<VitalId, Threshold>>>;

export interface VitalDefinition {
  id: VitalId;
  title: string;
  unit: 'percent' | 'seconds' | 'count' | 'per_second';
  metric: HealthMetric;
  /** Labels that the reading must carry; of several matches the largest value counts. */
  labels: Readonly<Record<string, string>>;
  /** The defaults; what is shown and judged by is `thresholdOf`. */
  threshold: Threshold | null;
  /** The source whose failure explains a missing value. */
  source: string;
  /** What to look at when it is not ok. */
  advice: string;
}

/** The eight vitals in the order of the tiles. The levels are the defaults that monitoring config starts from. */
export const vitals: readonly VitalDefinition[] = [
  {
    id: 'cpu', title: 'CPU', unit: 'percent', metric: 'system_cpu_usage_percent', labels: {},
    threshold: { warning: 80, critical: 95 }, source: 'cpu',
    advice: 'Look for the process that uses the most CPU, or add cores.',
  },
  {
    id: 'memory', title: 'Memory', unit: 'percent', metric: 'system_memory_usage_percent', labels: {},
    threshold: { warning: 80, critical: 95 }, source: 'memory',
    advice: 'Look for the process that holds the most memory before the kernel ends one.',
  },
  {
    id: 'disk', title: 'Disk', unit: 'percent', metric: 'system_disk_usage_percent', labels: {},
    threshold: { warning: 80, critical: 95 }, source: 'disk',
    advice: 'Free space on the fullest mount, or extend it.',
  },
  {
    id: 'network_latency', title: 'Network latency', unit: 'seconds', metric: 'system_network_latency_seconds', labels: {},
    threshold: { warning: 0.1, critical: 0.5 }, source: 'network-latency',
    advice: 'Check the link and the target named beside the value.',
  },
  {
    id: 'response_time', title: 'Response time', unit: 'seconds', metric: 'nines_response_time_seconds', labels: { percentile: '95' },
    threshold: { warning: 1, critical: 5 }, source: 'service',
    advice: 'Look for slow queries and a busy CPU on this machine.',
  },
  {
    id: 'active_connections', title: 'Active connections', unit: 'count', metric: 'nines_active_connections', labels: {},
    threshold: null, source: 'service',
    advice: 'Check who opens so many connections.',
  },
  {
    id: 'error_rate', title: 'Error rate', unit: 'percent', metric: 'nines_error_rate_percent', labels: {},
    threshold: { warning: 1, critical: 5 }, source: 'service',
    advice: 'Open the log of Nines and look for the request ids of failed requests.',
  },
  {
    id: 'throughput', title: 'Throughput', unit: 'per_second', metric: 'nines_throughput_per_second', labels: {},
    threshold: null, source: 'service',
    advice: 'Compare with the same hour of last week.',
  },
];

export type VitalMeasurement =
  | { value: number; subject: string | null }
  | { value: null; reason: string };

/** The value of a vital in a sample; `subject` names the worst mount or target where there are several. */
export function measureVital(definition: VitalDefinition, sample: HealthSample): VitalMeasurement {
  let worst: { value: number; subject: string | null } | null = null;
  for (const reading of sample.readings) {
    if (reading.name !== definition.metric) continue;
    if (!Object.entries(definition.labels).every(([key, value]) => reading.labels[key] === value)) continue;
    if (worst !== null && reading.value <= worst.value) continue;
    worst = { value: reading.value, subject: reading.labels.mountpoint ?? reading.labels.target ?? null };
  }
  if (worst) return worst;
  // A part of a source is named after it: `disk:/mnt/nas`, `service:response-time`.
  const { source } = definition;
  const cause = sample.unknown.find((each) => each.source === source || each.source.startsWith(`${source}:`));
  return { value: null, reason: cause?.reason ?? 'Not measured on this system.' };
}

/** The levels that hold for a vital by a tenant's monitoring config; null for one that has none. */
export function thresholdOf({ id, threshold }: Pick<VitalDefinition, 'id' | 'threshold'>, thresholds: VitalThresholds): Threshold | null {
  return thresholds[id] ?? threshold;
}

/** The state that a value is in by its levels, without any memory. */
export function stateOf(value: number, threshold: Threshold | null): State {
  if (!threshold) return 'ok';
  if (value >= threshold.critical) return 'critical';
  return value >= threshold.warning ? 'warning' : 'ok';
}

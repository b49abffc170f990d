import type { VitalId } from '@/lib/health/vitals';
import type { Matcher } from '@/lib/metrics/matcher';
import type { Unit } from '@/lib/units';

export const hostSources = ['nines', 'node_exporter', 'otlp'] as const;
export type HostSourceName = (typeof hostSources)[number];

/** What tells one host from another: where its series come from and the labels that they share. A label that is absent is empty. */
export interface HostIdentity {
  source: HostSourceName;
  job: string;
  instance: string;
  hostName: string;
}

/** What the expressions of a source are built with. */
export interface ExpressionScope {
  /** A selector of a metric of the hosts asked for: `node_load1{job="a",instance="b"}`. */
  select(metric: string, matchers?: string): string;
  /** Growth a second of the counters that a selector gives. */
  speed(selector: string): string;
  /** The labels that tell hosts apart: `job, instance`. */
  by: string;
}

type HostExpression = (scope: ExpressionScope) => string;

/** How a source gives one of the eight vitals: one query answers for every host. */
export type HostVitalSource =
  | {
      expr: HostExpression;
      /** The metric that it is made of, named when a host does not send it. */
      needs: string;
      /** The label that names which mount or target the value is of. */
      subject?: string;
      /** Where it measures something else than the vital of Overview. */
      instead?: { title: string; unit: Unit };
    }
  | { expr: null; reason: string };

export interface HostChart {
  id: string;
  title: string;
  unit: Unit;
  stacked: boolean;
  max?: number;
  vital?: 'cpu' | 'memory' | 'disk' | 'network_latency' | 'response_time' | 'error_rate';
  /** `by` names the label that tells the lines of one expression apart. */
  lines: readonly { label: string; by?: string; expr: HostExpression }[];
}

export interface HostSource {
  name: HostSourceName;
  title: string;
  /** The labels of a HostIdentity that its series carry. */
  labels: readonly ('job' | 'instance' | 'host_name')[];
  /** Series that every host of this source sends: any one of the lists, each of which names one metric. */
  heartbeats: readonly (readonly Matcher[])[];
  vitals: Readonly<Record<VitalId, HostVitalSource>>;
  charts: readonly HostChart[];
}

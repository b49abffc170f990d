import type { Labels } from '@/lib/metrics/sample';
import type { Unit } from '@/lib/units';
import type { HealthMetric } from './metrics';

/** One line of a chart: every series of `metric` with these labels; `by` names the label that tells lines apart. */
interface ChartLine {
  metric: HealthMetric;
  labels: Labels;
  label: string;
  by?: string;
}

export interface ChartDefinition {
  id: string;
  title: string;
  unit: Unit;
  /** Lines are drawn on top of each other, for parts of a whole. */
  stacked: boolean;
  /** The scale's end where the unit has a natural one. */
  max?: number;
  /** The vital whose levels are drawn. */
  vital?: 'cpu' | 'memory' | 'disk' | 'network_latency' | 'response_time' | 'error_rate';
  lines: readonly ChartLine[];
}

const cpuModes = ['user', 'system', 'iowait', 'steal', 'other'] as const;

/** The live charts of Overview, in order. A line with `by` becomes one line a label value, at most `maxLinesByLabel`. */
export const healthCharts = [
  {
    id: 'cpu', title: 'CPU', unit: 'percent', stacked: true, max: 100, vital: 'cpu',
    lines: cpuModes.map((mode) => ({ metric: 'system_cpu_mode_percent' as const, labels: { mode }, label: mode })),
  },
  {
    id: 'load', title: 'Load', unit: '', stacked: false,
    lines: [
      { metric: 'system_load1', labels: {}, label: '1 min' },
      { metric: 'system_load5', labels: {}, label: '5 min' },
      { metric: 'system_load15', labels: {}, label: '15 min' },
    ],
  },
  {
    id: 'memory', title: 'Memory', unit: 'bytes', stacked: false,
    lines: [
      { metric: 'system_memory_usage_bytes', labels: {}, label: 'used' },
      { metric: 'system_memory_cached_bytes', labels: {}, label: 'cached' },
      { metric: 'system_swap_usage_bytes', labels: {}, label: 'swap' },
      { metric: 'system_memory_total_bytes', labels: {}, label: 'total' },
    ],
  },
  {
    id: 'disk_usage', title: 'Disk space', unit: 'percent', stacked: false, max: 100, vital: 'disk',
    lines: [{ metric: 'system_disk_usage_percent', labels: {}, label: 'used', by: 'mountpoint' }],
  },
  {
    id: 'disk_read', title: 'Disk read', unit: 'bytes_per_second', stacked: false,
    lines: [{ metric: 'system_disk_read_bytes_per_second', labels: {}, label: 'read', by: 'device' }],
  },
  {
    id: 'disk_write', title: 'Disk write', unit: 'bytes_per_second', stacked: false,
    lines: [{ metric: 'system_disk_written_bytes_per_second', labels: {}, label: 'written', by: 'device' }],
  },
  {
    id: 'disk_busy', title: 'Disk busy', unit: 'percent', stacked: false, max: 100,
    lines: [{ metric: 'system_disk_busy_percent', labels: {}, label: 'busy', by: 'device' }],
  },
  {
    id: 'network_received', title: 'Network received', unit: 'bytes_per_second', stacked: false,
    lines: [{ metric: 'system_network_received_bytes_per_second', labels: {}, label: 'received', by: 'interface' }],
  },
  {
    id: 'network_sent', title: 'Network sent', unit: 'bytes_per_second', stacked: false,
    lines: [{ metric: 'system_network_sent_bytes_per_second', labels: {}, label: 'sent', by: 'interface' }],
  },
  {
    id: 'network_latency', title: 'Network latency', unit: 'seconds', stacked: false, vital: 'network_latency',
    lines: [{ metric: 'system_network_latency_seconds', labels: {}, label: 'connect', by: 'target' }],
  },
  {
    id: 'tcp', title: 'TCP connections', unit: 'count', stacked: false,
    lines: [{ metric: 'system_tcp_connections', labels: {}, label: 'sockets', by: 'state' }],
  },
  {
    id: 'response_time', title: 'Response time', unit: 'seconds', stacked: false, vital: 'response_time',
    lines: [
      { metric: 'nines_response_time_seconds', labels: { percentile: '50' }, label: 'p50' },
      { metric: 'nines_response_time_seconds', labels: { percentile: '95' }, label: 'p95' },
      { metric: 'nines_response_time_seconds', labels: { percentile: '99' }, label: 'p99' },
    ],
  },
  {
    id: 'throughput', title: 'Throughput', unit: 'per_second', stacked: false,
    lines: [{ metric: 'nines_throughput_per_second', labels: {}, label: 'requests' }],
  },
  {
    id: 'active_connections', title: 'Active connections', unit: 'count', stacked: false,
    lines: [{ metric: 'nines_active_connections', labels: {}, label: 'open' }],
  },
  {
    id: 'error_rate', title: 'Error rate', unit: 'percent', stacked: false, vital: 'error_rate',
    lines: [{ metric: 'nines_error_rate_percent', labels: {}, label: 'errors' }],
  },
  {
    id: 'event_loop', title: 'Event-loop delay', unit: 'seconds', stacked: false,
    lines: [
      { metric: 'nines_event_loop_delay_seconds', labels: { percentile: '50' }, label: 'p50' },
      { metric: 'nines_event_loop_delay_seconds', labels: { percentile: '99' }, label: 'p99' },
    ],
  },
] satisfies readonly ChartDefinition[];

/** Lines that one chart draws at most; the largest by their last value are kept and the rest is named as left out. */
export const maxLinesByLabel = 8;

/** Points that a chart draws at most per line. */
export const maxPoints = 400;

/** The metrics that charts draw, each once. */
export const drawnMetrics: readonly HealthMetric[] = [...new Set(healthCharts.flatMap(({ lines }): { metric: HealthMetric }[] => [...lines]).map(({ metric }) => metric))];

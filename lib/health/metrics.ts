import type { Labels } from '@/lib/metrics/sample';

type MetricType = 'gauge' | 'counter';

export interface MetricDefinition {
  type: MetricType;
  /** The base unit that the value is in, as Prometheus names units; '' for a plain count. */
  unit: 'percent' | 'bytes' | 'bytes_per_second' | 'seconds' | 'per_second' | 'count' | '';
  help: string;
}

/**
 * Every metric that the collector writes, each sample also carrying the label `instance` (the host's name).
 * Names and base units follow https://prometheus.io/docs/practices/naming/ except `*_percent`, which are 0 to 100.
 */
export const healthMetrics = {
  system_cpu_usage_percent: { type: 'gauge', unit: 'percent', help: 'CPU time not idle, of all cores, over the last tick.' },
  system_cpu_core_usage_percent: { type: 'gauge', unit: 'percent', help: 'CPU time not idle, by core (label cpu).' },
  system_cpu_mode_percent: { type: 'gauge', unit: 'percent', help: 'CPU time by mode (label mode: user, system, iowait, steal, other), of all cores.' },
  system_cpu_cores: { type: 'gauge', unit: 'count', help: 'Cores that this system may use (the cgroup limit where there is one).' },
  system_load1: { type: 'gauge', unit: '', help: 'Load average over 1 minute.' },
  system_load5: { type: 'gauge', unit: '', help: 'Load average over 5 minutes.' },
  system_load15: { type: 'gauge', unit: '', help: 'Load average over 15 minutes.' },
  system_memory_usage_bytes: { type: 'gauge', unit: 'bytes', help: 'Memory in use: total less available (MemAvailable).' },
  system_memory_total_bytes: { type: 'gauge', unit: 'bytes', help: 'Memory that this system may use (the cgroup limit where there is one).' },
  system_memory_cached_bytes: { type: 'gauge', unit: 'bytes', help: 'Page cache and reclaimable slab.' },
  system_memory_usage_percent: { type: 'gauge', unit: 'percent', help: 'Memory in use as a share of the total.' },
  system_swap_usage_bytes: { type: 'gauge', unit: 'bytes', help: 'Swap in use.' },
  system_swap_total_bytes: { type: 'gauge', unit: 'bytes', help: 'Swap size.' },
  system_disk_usage_bytes: { type: 'gauge', unit: 'bytes', help: 'Bytes used by mount (labels mountpoint, device, fstype).' },
  system_disk_total_bytes: { type: 'gauge', unit: 'bytes', help: 'Size by mount (labels mountpoint, device, fstype).' },
  system_disk_usage_percent: { type: 'gauge', unit: 'percent', help: 'Used share of the space an ordinary user may use, by mount.' },
  system_disk_inodes_usage_percent: { type: 'gauge', unit: 'percent', help: 'Used share of inodes, by mount.' },
  system_disk_read_bytes_total: { type: 'counter', unit: 'bytes', help: 'Bytes read by device (label device).' },
  system_disk_written_bytes_total: { type: 'counter', unit: 'bytes', help: 'Bytes written by device (label device).' },
  system_disk_read_bytes_per_second: { type: 'gauge', unit: 'bytes_per_second', help: 'Bytes read a second, by device.' },
  system_disk_written_bytes_per_second: { type: 'gauge', unit: 'bytes_per_second', help: 'Bytes written a second, by device.' },
  system_disk_busy_percent: { type: 'gauge', unit: 'percent', help: 'Share of the last tick with a request in flight, by device.' },
  system_network_bytes_sent_total: { type: 'counter', unit: 'bytes', help: 'Bytes sent by interface (label interface).' },
  system_network_bytes_received_total: { type: 'counter', unit: 'bytes', help: 'Bytes received by interface (label interface).' },
  system_network_packets_sent_total: { type: 'counter', unit: 'count', help: 'Packets sent by interface.' },
  system_network_packets_received_total: { type: 'counter', unit: 'count', help: 'Packets received by interface.' },
  system_network_errors_total: { type: 'counter', unit: 'count', help: 'Errors sending and receiving, by interface.' },
  system_network_drops_total: { type: 'counter', unit: 'count', help: 'Packets dropped sending and receiving, by interface.' },
  system_network_sent_bytes_per_second: { type: 'gauge', unit: 'bytes_per_second', help: 'Bytes sent a second, by interface.' },
  system_network_received_bytes_per_second: { type: 'gauge', unit: 'bytes_per_second', help: 'Bytes received a second, by interface.' },
  system_tcp_connections: { type: 'gauge', unit: 'count', help: 'TCP sockets by state (label state: established, time_wait, listen, other).' },
  system_network_latency_seconds: { type: 'gauge', unit: 'seconds', help: 'Time of one TCP connect to the configured target (label target).' },
  nines_response_time_seconds: { type: 'gauge', unit: 'seconds', help: 'Response time of Nines over the last minute (label percentile: 50, 95, 99).' },
  nines_active_connections: { type: 'gauge', unit: 'count', help: 'Open HTTP and websocket connections to Nines.' },
  nines_error_rate_percent: { type: 'gauge', unit: 'percent', help: 'Answers with status 5xx over the last minute, of all.' },
  nines_throughput_per_second: { type: 'gauge', unit: 'per_second', help: 'Requests answered a second, over the last 10 seconds.' },
  nines_event_loop_delay_seconds: { type: 'gauge', unit: 'seconds', help: 'Delay of the event loop over the last two ticks (label percentile: 50, 99).' },
  nines_collector_lag_seconds: { type: 'gauge', unit: 'seconds', help: 'How late the tick started after its due time.' },
  nines_collector_duration_seconds: { type: 'gauge', unit: 'seconds', help: 'Time that collecting the tick took.' },
  nines_collector_missed_ticks_total: { type: 'counter', unit: 'count', help: 'Ticks that could not be taken since the start.' },
} as const satisfies Record<string, MetricDefinition>;

export type HealthMetric = keyof typeof healthMetrics;

/** A reading of the collector: its name is one of the catalogue. `instance` is added by the collector. */
export interface HealthReading {
  name: HealthMetric;
  labels: Labels;
  value: number;
}

import type { Matcher } from '@/lib/metrics/matcher';
import type { ExpressionScope, HostSource } from './source';

const realMount = 'type!~"tmpfs|ramfs|devtmpfs|squashfs|iso9660|erofs|autofs|overlay|nsfs|rootfs"';
const realDevice = 'device!~"lo|veth.*|docker.*|br-.*|virbr.*|cni.*"';

const requests = 'http_server_request_duration_seconds';

/** The name of the attribute for a state changed with the semantic conventions; the newer names are tried after the older one. */
function inState({ select, by }: ExpressionScope, fold: 'sum' | 'avg', metric: string, names: readonly string[], value: string, wrap = (selector: string) => selector): string {
  return names.map((name) => `${fold} by (${by}) (${wrap(select(metric, `${name}=${JSON.stringify(value)}`))})`).join(' or ');
}

const cpuState = ['state', 'cpu_mode', 'system_cpu_state'];
const memoryState = ['state', 'system_memory_state'];

/** Hosts that send OpenTelemetry's system metrics (https://opentelemetry.io/docs/specs/semconv/system/system-metrics/), as the OTLP translator names them. */
export const otlpSource: HostSource = {
  name: 'otlp',
  title: 'OpenTelemetry',
  labels: ['job', 'instance', 'host_name'],
  heartbeats: [
    ...['system_cpu_time_seconds_total', 'system_cpu_utilization_ratio', 'system_memory_utilization_ratio', 'system_cpu_load_average_1m'].map((value): Matcher[] => [
      { label: '__name__', operator: '=', value },
    ]),
    [{ label: '__name__', operator: '=', value: 'system_memory_usage_bytes' }, { label: 'state', operator: '!=', value: '' }],
    [{ label: '__name__', operator: '=', value: 'system_memory_usage_bytes' }, { label: 'system_memory_state', operator: '!=', value: '' }],
  ],
  vitals: {
    cpu: {
      needs: 'system_cpu_time_seconds_total or system_cpu_utilization_ratio',
      expr: (scope) => {
        const idleShare = inState(scope, 'avg', 'system_cpu_utilization_ratio', cpuState, 'idle');
        const idle = inState(scope, 'sum', 'system_cpu_time_seconds_total', cpuState, 'idle', scope.speed);
        const all = `sum by (${scope.by}) (${scope.speed(scope.select('system_cpu_time_seconds_total'))})`;
        return `clamp(100 * (1 - (${idleShare} or (${idle}) / (${all} > 0))), 0, 100)`;
      },
    },
    memory: {
      needs: 'system_memory_usage_bytes or system_memory_utilization_ratio',
      expr: (scope) => {
        const share = inState(scope, 'sum', 'system_memory_utilization_ratio', memoryState, 'used');
        const used = inState(scope, 'sum', 'system_memory_usage_bytes', memoryState, 'used');
        const all = memoryState.map((name) => `sum by (${scope.by}) (${scope.select('system_memory_usage_bytes', `${name}!=""`)})`).join(' or ');
        return `100 * (${share} or (${used}) / ((${all}) > 0))`;
      },
    },
    disk: {
      needs: 'system_filesystem_usage_bytes',
      subject: 'mountpoint',
      expr: ({ select, by }) => {
        const metric = 'system_filesystem_usage_bytes';
        const used = `sum by (${by}, mountpoint) (${select(metric, `state="used",${realMount}`)})`;
        const all = `sum by (${by}, mountpoint) (${select(metric, `state=~"used|free",${realMount}`)})`;
        return `topk by (${by}) (1, 100 * ${used} / (${all} > 0))`;
      },
    },
    network_latency: {
      needs: 'system_network_io_bytes_total',
      instead: { title: 'Network I/O', unit: 'bytes_per_second' },
      expr: ({ select, speed, by }) => `sum by (${by}) (${speed(select('system_network_io_bytes_total', realDevice))})`,
    },
    response_time: {
      needs: `${requests}_bucket`,
      expr: ({ select, by }) => `histogram_quantile(0.95, sum by (${by}, le) (rate(${select(`${requests}_bucket`)}[5m]))) >= 0`,
    },
    active_connections: {
      needs: 'system_network_connections',
      expr: ({ select, by }) => `sum by (${by}) (${select('system_network_connections', 'state="ESTABLISHED"')})`,
    },
    error_rate: {
      needs: `${requests}_count`,
      expr: ({ select, by }) => {
        const all = `sum by (${by}) (rate(${select(`${requests}_count`)}[5m]))`;
        const failed = `sum by (${by}) (rate(${select(`${requests}_count`, 'http_response_status_code=~"5.."')}[5m]))`;
        return `100 * (${failed} or ${all} * 0) / (${all} > 0)`;
      },
    },
    throughput: { needs: `${requests}_count`, expr: ({ select, by }) => `sum by (${by}) (rate(${select(`${requests}_count`)}[1m]))` },
  },
  charts: [
    {
      id: 'cpu', title: 'CPU', unit: 'percent', stacked: false, max: 100, vital: 'cpu',
      lines: [{ label: 'busy', expr: (scope) => otlpVital('cpu', scope) }],
    },
    {
      id: 'load', title: 'Load', unit: '', stacked: false,
      lines: [
        { label: '1 min', expr: ({ select }) => select('system_cpu_load_average_1m') },
        { label: '5 min', expr: ({ select }) => select('system_cpu_load_average_5m') },
        { label: '15 min', expr: ({ select }) => select('system_cpu_load_average_15m') },
      ],
    },
    {
      id: 'memory', title: 'Memory', unit: 'bytes', stacked: true,
      lines: [{ label: 'memory', by: 'state', expr: ({ select }) => `sum by (state) (${select('system_memory_usage_bytes', 'state!=""')})` }],
    },
    {
      id: 'disk_usage', title: 'Disk space', unit: 'percent', stacked: false, max: 100, vital: 'disk',
      lines: [
        {
          label: 'used', by: 'mountpoint',
          expr: ({ select }) => {
            const metric = 'system_filesystem_usage_bytes';
            return `100 * sum by (mountpoint) (${select(metric, `state="used",${realMount}`)}) / (sum by (mountpoint) (${select(metric, `state=~"used|free",${realMount}`)}) > 0)`;
          },
        },
      ],
    },
    {
      id: 'disk_io', title: 'Disk', unit: 'bytes_per_second', stacked: false,
      lines: [{ label: 'disk', by: 'direction', expr: ({ select, speed }) => `sum by (direction) (${speed(select('system_disk_io_bytes_total'))})` }],
    },
    {
      id: 'network_io', title: 'Network', unit: 'bytes_per_second', stacked: false,
      lines: [{ label: 'network', by: 'direction', expr: ({ select, speed }) => `sum by (direction) (${speed(select('system_network_io_bytes_total', realDevice))})` }],
    },
    {
      id: 'tcp', title: 'TCP connections', unit: 'count', stacked: false,
      lines: [{ label: 'sockets', by: 'state', expr: ({ select }) => `sum by (state) (${select('system_network_connections')})` }],
    },
    { id: 'response_time', title: 'Response time, p95', unit: 'seconds', stacked: false, vital: 'response_time', lines: [{ label: 'p95', expr: (scope) => otlpVital('response_time', scope) }] },
    { id: 'throughput', title: 'Throughput', unit: 'per_second', stacked: false, lines: [{ label: 'requests', expr: (scope) => otlpVital('throughput', scope) }] },
    { id: 'error_rate', title: 'Error rate', unit: 'percent', stacked: false, vital: 'error_rate', lines: [{ label: 'errors', expr: (scope) => otlpVital('error_rate', scope) }] },
  ],
};

function otlpVital(id: keyof HostSource['vitals'], scope: ExpressionScope): string {
  return otlpSource.vitals[id].expr?.(scope) ?? 'vector(0) < 0';
}

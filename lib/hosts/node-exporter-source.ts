import type { HostSource } from './source';

/** File systems that hold no data of their own, or are always full. */
const realMount = 'fstype!~"tmpfs|ramfs|devtmpfs|squashfs|iso9660|erofs|autofs|overlay|nsfs|rootfs|fuse.lxcfs"';
const realDevice = 'device!~"lo|veth.*|docker.*|br-.*|virbr.*|cni.*|flannel.*|cali.*"';
const noRequests = 'A node exporter does not see requests. Scrape the service that answers them.';

const diskUse = (avail: string, free: string, size: string) => `100 * (${size} - ${free}) / (${size} - ${free} + ${avail})`;

/** Hosts with a Prometheus node exporter (https://github.com/prometheus/node_exporter). Disk use is counted as df does. */
export const nodeExporterSource: HostSource = {
  name: 'node_exporter',
  title: 'Node exporter',
  labels: ['job', 'instance'],
  heartbeats: ['node_uname_info', 'node_memory_MemTotal_bytes', 'node_load1', 'node_boot_time_seconds'].map((value) => [{ label: '__name__', operator: '=', value }]),
  vitals: {
    cpu: {
      needs: 'node_cpu_seconds_total',
      expr: ({ select, speed, by }) => `clamp(100 * (1 - avg by (${by}) (${speed(select('node_cpu_seconds_total', 'mode="idle"'))})), 0, 100)`,
    },
    memory: {
      needs: 'node_memory_MemAvailable_bytes',
      expr: ({ select, by }) =>
        `100 * (1 - max by (${by}) (${select('node_memory_MemAvailable_bytes')}) / max by (${by}) (${select('node_memory_MemTotal_bytes')} > 0))`,
    },
    disk: {
      needs: 'node_filesystem_avail_bytes',
      subject: 'mountpoint',
      expr: ({ select, by }) => {
        const use = diskUse(select('node_filesystem_avail_bytes', realMount), select('node_filesystem_free_bytes', realMount), select('node_filesystem_size_bytes', realMount));
        return `topk by (${by}) (1, (${use}) >= 0)`;
      },
    },
    network_latency: {
      needs: 'node_network_receive_bytes_total',
      instead: { title: 'Network I/O', unit: 'bytes_per_second' },
      expr: ({ select, speed, by }) =>
        `sum by (${by}) (${speed(select('node_network_receive_bytes_total', realDevice))}) + sum by (${by}) (${speed(select('node_network_transmit_bytes_total', realDevice))})`,
    },
    response_time: { expr: null, reason: noRequests },
    active_connections: { needs: 'node_netstat_Tcp_CurrEstab', expr: ({ select, by }) => `max by (${by}) (${select('node_netstat_Tcp_CurrEstab')})` },
    error_rate: { expr: null, reason: noRequests },
    throughput: { expr: null, reason: noRequests },
  },
  charts: [
    {
      id: 'cpu', title: 'CPU', unit: 'percent', stacked: true, max: 100, vital: 'cpu',
      lines: [{ label: 'busy', by: 'mode', expr: ({ select, speed }) => `100 * avg by (mode) (${speed(select('node_cpu_seconds_total', 'mode!="idle"'))})` }],
    },
    {
      id: 'load', title: 'Load', unit: '', stacked: false,
      lines: [
        { label: '1 min', expr: ({ select }) => select('node_load1') },
        { label: '5 min', expr: ({ select }) => select('node_load5') },
        { label: '15 min', expr: ({ select }) => select('node_load15') },
      ],
    },
    {
      id: 'memory', title: 'Memory', unit: 'bytes', stacked: false,
      lines: [
        { label: 'used', expr: ({ select }) => `${select('node_memory_MemTotal_bytes')} - ${select('node_memory_MemAvailable_bytes')}` },
        { label: 'total', expr: ({ select }) => select('node_memory_MemTotal_bytes') },
      ],
    },
    {
      id: 'disk_usage', title: 'Disk space', unit: 'percent', stacked: false, max: 100, vital: 'disk',
      lines: [
        {
          label: 'used', by: 'mountpoint',
          expr: ({ select }) => `(${diskUse(select('node_filesystem_avail_bytes', realMount), select('node_filesystem_free_bytes', realMount), select('node_filesystem_size_bytes', realMount))}) >= 0`,
        },
      ],
    },
    {
      id: 'disk_read', title: 'Disk read', unit: 'bytes_per_second', stacked: false,
      lines: [{ label: 'read', by: 'device', expr: ({ select, speed }) => speed(select('node_disk_read_bytes_total')) }],
    },
    {
      id: 'disk_write', title: 'Disk write', unit: 'bytes_per_second', stacked: false,
      lines: [{ label: 'written', by: 'device', expr: ({ select, speed }) => speed(select('node_disk_written_bytes_total')) }],
    },
    {
      id: 'network_received', title: 'Network received', unit: 'bytes_per_second', stacked: false,
      lines: [{ label: 'received', by: 'device', expr: ({ select, speed }) => speed(select('node_network_receive_bytes_total', realDevice)) }],
    },
    {
      id: 'network_sent', title: 'Network sent', unit: 'bytes_per_second', stacked: false,
      lines: [{ label: 'sent', by: 'device', expr: ({ select, speed }) => speed(select('node_network_transmit_bytes_total', realDevice)) }],
    },
    {
      id: 'tcp', title: 'TCP connections', unit: 'count', stacked: false,
      lines: [{ label: 'established', expr: ({ select }) => select('node_netstat_Tcp_CurrEstab') }],
    },
  ],
};

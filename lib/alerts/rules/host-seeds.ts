import { levelsOf, minutes } from './seed-levels';
import type { SeedRule } from './seeds';

const mount = 'fstype!~"tmpfs|ramfs|devtmpfs|squashfs|iso9660|erofs|autofs|overlay|nsfs|rootfs|fuse.lxcfs"';
const device = 'device!~"lo|veth.*|docker.*|br-.*|virbr.*|cni.*|flannel.*|cali.*"';
const group = 'hosts';
const host = '{{ $labels.instance }}';
const onMount = `{{ $labels.mountpoint }} on ${host}`;

/** Rules on hosts: those that Nines collects from itself, and those with a Prometheus node exporter. */
export const hostSeeds: readonly SeedRule[] = [
  {
    key: 'cpu',
    rule: {
      name: 'CPU busy', group, forMs: minutes(2), intervalMs: 15_000,
      description: 'The cores of a host are busy for minutes: what runs on it gets slow.',
      condition: levelsOf('cpu', 'avg_over_time(system_cpu_usage_percent[1m]) or 100 * (1 - avg by (job, instance) (rate(node_cpu_seconds_total{mode="idle"}[2m])))', { hysteresis: 5 }),
      annotations: {
        summary: `CPU of ${host} at {{ $value | printf "%.0f" }} %`,
        description: `The cores of ${host} were {{ $value | printf "%.1f" }} % busy over the last minutes. Look for the process that uses most of it (top, or Hosts in Nines); end it or move it, or add cores if this load is here to stay.`,
      },
    },
  },
  {
    key: 'memory',
    rule: {
      name: 'Memory low', group, forMs: minutes(2),
      description: 'Little memory is left; the kernel ends a process when there is none.',
      condition: levelsOf('memory', 'system_memory_usage_percent or 100 * (1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes)', { hysteresis: 3 }),
      annotations: {
        summary: `Memory of ${host} at {{ $value | printf "%.0f" }} %`,
        description: `{{ $value | printf "%.1f" }} % of the memory of ${host} is in use and cannot be given back. Look for the process that holds most of it and restart it if it leaks, before the kernel picks one.`,
      },
    },
  },
  {
    key: 'disk',
    rule: {
      name: 'Disk nearly full', group, intervalMs: 30_000, forMs: minutes(5),
      description: 'Little space is left on a mount; databases and logs stop when it is full.',
      condition: levelsOf('disk', `system_disk_usage_percent or 100 * (node_filesystem_size_bytes{${mount}} - node_filesystem_free_bytes{${mount}}) / (node_filesystem_size_bytes{${mount}} - node_filesystem_free_bytes{${mount}} + node_filesystem_avail_bytes{${mount}})`, { hysteresis: 2 }),
      annotations: {
        summary: `Disk ${onMount} is {{ $value | printf "%.0f" }} % full`,
        description: `${onMount} is {{ $value | printf "%.1f" }} % full. Find what grew (du -xh --max-depth=2 {{ $labels.mountpoint }} | sort -h), delete old logs and backups, or extend the volume.`,
      },
    },
  },
  {
    key: 'disk_forecast',
    rule: {
      name: 'Disk fills within hours', group, intervalMs: 60_000, forMs: minutes(15),
      description: 'A mount that is more than half full would be full soon, if it goes on as in the last hour.',
      condition: levelsOf(
        'disk_full_in',
        '(system_disk_usage_bytes * (100 / system_disk_usage_percent - 1) / (deriv(system_disk_usage_bytes[1h]) > 0) / 3600 and system_disk_usage_percent > 50)'
          + ` or (node_filesystem_avail_bytes{${mount}} / (-deriv(node_filesystem_avail_bytes{${mount}}[1h]) > 0) / 3600 and node_filesystem_avail_bytes{${mount}} / node_filesystem_size_bytes{${mount}} < 0.5)`,
        { comparison: '<' },
      ),
      annotations: {
        summary: `Disk ${onMount} will be full in {{ $value | printf "%.1f" }} hours`,
        description: `At the speed of the last hour, ${onMount} is full in {{ $value | printf "%.1f" }} hours. Find what writes (iotop, du) and stop it or make room before that.`,
      },
    },
  },
  {
    key: 'inodes',
    rule: {
      name: 'Inodes nearly used up', group, intervalMs: 60_000, forMs: minutes(5),
      description: 'A mount without free inodes takes no new file, however much space is left.',
      condition: levelsOf('inodes', `system_disk_inodes_usage_percent or 100 * (1 - node_filesystem_files_free{${mount}} / node_filesystem_files{${mount}})`, { hysteresis: 2 }),
      annotations: {
        summary: `Inodes of ${onMount} at {{ $value | printf "%.0f" }} %`,
        description: `{{ $value | printf "%.1f" }} % of the inodes of ${onMount} are used. Look for directories with very many small files (mail queues, sessions, caches) and clear them.`,
      },
    },
  },
  {
    key: 'disk_busy',
    rule: {
      name: 'Disk busy', group, forMs: minutes(10),
      description: 'A device has a request in flight nearly all the time: what reads and writes has to wait.',
      condition: levelsOf('disk_busy', 'avg_over_time(system_disk_busy_percent[5m]) or 100 * rate(node_disk_io_time_seconds_total[5m])', { hysteresis: 5 }),
      annotations: {
        summary: `Disk {{ $labels.device }} of ${host} is {{ $value | printf "%.0f" }} % busy`,
        description: `{{ $labels.device }} of ${host} was busy {{ $value | printf "%.1f" }} % of the last minutes. Find who reads or writes (iotop), move backups and batch jobs to a quiet hour, or use a faster device.`,
      },
    },
  },
  {
    key: 'network_errors',
    rule: {
      name: 'Network errors', group, forMs: minutes(5),
      description: 'An interface fails to send or receive packets.',
      condition: levelsOf('network_errors', `rate(system_network_errors_total[5m]) or rate(node_network_receive_errs_total{${device}}[5m]) + rate(node_network_transmit_errs_total{${device}}[5m])`),
      annotations: {
        summary: `{{ $value | printf "%.1f" }} network errors a second on ${host}`,
        description: `The interface {{ or $labels.interface $labels.device }} of ${host} fails on {{ $value | printf "%.1f" }} packets a second. Check cable, switch port and duplex (ethtool -S), and on a virtual machine the host.`,
      },
    },
  },
  {
    key: 'network_latency',
    rule: {
      name: 'Network latency high', group, forMs: minutes(2),
      description: 'Connecting to the configured target takes long.',
      condition: levelsOf('network_latency', 'avg_over_time(system_network_latency_seconds[1m])'),
      annotations: {
        summary: `${host} needs {{ $value | humanizeDuration }} to reach {{ $labels.target }}`,
        description: `A TCP connect from ${host} to {{ $labels.target }} takes {{ $value | humanizeDuration }}. Check the target first, then the link between the two (mtr {{ $labels.target }}).`,
      },
    },
  },
  {
    key: 'clock_skew',
    rule: {
      name: 'Clock skew', group, intervalMs: 60_000, forMs: minutes(5),
      description: 'Two clocks disagree: samples are refused, sessions and certificates fail.',
      condition: levelsOf('clock_skew', 'abs(nines_database_clock_skew_seconds) or abs(node_timex_offset_seconds)'),
      annotations: {
        summary: `The clock of ${host} is off by {{ $value | humanizeDuration }}`,
        description: `The clock of ${host} differs by {{ $value | humanizeDuration }} from its reference. Check that time synchronisation runs (timedatectl, chronyc tracking) on ${host} and on the machine of the database.`,
      },
    },
  },
  {
    key: 'target_down',
    rule: {
      name: 'Scrape target down', group: 'scraping', forMs: minutes(1),
      description: 'A target does not answer when it is scraped.',
      condition: { kind: 'promql', expr: 'up == 0', severity: 'critical' },
      annotations: {
        summary: '{{ $labels.instance }} of {{ $labels.job }} is down',
        description: 'The target {{ $labels.instance }} of the job {{ $labels.job }} does not answer scrapes. Look at its error under Targets; then check that the machine is up, the exporter runs, and the port can be reached from Nines.',
      },
    },
  },
  {
    key: 'host_silent',
    rule: {
      name: 'Host sends no data', group, intervalMs: 60_000, forMs: minutes(1),
      description: 'A host that sent samples within the last six hours sends none any more. Scraped targets have a rule of their own.',
      condition: {
        kind: 'promql', severity: 'critical',
        expr: 'group by (job, instance) (last_over_time({__name__=~"system_cpu_usage_percent|system_cpu_utilization_ratio|system_cpu_time_seconds_total"}[6h]))'
          + ' unless group by (job, instance) (last_over_time({__name__=~"system_cpu_usage_percent|system_cpu_utilization_ratio|system_cpu_time_seconds_total"}[3m]))',
      },
      annotations: {
        summary: `${host} sends no data`,
        description: `No sample came from ${host} for 3 minutes. Check that the machine is up and that its agent (for this machine: Nines itself) runs and reaches Nines. If it was taken away for good, resolve this alert.`,
      },
    },
  },
  {
    key: 'certificate_expiry',
    rule: {
      name: 'Certificate expires soon', group: 'certificates', intervalMs: 300_000, forMs: minutes(10),
      description: 'The first certificate of a chain that expires, as the blackbox exporter sees it.',
      condition: levelsOf('certificate_days', '(probe_ssl_earliest_cert_expiry - time()) / 86400', { comparison: '<' }),
      annotations: {
        summary: `The certificate of ${host} expires in {{ $value | printf "%.1f" }} days`,
        description: `A certificate of ${host} expires in {{ $value | printf "%.1f" }} days. Renew it, install it with its whole chain, and reload the server; then find out why the renewal did not run by itself.`,
      },
    },
  },
];

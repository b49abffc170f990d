import { healthCharts } from './charts';
import type { HealthMetric, HealthReading } from './metrics';
import type { HealthSample } from './sample';
import type { CoreReport, HealthFrame, HealthReport, InterfaceReport, MountReport } from './schemas';
import type { HealthStatus } from './status';

const maxRows = 32;

/** The report of a sample, without the series of the charts. */
export function reportOf(sample: HealthSample, status: HealthStatus): HealthReport {
  return {
    at: sample.at,
    seq: sample.seq,
    latenessMs: Math.round(sample.latenessMs * 10) / 10,
    instance: sample.instance,
    state: status.state,
    since: status.since,
    sentence: status.sentence,
    advice: status.advice,
    vitals: status.vitals.map(({ id, value, state, since, reason, threshold }) => ({ id, value: value === null ? null : rounded(value), state, since, reason, threshold })),
    unknown: sample.unknown,
  };
}

/** What one tick pushes to every viewer: bounded, however many mounts, interfaces and cores there are. */
export function frameOf(sample: HealthSample, status: HealthStatus): HealthFrame {
  const byName = groupByName(sample.readings);
  return {
    ...reportOf(sample, status),
    values: lineValues(byName),
    mounts: mountsOf(byName),
    interfaces: interfacesOf(byName),
    cores: coresOf(byName),
  };
}

/** The key of a chart's line, shared by live frames and stored series. */
export function lineKey(chartId: string, label: string): string {
  return `${chartId}/${label}`;
}

type ByName = Map<HealthMetric, HealthReading[]>;

function groupByName(readings: readonly HealthReading[]): ByName {
  const groups: ByName = new Map();
  for (const reading of readings) {
    const group = groups.get(reading.name);
    if (group) group.push(reading);
    else groups.set(reading.name, [reading]);
  }
  return groups;
}

function lineValues(byName: ByName): Record<string, number> {
  const values: Record<string, number> = {};
  for (const chart of healthCharts) {
    for (const line of chart.lines) {
      const matching = (byName.get(line.metric) ?? []).filter((reading) => hasLabels(reading, line.labels));
      const by = 'by' in line ? line.by : undefined;
      for (const reading of by ? largest(matching, maxRows) : matching.slice(0, 1)) {
        values[lineKey(chart.id, by ? (reading.labels[by] ?? '') : line.label)] = rounded(reading.value);
      }
    }
  }
  return values;
}

/** The largest few, so that a machine with a hundred devices shows those that matter. */
function largest(readings: HealthReading[], count: number): HealthReading[] {
  return readings.length <= count ? readings : [...readings].sort((a, b) => b.value - a.value).slice(0, count);
}

function hasLabels(reading: HealthReading, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([key, value]) => reading.labels[key] === value);
}

function mountsOf(byName: ByName): MountReport[] {
  const fullest = largest(byName.get('system_disk_usage_percent') ?? [], maxRows);
  return fullest.map((reading) => {
    const { mountpoint = '', device = '', fstype = '' } = reading.labels;
    return {
      mountpoint,
      device,
      fstype,
      usagePercent: rounded(reading.value),
      usedBytes: valueAt(byName, 'system_disk_usage_bytes', 'mountpoint', mountpoint),
      totalBytes: valueAt(byName, 'system_disk_total_bytes', 'mountpoint', mountpoint),
      inodesPercent: valueAt(byName, 'system_disk_inodes_usage_percent', 'mountpoint', mountpoint),
    };
  });
}

function interfacesOf(byName: ByName): InterfaceReport[] {
  const busiest = largest(byName.get('system_network_bytes_received_total') ?? [], maxRows);
  return busiest.map((reading) => {
    const name = reading.labels.interface ?? '';
    const at = (metric: HealthMetric) => valueAt(byName, metric, 'interface', name);
    return {
      interface: name,
      receivedBytesPerSecond: at('system_network_received_bytes_per_second'),
      sentBytesPerSecond: at('system_network_sent_bytes_per_second'),
      errorsTotal: at('system_network_errors_total'),
      dropsTotal: at('system_network_drops_total'),
    };
  });
}

function coresOf(byName: ByName): CoreReport[] {
  const cores = (byName.get('system_cpu_core_usage_percent') ?? []).slice(0, maxRows * 4);
  return cores.map((reading) => ({ cpu: reading.labels.cpu ?? '', usagePercent: rounded(reading.value) }));
}

function valueAt(byName: ByName, metric: HealthMetric, label: string, value: string): number | null {
  const found = byName.get(metric)?.find((reading) => reading.labels[label] === value);
  return found ? rounded(found.value) : null;
}

/** Five significant digits: more than a screen shows, and a third of the bytes. Whole numbers stay exact. */
function rounded(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(5));
}

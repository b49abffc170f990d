import { describe, expect, it } from 'vitest';
import { frameOf, reportOf } from './frame';
import type { HealthMetric, HealthReading } from './metrics';
import type { HealthSample } from './sample';
import { HealthFrame, HealthReport } from './schemas';
import { stepHealth } from './status';

const at = Date.UTC(2026, 0, 5, 3, 0, 0);

function reading(name: HealthMetric, value: number, labels: Record<string, string> = {}): HealthReading {
  return { name, value, labels: { ...labels, instance: 'web-1' } };
}

function sampleOf(...readings: HealthReading[]): HealthSample {
  return { at, seq: 7, latenessMs: 1.26, instance: 'web-1', readings, unknown: [{ source: 'tcp', reason: 'Not here.' }] };
}

function frame(...readings: HealthReading[]): HealthFrame {
  const sample = sampleOf(...readings);
  return frameOf(sample, stepHealth(null, sample, {}));
}

describe('frameOf', () => {
  it('has the form that is declared, also of a machine of which nothing is known', () => {
    const empty = frame();
    expect(HealthFrame.parse(empty)).toEqual(empty);
    expect(empty).toMatchObject({ values: {}, mounts: [], interfaces: [], cores: [], unknown: [{ source: 'tcp', reason: 'Not here.' }] });
  });

  it('gives each line of a chart its value, by its labels', () => {
    const { values } = frame(
      reading('system_cpu_mode_percent', 3, { mode: 'user' }),
      reading('system_cpu_mode_percent', 0, { mode: 'iowait' }),
      reading('system_load1', 0.5),
      reading('system_disk_usage_percent', 80, { mountpoint: '/' }),
      reading('system_disk_usage_percent', 20, { mountpoint: '/mnt/a b' }),
    );
    expect(values).toEqual({ 'cpu/user': 3, 'cpu/iowait': 0, 'load/1 min': 0.5, 'disk_usage//': 80, 'disk_usage//mnt/a b': 20 });
  });

  it('has for a mount what is known of it, and null, never zero, for the rest', () => {
    const mount = { mountpoint: '/', device: '/dev/vda1', fstype: 'ext4' };
    expect(frame(reading('system_disk_usage_percent', 80, mount), reading('system_disk_usage_bytes', 8e9, mount)).mounts).toEqual([
      { ...mount, usagePercent: 80, usedBytes: 8e9, totalBytes: null, inodesPercent: null },
    ]);
    expect(frame(reading('system_network_bytes_received_total', 5, { interface: 'eth0' })).interfaces).toEqual([
      { interface: 'eth0', receivedBytesPerSecond: null, sentBytesPerSecond: null, errorsTotal: null, dropsTotal: null },
    ]);
  });

  it('stays small on a huge machine, with what matters most', () => {
    const many = Array.from({ length: 500 }, (_, index) => [
      reading('system_disk_usage_percent', index / 5, { mountpoint: `/mnt/${index}` }),
      reading('system_network_bytes_received_total', index, { interface: `veth${index}` }),
      reading('system_cpu_core_usage_percent', 50, { cpu: String(index) }),
    ]).flat();
    const huge = frame(...many);
    expect(huge.mounts).toHaveLength(32);
    expect(huge.mounts[0]?.mountpoint).toBe('/mnt/499');
    expect(huge.interfaces).toHaveLength(32);
    expect(huge.cores).toHaveLength(128);
    expect(Object.keys(huge.values).filter((key) => key.startsWith('disk_usage/'))).toHaveLength(32);
    expect(JSON.stringify(huge).length).toBeLessThan(32_768);
  });

  it('keeps hostile names what they are', () => {
    const { values, mounts } = frame(reading('system_disk_usage_percent', 1, { mountpoint: '__proto__' }));
    expect(values).toEqual({ 'disk_usage/__proto__': 1 });
    expect(mounts[0]?.mountpoint).toBe('__proto__');
  });

  it('rounds to five digits and leaves whole numbers exact', () => {
    const { values } = frame(reading('system_load1', 0.123456789), reading('system_memory_usage_bytes', 123_456_789_012));
    expect(values).toEqual({ 'load/1 min': 0.12346, 'memory/used': 123_456_789_012 });
  });
});

describe('reportOf', () => {
  it('has the form that is declared and no series', () => {
    const sample = sampleOf(reading('system_cpu_usage_percent', 12.3456789));
    const report = reportOf(sample, stepHealth(null, sample, {}));
    expect(HealthReport.parse(report)).toEqual(report);
    expect(report).toMatchObject({ at, seq: 7, latenessMs: 1.3, instance: 'web-1' });
    expect(report.vitals.find(({ id }) => id === 'cpu')).toMatchObject({ value: 12.346, state: 'ok' });
    expect(Object.keys(report)).not.toContain('values');
  });

  it('names the levels that each vital is judged by, of one that is unknown too', () => {
    const sample = sampleOf(reading('system_cpu_usage_percent', 12));
    const { vitals } = reportOf(sample, stepHealth(null, sample, { cpu: { warning: 50, critical: 60 }, disk: { warning: 70, critical: 75 } }));
    expect(Object.fromEntries(vitals.map(({ id, threshold }) => [id, threshold]))).toEqual({
      cpu: { warning: 50, critical: 60 }, memory: { warning: 80, critical: 95 }, disk: { warning: 70, critical: 75 }, network_latency: { warning: 0.1, critical: 0.5 },
      response_time: { warning: 1, critical: 5 }, active_connections: null, error_rate: { warning: 1, critical: 5 }, throughput: null,
    });
  });
});

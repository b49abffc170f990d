import { describe, expect, it } from 'vitest';
import { hostCatalogue } from './catalogue';
import { summariseHost, type HostReadings } from './summarise';

const nowMs = Date.UTC(2026, 2, 5, 12);
const source = hostCatalogue.node_exporter;
const readings: HostReadings = {
  identity: { source: 'node_exporter', job: 'node', instance: '10.0.0.1:9100', hostName: '' },
  name: 'web-1',
  lastSeenAtMs: nowMs - 5_000,
  intervalMs: 15_000,
  measured: { cpu: { value: 12, subject: null }, disk: { value: 83, subject: '/var' }, network_latency: { value: 2_048, subject: null } },
};

describe('summariseHost', () => {
  it('takes the worst vital for the state and its reason', () => {
    const host = summariseHost(source, readings, nowMs, {});
    expect(host).toMatchObject({ state: 'warning', isStale: false, reason: 'Disk: 83 % (/var), at or above the warning level of 80 %.' });
  });

  it('has all eight vitals, and for each that is unknown a reason instead of a zero', () => {
    const { vitals } = summariseHost(source, readings, nowMs, {});
    expect(vitals).toHaveLength(8);
    const unknown = vitals.filter(({ state }) => state === 'unknown');
    expect(unknown.map(({ id }) => id)).toEqual(['memory', 'response_time', 'active_connections', 'error_rate', 'throughput']);
    for (const vital of unknown) expect(vital).toMatchObject({ value: null, reason: expect.stringMatching(/\.$/) });
    expect(vitals.find(({ id }) => id === 'memory')?.reason).toContain('node_memory_MemAvailable_bytes');
  });

  it('shows network I/O where a source measures no latency, and judges it by no level of latency', () => {
    const network = summariseHost(source, readings, nowMs, {}).vitals.find(({ id }) => id === 'network_latency');
    expect(network).toMatchObject({ title: 'Network I/O', unit: 'bytes_per_second', state: 'ok', reason: 'Network I/O: 2 KiB/s.' });
  });

  it.each([
    ['the defaults', {}, 'warning', 'Disk: 83 % (/var), at or above the warning level of 80 %.'],
    ['a stricter critical level', { disk: { warning: 50, critical: 83 } }, 'critical', 'Disk: 83 % (/var), at or above the critical level of 83 %.'],
    ['a milder warning level', { disk: { warning: 84, critical: 90 } }, 'ok', 'All that is measured is well.'],
    ['a level of another vital', { disk: { warning: 84, critical: 90 }, cpu: { warning: 5, critical: 95 } }, 'warning', 'CPU: 12 %, at or above the warning level of 5 %.'],
    ['levels of latency, which it does not measure', { disk: { warning: 84, critical: 90 }, network_latency: { warning: 1, critical: 2 } }, 'ok', 'All that is measured is well.'],
  ])('judges by the levels of the tenant: %s', (_, thresholds, state, reason) => {
    expect(summariseHost(source, readings, nowMs, thresholds)).toMatchObject({ state, reason });
  });

  it('names the levels of each vital, none where it measures something else or nothing, and those of a silent host too', () => {
    const thresholds = { cpu: { warning: 50, critical: 60 }, network_latency: { warning: 1, critical: 2 }, error_rate: { warning: 3, critical: 4 } };
    for (const lastSeenAtMs of [readings.lastSeenAtMs, null]) {
      const { vitals } = summariseHost(source, { ...readings, lastSeenAtMs }, nowMs, thresholds);
      expect(vitals.flatMap(({ id, threshold }) => (threshold ? [[id, threshold.warning]] : []))).toEqual([['cpu', 50], ['memory', 80], ['disk', 80]]);
    }
  });

  it.each([
    [59_000, 15_000, false],
    [61_000, 15_000, true],
    [170_000, 60_000, false],
    [181_000, 60_000, true],
    [61_000, null, true],
  ])('after %d ms of silence at an interval of %s ms is stale: %s', (silentMs, intervalMs, isStale) => {
    const host = summariseHost(source, { ...readings, lastSeenAtMs: nowMs - silentMs, intervalMs }, nowMs, {});
    expect(host.isStale).toBe(isStale);
    if (isStale) expect(host).toMatchObject({ state: 'unknown', reason: 'No samples arrive any more.' });
    if (isStale) expect(host.vitals.every(({ value }) => value === null)).toBe(true);
  });

  it('is unknown, not well, when nothing is measured', () => {
    expect(summariseHost(source, { ...readings, measured: {} }, nowMs, {})).toMatchObject({ state: 'unknown', reason: 'None of the vitals can be measured yet.' });
  });
});

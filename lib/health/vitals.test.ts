import { describe, expect, it } from 'vitest';
import { drawnMetrics, healthCharts } from './charts';
import { healthMetrics, type HealthMetric, type HealthReading } from './metrics';
import type { HealthSample, UnknownSource } from './sample';
import { measureVital, stateOf, thresholdOf, vitalIds, vitals, type Threshold, type VitalDefinition, type VitalId, type VitalThresholds } from './vitals';

const at = Date.UTC(2026, 0, 5, 3, 0, 0);

function definitionOf(id: VitalId): VitalDefinition {
  const found = vitals.find((each) => each.id === id);
  if (!found) throw new Error(`There is no vital ${id}.`);
  return found;
}

function measure(id: VitalId, readings: [name: HealthMetric, value: number, labels?: Record<string, string>][], unknown: UnknownSource[] = []) {
  const told = readings.map(([name, value, labels = {}]): HealthReading => ({ name, value, labels }));
  const sample: HealthSample = { at, seq: 1, latenessMs: 0, instance: 'web-1', readings: told, unknown };
  return measureVital(definitionOf(id), sample);
}

describe('the vitals', () => {
  it('are the eight of the tiles, in order, each of a metric that exists', () => {
    expect(vitals.map(({ id }) => id)).toEqual([...vitalIds]);
    for (const { metric, title, advice } of vitals) {
      expect(Object.keys(healthMetrics)).toContain(metric);
      expect(title).not.toBe('');
      expect(advice).toMatch(/\.$/);
    }
  });

  it('warn before they are critical', () => {
    for (const { threshold } of vitals) if (threshold) expect(threshold.warning).toBeLessThan(threshold.critical);
  });

  it('have charts that read each of their metrics once', () => {
    const lines = healthCharts.flatMap(({ lines: each }): { metric: HealthMetric }[] => [...each]);
    expect(new Set(drawnMetrics)).toEqual(new Set(lines.map(({ metric }) => metric)));
    expect(new Set(drawnMetrics).size).toBe(drawnMetrics.length);
  });
});

describe('measureVital', () => {
  it('takes the worst of several and names it', () => {
    expect(measure('disk', [['system_disk_usage_percent', 40, { mountpoint: '/' }], ['system_disk_usage_percent', 90, { mountpoint: '/var' }], ['system_disk_usage_percent', 50, { mountpoint: '/srv' }]]))
      .toEqual({ value: 90, subject: '/var' });
    expect(measure('network_latency', [['system_network_latency_seconds', 0.02, { target: '192.0.2.1:443' }]])).toEqual({ value: 0.02, subject: '192.0.2.1:443' });
  });

  it('takes zero for a value', () => {
    expect(measure('error_rate', [['nines_error_rate_percent', 0]])).toEqual({ value: 0, subject: null });
  });

  it('takes the reading with its labels alone', () => {
    const { labels, metric } = definitionOf('response_time');
    expect(measure('response_time', [[metric, 9, {}], [metric, 0.2, labels], [metric, 5, { percentile: '99' }]])).toEqual({ value: 0.2, subject: null });
  });

  const unknown: [what: string, id: VitalId, causes: UnknownSource[], reason: string][] = [
    ['its source', 'cpu', [{ source: 'cpu', reason: '/proc/stat cannot be read.' }], '/proc/stat cannot be read.'],
    ['a part of its source', 'response_time', [{ source: 'service:response-time', reason: 'Nothing was answered.' }], 'Nothing was answered.'],
    ['no source that begins alike', 'disk', [{ source: 'disk-io', reason: 'Not this one.' }], 'Not measured on this system.'],
    ['nothing', 'memory', [], 'Not measured on this system.'],
  ];
  it.each(unknown)('is unknown by the reason of %s', (_, id, causes, reason) => {
    expect(measure(id, [], causes)).toEqual({ value: null, reason });
  });
});

describe('thresholdOf', () => {
  const changed = { warning: 1, critical: 2 };
  const cases: [what: string, id: VitalId, thresholds: VitalThresholds, expected: Threshold | null][] = [
    ['the tenant’s levels', 'cpu', { cpu: changed }, changed],
    ['the defaults where the tenant has none', 'cpu', { memory: changed }, { warning: 80, critical: 95 }],
    ['nothing for a vital without levels', 'throughput', { cpu: changed }, null],
  ];
  it.each(cases)('is %s', (_, id, thresholds, expected) => {
    expect(thresholdOf(definitionOf(id), thresholds)).toEqual(expected);
  });
});

describe('stateOf', () => {
  const threshold = { warning: 80, critical: 95 };
  const told: [value: number, state: string][] = [[0, 'ok'], [79.99, 'ok'], [80, 'warning'], [94.99, 'warning'], [95, 'critical'], [1e9, 'critical'], [-5, 'ok']];
  it.each(told)('of %f is %s', (value, state) => {
    expect(stateOf(value, threshold)).toBe(state);
  });

  it('is ok where there are no levels', () => {
    expect(stateOf(1e9, null)).toBe('ok');
  });
});

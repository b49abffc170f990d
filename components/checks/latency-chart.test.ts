import { expect, test } from 'vitest';
import { latencyChart } from './latency-chart';

const base = { times: [0, 60_000, 120_000], averageMs: [10, null, 30], p50Ms: 10, p95Ms: 30, p99Ms: 30 };

test('the phases are upon each other, and a gap stays a gap', () => {
  const chart = latencyChart({ ...base, phases: [{ phase: 'dns', averageMs: [1, null, 2] }, { phase: 'tls', averageMs: [null, null, null] }, { phase: 'first_byte', averageMs: [9, null, 28] }] });
  expect(chart?.definition.stacked).toBe(true);
  expect(chart?.report.lines).toEqual([
    { key: 'dns', label: 'Name', values: [0.001, null, 0.002] },
    { key: 'first_byte', label: 'First byte', values: [0.009, null, 0.028] },
  ]);
  expect(chart?.window).toEqual({ fromMs: 0, toMs: 120_000, stepMs: 60_000 });
});

test('without phases the whole time is one line, and without times there is no chart', () => {
  expect(latencyChart({ ...base, phases: [] })?.report.lines).toEqual([{ key: 'whole', label: 'average', values: [0.01, null, 0.03] }]);
  expect(latencyChart({ ...base, times: [0], averageMs: [10], phases: [] })).toBeNull();
});

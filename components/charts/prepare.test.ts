import { describe, expect, test } from 'vitest';
import type { ChartDefinition } from '@/lib/health/charts';
import type { ChartReport } from '@/lib/health/schemas';
import type { Threshold } from '@/lib/health/vitals';
import { indexAt, prepareChart, summarise } from './prepare';

const window = { fromMs: 1_700_000_000_000, toMs: 1_700_000_004_000, stepMs: 1_000 };
const none: ReadonlySet<string> = new Set();
const levels: Threshold = { warning: 70, critical: 90 };
const latencyLevels: Threshold = { warning: 0.1, critical: 0.5 };
const cpu: ChartDefinition = { id: 'cpu', title: 'CPU', unit: 'percent', stacked: true, max: 100, vital: 'cpu', lines: [] };
const latency: ChartDefinition = {
  id: 'network_latency', title: 'Network latency', unit: 'seconds', stacked: false, vital: 'network_latency', lines: [],
};

function report(lines: Record<string, (number | null)[]>): ChartReport {
  return {
    id: 'x',
    lines: Object.entries(lines).map(([label, values]) => ({ key: `x/${label}`, label, values })),
    leftOut: 0,
  };
}

test('a gap stays a gap and never becomes zero', () => {
  const chart = prepareChart(cpu, report({ user: [10, null, 30, 12] }), window, none, levels);
  expect(chart.lines[0]?.high).toEqual([10, null, 30, 12]);
  expect(chart.points).toBe(4);
  expect(chart.timeDomain).toEqual([window.fromMs, window.fromMs + 3_000]);
});

test('a unit with a natural end is drawn to that end, with its levels', () => {
  const chart = prepareChart(cpu, report({ user: [3, 4] }), window, none, levels);
  expect(chart.valueDomain).toEqual([0, 100]);
  expect(chart.levels).toEqual([{ state: 'warning', value: 70 }, { state: 'critical', value: 90 }]);
});

test('without levels none is drawn, whatever the chart is of', () => {
  expect(prepareChart(cpu, report({ user: [99] }), window, none, null).levels).toEqual([]);
});

describe('a level far above the values does not flatten them', () => {
  test('far: the level is left out', () => {
    const chart = prepareChart(latency, report({ a: [0.001, 0.002] }), window, none, latencyLevels);
    expect(chart.levels).toEqual([]);
    expect(chart.valueDomain[1]).toBeLessThan(0.005);
  });
  test('near: the scale reaches the level', () => {
    const chart = prepareChart(latency, report({ a: [0.06] }), window, none, latencyLevels);
    expect(chart.levels).toEqual([{ state: 'warning', value: 0.1 }]);
  });
});

test('a hidden line keeps its colour and its place, and does not scale the chart', () => {
  const values = report({ small: [1, 2], large: [1e9, 1e9] });
  const chart = prepareChart({ ...latency, unit: 'bytes', vital: undefined }, values, window, new Set(['x/large']), null);
  expect(chart.valueDomain[1]).toBeLessThan(10);
  expect(chart.lines.map((line) => line.colour)).toEqual(['var(--chart-1)', 'var(--chart-2)']);
});

describe('stacked lines', () => {
  const stack = { a: [40, null], b: [50, 20], c: [1, 1] };
  test('stand on those below, where a gap counts nothing, and are scaled by their sum', () => {
    const chart = prepareChart({ ...cpu, max: undefined }, report(stack), window, none, levels);
    expect(chart.lines.map((line) => line.high)).toEqual([[40, null], [90, 20], [91, 21]]);
    expect(chart.lines.map((line) => line.low)).toEqual([[0, 0], [40, 0], [90, 20]]);
    expect(chart.valueDomain[1]).toBeGreaterThanOrEqual(91);
  });
  test('close up when one is hidden', () => {
    const chart = prepareChart({ ...cpu, max: undefined }, report(stack), window, new Set(['x/b']), levels);
    expect(chart.lines[2]?.high).toEqual([41, 1]);
  });
});

test('an absent chart is empty and says so', () => {
  const chart = prepareChart(cpu, undefined, window, none, levels);
  expect(chart.isEmpty).toBe(true);
  expect(chart.levels).toEqual([]);
  expect(chart.timeDomain).toEqual([window.fromMs, window.toMs]);
  expect(summarise(cpu, chart, 'last 5 min')).toBe('CPU, last 5 min: no data.');
});

test('the summary names the present and the largest value with units', () => {
  const chart = prepareChart(cpu, report({ user: [12, 40, 12], idle: [1, 2, null] }), window, none, levels);
  expect(summarise(cpu, chart, 'last 5 min')).toBe(
    'CPU, last 5 min: user now 12 %, max 40 %; idle now unknown, max 2 %.',
  );
});

test('the crosshair snaps to the nearest point and knows when it is outside', () => {
  expect(indexAt(window.fromMs + 1_499, window, 4)).toBe(1);
  expect(indexAt(window.fromMs + 1_500, window, 4)).toBe(2);
  expect(indexAt(window.fromMs - 501, window, 4)).toBeNull();
  expect(indexAt(window.fromMs + 3_600, window, 4)).toBeNull();
});

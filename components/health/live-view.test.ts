import { expect, test } from 'vitest';
import type { HealthDashboard, HealthFrame } from '@/lib/health/schemas';
import type { Threshold } from '@/lib/health/vitals';
import { appendFrame, startLive, type LiveView } from './live-view';

const t0 = 1_700_000_000_000;
const points = 300;

function frame(second: number, values: Record<string, number>, cpu: number | null = 10, threshold: Threshold | null = { warning: 80, critical: 95 }): HealthFrame {
  return {
    at: t0 + second * 1000, seq: second, latenessMs: 0, instance: 'web-1', state: 'ok', since: t0, sentence: 'All is well.', advice: null,
    vitals: [{ id: 'cpu', value: cpu, state: cpu === null ? 'unknown' : 'ok', since: t0, reason: '', threshold }],
    unknown: [], values, mounts: [], interfaces: [], cores: [],
  };
}

function dashboard(range: HealthDashboard['range'] = 'live'): HealthDashboard {
  return {
    frame: frame(0, {}),
    sparklines: [{ id: 'cpu', values: Array.from({ length: 60 }, () => 10), trend: 0 }],
    range,
    window: { fromMs: t0 - 299_000, toMs: t0 + 1_000, stepMs: 1_000 },
    resolution: 'raw',
    charts: [
      { id: 'cpu', leftOut: 0, lines: [{ key: 'cpu/user', label: 'user', values: Array.from({ length: points }, (_, at) => at) }] },
    ],
  };
}

const line = (view: LiveView, chart = 'cpu', at = 0) => view.charts.find((each) => each.id === chart)?.lines[at];

test('each second moves the window on by one point and keeps the number of points', () => {
  const view = appendFrame(startLive(dashboard()), frame(1, { 'cpu/user': 77 }));
  expect(line(view)?.values).toHaveLength(points);
  expect(line(view)?.values.slice(-2)).toEqual([299, 77]);
  expect(line(view)?.values[0]).toBe(1);
  expect(view.window).toEqual({ fromMs: t0 - 298_000, toMs: t0 + 2_000, stepMs: 1_000 });
});

test('seconds without a frame are gaps', () => {
  const view = appendFrame(startLive(dashboard()), frame(4, { 'cpu/user': 77 }));
  expect(line(view)?.values.slice(-5)).toEqual([299, null, null, null, 77]);
});

test('a line that a frame does not carry has a gap there', () => {
  expect(line(appendFrame(startLive(dashboard()), frame(1, {})))?.values.slice(-2)).toEqual([299, null]);
});

test('a pause longer than the window leaves nothing old on it', () => {
  const view = appendFrame(startLive(dashboard()), frame(10_000, { 'cpu/user': 5 }));
  expect(line(view)?.values.filter((value) => value !== null)).toEqual([5]);
  expect(line(view)?.values).toHaveLength(points);
});

test('the memory stays bounded over a day', () => {
  let view = startLive(dashboard());
  for (let second = 1; second <= 3_600; second += 1) view = appendFrame(view, frame(second, { 'cpu/user': second }));
  expect(line(view)?.values).toHaveLength(points);
  expect(line(view)?.values.at(-1)).toBe(3_600);
});

test('a frame that is replayed after a refetch fills its own second and an older one is ignored', () => {
  const view = appendFrame(startLive(dashboard()), frame(0, { 'cpu/user': 42 }));
  expect(line(view)?.values.at(-1)).toBe(42);
  expect(appendFrame(view, frame(-3, { 'cpu/user': 1 }))).toBe(view);
});

test('a line that appears while watching is drawn from then on, at most eight a chart', () => {
  const values = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`network_sent/eth${at}`, at]));
  const view = appendFrame(startLive(dashboard()), frame(1, values));
  const chart = view.charts.find((each) => each.id === 'network_sent');
  expect(chart?.lines).toHaveLength(8);
  expect(chart?.lines[1]?.label).toBe('eth1');
  expect(chart?.lines[1]?.values.slice(-2)).toEqual([null, 1]);
});

test('with another range the charts stand still while the numbers follow', () => {
  const start = startLive(dashboard('1h'));
  const view = appendFrame(start, frame(1, { 'cpu/user': 77 }));
  expect(view.charts).toBe(start.charts);
  expect(view.frame.at).toBe(t0 + 1000);
});

const levelChanges: [what: string, next: Threshold | null, isSame: boolean][] = [
  ['that stay as they are', { warning: 80, critical: 95 }, true],
  ['with another warning', { warning: 70, critical: 95 }, false],
  ['with another critical', { warning: 80, critical: 90 }, false],
  ['that are gone', null, false],
];
test.each(levelChanges)('levels %s are those of the frame, and a new object only when they differ', (_, next, isSame) => {
  const start = startLive(dashboard('1h'));
  const view = appendFrame(start, frame(1, {}, 10, next));
  expect(start.thresholds).toEqual({ cpu: { warning: 80, critical: 95 } });
  expect(view.thresholds).toEqual({ cpu: next });
  expect(view.thresholds === start.thresholds).toBe(isSame);
});

test('levels follow a frame that comes after the clock was set back', () => {
  const view = appendFrame(startLive(dashboard()), { ...frame(-60, {}, 10, { warning: 1, critical: 2 }), seq: 1 });
  expect(view.thresholds).toEqual({ cpu: { warning: 1, critical: 2 } });
});

test('sparklines gather five seconds a value and the trend follows', () => {
  let view = startLive(dashboard());
  for (let second = 1; second <= 60; second += 1) view = appendFrame(view, frame(second, {}, 30));
  expect(view.sparklines[0]?.values).toHaveLength(60);
  expect(view.sparklines[0]?.values.at(-1)).toBe(30);
  expect(view.sparklines[0]?.trend).toBeGreaterThan(15);
});

test('an unknown vital leaves a gap in its sparkline', () => {
  let view = startLive(dashboard());
  for (let second = 1; second <= 12; second += 1) view = appendFrame(view, frame(second, {}, null));
  expect(view.sparklines[0]?.values.at(-1)).toBeNull();
});

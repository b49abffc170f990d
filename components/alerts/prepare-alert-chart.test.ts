import { expect, test } from 'vitest';
import { alertWith, startMs } from './fixture';
import { momentsOf, prepareAlertChart, seriesOfAlert, windowAround } from './prepare-alert-chart';

const window = { fromMs: 0, toMs: 4_000, stepMs: 1_000 };
const seriesOf = (values: number[], labels: Record<string, string> = {}) => ({ labels, times: values.map((_, index) => index * 1_000), values });

test.each<[string, number[], number[], number[], number]>([
  ['a level above the values is reached', [10, 20, 30], [80], [80], 80],
  ['a level within the values costs nothing', [10, 90], [80], [80], 90],
  ['a level below values that hardly move is reached', [99.4, 100], [80, 95], [80, 95], 100],
  ['a level far away is left out rather than flattening the line', [1, 2], [5_000], [], 2],
  ['a negative level is reached downwards', [-5, 5], [-20], [-20], 5],
])('%s', (_, values, levels, drawn, highest) => {
  const chart = prepareAlertChart([seriesOf(values)], window, levels.map((value) => ({ severity: 'warning', value })));
  expect(chart.levels.map(({ value }) => value)).toEqual(drawn);
  expect(chart.valueDomain[1]).toBeGreaterThanOrEqual(highest);
  expect(chart.valueDomain[0]).toBeLessThanOrEqual(Math.min(...values, ...drawn));
  expect(chart.valueTicks.length).toBeLessThan(10);
});

test('without data there is no level, and an informational level is not drawn', () => {
  expect(prepareAlertChart([], window, [{ severity: 'critical', value: 1 }]).levels).toEqual([]);
  expect(prepareAlertChart([seriesOf([1, 2])], window, [{ severity: 'info', value: 1 }]).levels).toEqual([]);
});

test('of many series the alert’s own is drawn; all when none is known to be', () => {
  const [one, two] = [seriesOf([1], { instance: 'web-1', cpu: '0' }), seriesOf([2], { instance: 'web-2' })];
  expect(seriesOfAlert([one, two], { instance: 'web-1' })).toEqual([one]);
  expect(seriesOfAlert([one, two], { instance: 'web-3' })).toEqual([one, two]);
});

test('the window has few enough points and ends on its grid', () => {
  const { fromMs, toMs, stepMs } = windowAround(1_000_500, 1_000_500 + 6 * 3_600_000);
  expect((toMs - fromMs) / stepMs).toBeLessThan(400);
  expect(toMs % stepMs).toBe(0);
});

test('moments outside of the window are left out, and of two at once the later step stands', () => {
  const alert = alertWith({ acknowledgedAt: startMs + 1_000, resolvedAt: startMs + 90_000 });
  expect(momentsOf(alert, [startMs, startMs + 5_000])).toEqual([
    { word: 'Fired', atMs: startMs },
    { word: 'Acknowledged', atMs: startMs + 1_000 },
  ]);
});

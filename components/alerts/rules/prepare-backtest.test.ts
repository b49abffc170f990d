import { expect, test } from 'vitest';
import type { BacktestAnswer, Occurrence } from '@/lib/alerts/rules/api';
import { backtestSentence, finerFrom, seriesOfChart, shadesOf, windowOfChart } from './prepare-backtest';

const hour = 3_600_000;
const to = 30 * 24 * hour;
const at = (firedAt: number, endsAt: number | null, severity: Occurrence['severity'] = 'warning'): Occurrence => ({ severity, fingerprint: 'f', labels: {}, startsAt: firedAt, firedAt, endsAt, peak: 1 });
const nothing: BacktestAnswer = {
  from: 0, to, stepMs: 60_000, resolutions: ['raw'], dataFrom: 0, occurrences: [], total: 0, bySeverity: [], noisiest: [],
  chart: { stepMs: hour, series: [], totalSeries: 0, levels: [] }, tookMs: 1, notes: [],
};

test.each<[string, Partial<BacktestAnswer>, string]>([
  ['never', {}, 'In the last 30 d it would not have fired.'],
  ['no data', { dataFrom: null }, 'There is no data of this rule in the last 30 days, so nothing can be said.'],
  ['little data', { dataFrom: to - 5 * hour }, 'In the 5 h with data it would not have fired.'],
  ['once', { total: 1, occurrences: [at(0, 2 * hour)], bySeverity: [{ severity: 'warning', count: 1, totalMs: 2 * hour, medianMs: 2 * hour }] }, 'In the last 30 d it would have fired once, for 2 h in total.'],
  [
    'often, and still',
    { total: 2, occurrences: [at(0, hour), at(to - 3 * hour, null)], bySeverity: [{ severity: 'warning', count: 2, totalMs: 4 * hour, medianMs: hour }] },
    'In the last 30 d it would have fired 2 times, for 4 h in total, the longest time for 3 h.',
  ],
])('the answer of a backtest in words: %s', (_, change, expected) => expect(backtestSentence({ ...nothing, ...change })).toBe(expected));

test('data that is younger than most of the window is looked at again, from where it begins', () => {
  expect(finerFrom(nothing)).toBeNull();
  expect(finerFrom({ ...nothing, dataFrom: null })).toBe(to - hour);
  expect(finerFrom({ ...nothing, dataFrom: to - 5 * hour })).toBe(to - 6 * hour);
  expect(finerFrom({ ...nothing, dataFrom: null, occurrences: [at(to - hour, null)] })).toBe(to - hour);
});

test('occurrences that touch are shaded once, and the worst lies on top', () => {
  expect(shadesOf([at(10, 20, 'critical'), at(15, 30), at(0, 16), at(50, null)], 60)).toEqual([
    { severity: 'warning', fromMs: 0, toMs: 30 },
    { severity: 'warning', fromMs: 50, toMs: 60 },
    { severity: 'critical', fromMs: 10, toMs: 20 },
  ]);
});

test('the chart is on the grid of its points, and what is unknown is a gap', () => {
  const chart = { stepMs: 10, totalSeries: 1, levels: [], series: [{ labels: { a: 'b' }, points: [[13, 1], [23, null], [33, 2]] as [number, number | null][] }] };
  expect(windowOfChart({ ...nothing, from: 0, to: 45, chart })).toEqual({ fromMs: 3, toMs: 43, stepMs: 10 });
  expect(seriesOfChart(chart)).toEqual([{ labels: { a: 'b' }, times: [13, 33], values: [1, 2] }]);
});

import { describe, expect, it } from 'vitest';
import { labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import { fingerprintOf } from '../fingerprint';
import { Backtest } from './backtest';
import type { RuleTiming } from './step';

const minute = 60_000;
const timing = (changed: Partial<RuleTiming> = {}): RuleTiming => ({ forMs: 0, keepFiringForMs: 0, firing: { needed: 1, of: 1 }, noData: 'ok', ...changed });
const seriesOf = (instance: string): LabelSet => labelSetOf([['instance', instance]]);

function found(instance: string, value: number, severity = 'critical') {
  const labels = labelSetOf([['alertname', 'A'], ['instance', instance], ['severity', severity]]);
  return { fingerprint: fingerprintOf(labels), labels, series: seriesOf(instance), value };
}

/** One character a minute: `.` for nothing, a digit for a value that is found. */
function run(backtest: Backtest, story: string, instance = 'a', severity = 'critical') {
  [...story].forEach((each, index) => {
    const alerts = each === '.' ? [] : [found(instance, Number(each), severity)];
    backtest.step({ alerts, held: new Map(), data: null, isAfterGap: false }, index * minute);
  });
  return backtest.summary(story.length * minute);
}

describe('a rule on history', () => {
  it.each<[string, Partial<RuleTiming>, string, [starts: number, fired: number, ends: number | null, peak: number][]]>([
    ['nothing', {}, '.....', []],
    ['one occurrence', {}, '..123..', [[2, 2, 5, 3]]],
    ['one that lasts', {}, '...42', [[3, 3, null, 4]]],
    ['the newest first', {}, `.1${'.'.repeat(20)}2.`, [[22, 22, 23, 2], [1, 1, 2, 1]]],
    ['one that flaps as one', {}, '.1.1.1...', [[3, 3, null, 1], [1, 1, 2, 1]]],
    ['shorter than for', { forMs: 2 * minute }, '.11...', []],
    ['longer than for, with the peak from before', { forMs: 2 * minute }, '.9111..', [[1, 3, 5, 9]]],
    ['kept firing', { keepFiringForMs: 2 * minute }, '.1.1...', [[1, 1, 6, 1]]],
    ['n of m', { firing: { needed: 2, of: 3 } }, '.1.2....', [[3, 3, 4, 2]]],
  ])('tells %s', (_, changed, story, expected) => {
    const { occurrences, total } = run(new Backtest(timing(changed), Math.max), story);
    expect(occurrences.map(({ startsAt, firedAt, endsAt, peak }) => [startsAt / minute, firedAt / minute, endsAt === null ? null : endsAt / minute, peak])).toEqual(expected);
    expect(total).toBe(expected.length);
  });

  it('takes the lowest value for the peak where low values are bad', () => {
    expect(run(new Backtest(timing(), Math.min), '.352.').occurrences).toMatchObject([{ peak: 2 }]);
  });

  it('sums up by severity, those that still fire until the end', () => {
    const { bySeverity, noisiest, noisySeries } = run(new Backtest(timing(), Math.max), `1${'.'.repeat(20)}111${'.'.repeat(20)}11`);
    expect(bySeverity).toEqual([{ severity: 'critical', count: 3, totalMs: 6 * minute, medianMs: 2 * minute }]);
    expect(noisiest).toEqual([{ severity: 'critical', labels: { alertname: 'A', instance: 'a', severity: 'critical' }, count: 3, totalMs: 6 * minute }]);
    expect(noisySeries).toEqual([seriesOf('a')]);
  });

  it('keeps the newest 500 occurrences and counts all', () => {
    const backtest = new Backtest(timing(), Math.max);
    for (let index = 0; index < 3_000; index += 1) {
      backtest.step({ alerts: [found(`host-${index}`, 1, 'warning')], held: new Map(), data: null, isAfterGap: false }, index * minute);
    }
    const { occurrences, total, bySeverity, noisiest } = backtest.summary(3_000 * minute);
    expect([occurrences.length, total, noisiest.length]).toEqual([500, 3_000, 10]);
    expect(occurrences[0]?.labels.instance).toBe('host-2999');
    expect(bySeverity).toEqual([{ severity: 'warning', count: 3_000, totalMs: 3_000 * minute, medianMs: minute }]);
  });
});

import { describe, expect, it } from 'vitest';
import type { Span } from '@/lib/checks/span';
import { tallyOf, timelineOf } from '@/lib/sla/timeline';
import type { StatementObjective } from './schemas';
import { stateEvents, type StatedMonth, type StatedSettings } from './state-objective';
import { monthOf, settingsOf, spanOf, statedOf, type TestSpan } from './test-months';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
const september = monthOf('2026-09', 'UTC');
const inSeptember = (dayOfMonth: number, ms = 0) => september.fromMs + (dayOfMonth - 1) * day + ms;

/** What holds for every objective, whatever was measured. */
function expectConsistent(stated: StatementObjective, settings: StatedSettings, spans: readonly Span[], { fromMs, measuredUntilMs }: StatedMonth): void {
  const parts = settings.checks.map(({ id, from, to }) => ({ checkId: id, sinceMs: from, untilMs: to }));
  const tally = tallyOf(timelineOf(parts, spans, fromMs, measuredUntilMs), fromMs, measuredUntilMs);
  expect(stated.tally).toEqual(tally);
  const sum = (kind: string) => stated.stretches.filter((each) => each.kind === kind).reduce((ms, { from, to }) => ms + to - from, 0);
  const listed = { degradedMs: sum('degraded'), downMs: sum('down'), unknownMs: sum('unknown'), maintenanceMs: sum('maintenance') };
  const { upMs, ...lost } = tally;
  if (stated.omitted.count === 0) expect(listed).toEqual(lost);
  const total = (figures: object) => Object.values(figures).reduce((a: number, b) => a + Number(b), 0);
  expect(total(listed) + stated.omitted.ms).toBe(total(lost));
  expect(upMs + total(lost)).toBe(measuredUntilMs - fromMs);
  expect(stated.days.reduce((ms, { good }) => ms + good, 0)).toBe(stated.amount.good);
  expect(stated.days.reduce((ms, { bad }) => ms + bad, 0)).toBe(stated.amount.bad);
  expect(stated.days.reduce((ms, { good, bad, excluded }) => ms + good + bad + (excluded ?? 0), 0)).toBe(measuredUntilMs - fromMs);
}

interface Case {
  month: StatedMonth;
  checks: Record<string, { from?: string; to?: string }>;
  spans: TestSpan[];
  changed?: Partial<StatedSettings>;
  expected: object;
  /** from, to, kind and the checks that it is put down to. */
  stretches: (readonly [number, number, string, ...string[]])[];
}

const whole = (check: string, month: StatedMonth, ...rest: [state: Span['state'], maintenance?: string]): TestSpan => [check, month.fromMs, month.toMs, ...rest];
const october = monthOf('2026-10', 'Europe/Berlin');
const february = monthOf('2028-02', 'UTC');
const running = monthOf('2026-09', 'UTC', '2026-09-11T00:00:00Z');

const cases: Record<string, Case> = {
  'a month that was up is 100 % with its whole budget': {
    month: september, checks: { 1: {} }, spans: [whole('1', september, 'up')],
    expected: { percent: 100, isMet: true, amount: { good: 30 * day, bad: 0, unit: 'ms' }, budget: { total: 2_592_000, spent: 0, left: 2_592_000 }, measuredFrom: september.fromMs }, stretches: [],
  },
  'maintenance windows of two checks that overlap are one time, put down to whichever was open': {
    // 1 has 10:00 to 12:00, 2 has 11:00 to 13:00: three hours are excluded as long as nothing worse is outside of a window.
    month: september, checks: { 1: {}, 2: {} },
    spans: [
      ['1', september.fromMs, inSeptember(3, 10 * hour), 'up'], ['1', inSeptember(3, 10 * hour), inSeptember(3, 12 * hour), 'down', 'a'], ['1', inSeptember(3, 12 * hour), september.toMs, 'up'],
      ['2', september.fromMs, inSeptember(3, 11 * hour), 'up'], ['2', inSeptember(3, 11 * hour), inSeptember(3, 13 * hour), 'up', 'b'], ['2', inSeptember(3, 13 * hour), september.toMs, 'up'],
    ],
    expected: { percent: 100, isMet: true, amount: { good: 30 * day - 3 * hour, bad: 0, unit: 'ms' }, budget: { total: 2_581_200, spent: 0, left: 2_581_200 } },
    stretches: [[inSeptember(3, 10 * hour), inSeptember(3, 11 * hour), 'maintenance', '1'], [inSeptember(3, 11 * hour), inSeptember(3, 12 * hour), 'maintenance', '1', '2'], [inSeptember(3, 12 * hour), inSeptember(3, 13 * hour), 'maintenance', '2']],
  },
  'what one check measured outside of a window is not excused by that of another': {
    month: september, checks: { 1: {}, 2: {} },
    spans: [
      ['1', september.fromMs, inSeptember(3), 'up'], ['1', inSeptember(3), inSeptember(4), 'down', 'a'], ['1', inSeptember(4), september.toMs, 'up'],
      ['2', september.fromMs, inSeptember(3, hour), 'up'], ['2', inSeptember(3, hour), inSeptember(3, hour + 5 * minute), 'down', null, '7'], ['2', inSeptember(3, hour + 5 * minute), september.toMs, 'up'],
    ],
    expected: { percent: 99.988028, isMet: true, amount: { good: 29 * day, bad: 5 * minute, unit: 'ms' } },
    stretches: [[inSeptember(3), inSeptember(3, hour), 'maintenance', '1'], [inSeptember(3, hour), inSeptember(3, hour + 5 * minute), 'down', '2'], [inSeptember(3, hour + 5 * minute), inSeptember(4), 'maintenance', '1']],
  },
  'what nobody measured between two spans is unknown and excluded': {
    month: september, checks: { 1: {} }, spans: [['1', september.fromMs, inSeptember(10), 'up'], ['1', inSeptember(10, 90 * minute), september.toMs, 'up']],
    expected: { percent: 100, tally: { upMs: 30 * day - 90 * minute, degradedMs: 0, downMs: 0, unknownMs: 90 * minute, maintenanceMs: 0 } },
    stretches: [[inSeptember(10), inSeptember(10, 90 * minute), 'unknown', '1']],
  },
  'unknown that counts as bad misses the target': {
    month: september, checks: { 1: {} }, spans: [['1', september.fromMs, inSeptember(10), 'up'], ['1', inSeptember(10, 90 * minute), september.toMs, 'up']],
    changed: { counting: { degraded: 'good', unknown: 'bad', maintenance: 'excluded' } },
    // 43 min 12 s may be bad in 30 days at 99.9 %.
    expected: { percent: 99.791666, isMet: false, budget: { total: 2_592_000, spent: 90 * minute, left: 2_592_000 - 90 * minute } },
    stretches: [[inSeptember(10), inSeptember(10, 90 * minute), 'unknown', '1']],
  },
  'October in Berlin has 745 hours': {
    month: october, checks: { 1: {} }, spans: [whole('1', october, 'up')],
    expected: { amount: { good: 745 * hour, bad: 0, unit: 'ms' }, budget: { total: 2_682_000, spent: 0, left: 2_682_000 } }, stretches: [],
  },
  'February of a leap year has 29 days': {
    month: february, checks: { 1: {} }, spans: [['1', february.fromMs, '2028-02-29T23:00:00Z', 'up'], ['1', '2028-02-29T23:00:00Z', february.toMs, 'down']],
    expected: { amount: { good: 695 * hour, bad: hour, unit: 'ms' }, percent: 99.856321, isMet: false }, stretches: [[february.toMs - hour, february.toMs, 'down', '1']],
  },
  'before a check was added the others decide': {
    month: september, checks: { 1: {}, 2: { from: '2026-09-16T00:00:00Z' } }, spans: [whole('1', september, 'up'), ['2', '2026-09-16T00:00:00Z', september.toMs, 'up']],
    expected: { percent: 100, tally: { upMs: 30 * day, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 } }, stretches: [],
  },
  'before the only check was added it is unknown without a cause': {
    month: september, checks: { 1: { from: '2026-09-16T00:00:00Z' } }, spans: [['1', '2026-09-16T00:00:00Z', september.toMs, 'up']],
    expected: { percent: 100, measuredFrom: inSeptember(16), tally: { upMs: 15 * day, degradedMs: 0, downMs: 0, unknownMs: 15 * day, maintenanceMs: 0 } }, stretches: [[september.fromMs, inSeptember(16), 'unknown']],
  },
  'a check that was switched off has no say after that': {
    month: september, checks: { 1: {}, 2: { to: '2026-09-16T00:00:00Z' } }, spans: [whole('1', september, 'up'), ['2', september.fromMs, '2026-09-16T00:00:00Z', 'degraded']],
    expected: { percent: 100, tally: { upMs: 15 * day, degradedMs: 15 * day, downMs: 0, unknownMs: 0, maintenanceMs: 0 } }, stretches: [[september.fromMs, inSeptember(16), 'degraded', '2']],
  },
  'nothing that was measured is nothing that counts': {
    month: september, checks: {}, spans: [], expected: { percent: null, isMet: null, measuredFrom: null, amount: { good: 0, bad: 0, unit: 'ms' } }, stretches: [[september.fromMs, september.toMs, 'unknown']],
  },
  'a month that goes on is measured until now, with the time to come in its budget': {
    month: running, checks: { 1: {} }, spans: [['1', running.fromMs, '2026-09-10T23:50:00Z', 'up'], ['1', '2026-09-10T23:50:00Z', '2026-09-11T00:00:00Z', 'down']],
    expected: { percent: 99.930555, isMet: true, amount: { good: 10 * day - 10 * minute, bad: 10 * minute, unit: 'ms' }, budget: { total: 2_592_000, spent: 10 * minute, left: 1_992_000 } },
    stretches: [[inSeptember(11) - 10 * minute, inSeptember(11), 'down', '1']],
  },
};

describe('a month of an objective of checks', () => {
  it.each(Object.entries(cases))('%s', (_, { month, checks, spans: rows, changed, expected, stretches }) => {
    const [settings, spans] = [settingsOf(month, checks, changed), rows.map(spanOf)];
    const stated = statedOf(settings, spans, month);
    expect(stated).toMatchObject(expected);
    expect(stated.stretches.map(({ from, to, kind, causes }) => [from, to, kind, ...causes.map(({ checkName }) => checkName.replace('check ', ''))])).toEqual(stretches);
    expectConsistent(stated, settings, spans, month);
  });

  it('names the window, the reason and the change of state, and nothing that was written where it is without reasons', () => {
    const settings = settingsOf(september, { 1: {} });
    const spans = ([['1', september.fromMs, inSeptember(2), 'down', null, '5'], ['1', inSeptember(2), inSeptember(3), 'up', 'a', '6'], ['1', inSeptember(3), september.toMs, 'up']] satisfies TestSpan[]).map(spanOf);
    const event = (id: string, at: number) => ({ id, at, sha256: 'b'.repeat(64) });
    const causesOf = (hasReasons: boolean) => statedOf(settings, spans, september, hasReasons).stretches.map(({ causes: [cause] }) => cause);
    expect(causesOf(true)).toMatchObject([{ reason: 'it was down', maintenance: null, event: event('5', september.fromMs) }, { reason: 'planned', maintenance: { id: 'a', name: 'window a' }, event: event('6', inSeptember(2)) }]);
    expect(causesOf(false)).toMatchObject([{ reason: '', maintenance: null, event: event('5', september.fromMs) }, { reason: '', maintenance: { id: 'a', name: '' }, event: event('6', inSeptember(2)) }]);
  });

  it('lists the 1,000 longest of more stretches in the order of time, and says what it left out', () => {
    const settings = settingsOf(september, { 1: {} });
    const spans: Span[] = [];
    for (let number = 0; number < 1_500; number += 1) {
      const at = september.fromMs + number * 20 * minute;
      const lost = (number % 3 === 0 ? 1 : 2) * minute;
      spans.push(spanOf(['1', at, at + lost, 'down', null, String(number)]), spanOf(['1', at + lost, at + 20 * minute, 'up']));
    }
    const stated = statedOf(settings, [...spans, spanOf(['1', september.fromMs + 1_500 * 20 * minute, september.toMs, 'up'])], september);
    expect(stated.stretches).toHaveLength(1_000);
    expect(stated.stretches.every(({ from, to }) => to - from === 2 * minute)).toBe(true);
    expect(stated.omitted).toEqual({ count: 500, ms: 500 * minute });
    expect(stated.stretches.map(({ from }) => from)).toEqual(stated.stretches.map(({ from }) => from).sort((a, b) => a - b));
    expect(stated.tally?.downMs).toBe(2_500 * minute);
  });

  it('tells at most twenty of the checks that were down together', () => {
    const settings = settingsOf(september, {});
    const ids = Array.from({ length: 30 }, (_, number) => `00000000-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`);
    const checks = ids.map((id) => ({ id, name: id, from: september.fromMs, to: september.toMs }));
    const spans = ids.map((checkId) => ({ ...spanOf(whole('1', september, 'down')), checkId }));
    const [stretch, ...others] = statedOf({ ...settings, checks }, spans, september).stretches;
    expect([stretch?.causes.map(({ checkId }) => checkId), others]).toEqual([ids.slice(0, 20), []]);
  });
});

describe('a month of an objective of events', () => {
  it('is the sum of its days; a day that nobody can tell is named and in no figure', () => {
    const settings = settingsOf(september, {}, { sli: 'ratio', target: '99' });
    const events = (good: number, bad: number) => ({ good, bad, unit: 'events' as const });
    const days = [events(0, 0), null, events(990, 10), events(1_000, 0)].map((amount, index) => ({ day: `2026-09-0${index + 1}`, fromMs: inSeptember(index + 1), toMs: inSeptember(index + 2), amount }));
    expect(stateEvents(settings, days, september)).toMatchObject({
      tally: null, amount: events(1_990, 10), percent: 99.5, isMet: null, budget: { total: 20, spent: 10, left: 10 }, measuredFrom: inSeptember(3), missingDays: ['2026-09-02'], stretches: [],
      days: [{ day: '2026-09-01', good: 0, bad: 0, excluded: null }, { day: '2026-09-03', good: 990, bad: 10, excluded: null }, { day: '2026-09-04', good: 1_000, bad: 0, excluded: null }],
    });
  });

  it.each([
    ['is met by all of its days', [[990, 10], [1_000, 0]], true], ['is not known to be met where a day is missing', [[1_000, 0], null], null],
    ['is missed where the known days spend more than their budget', [[900, 100], null], false], ['without a known day is not known', [null], null],
  ] as const)('%s', (_, amounts, isMet) => {
    const days = amounts.map((amount, index) => ({ day: `2026-09-0${index + 1}`, fromMs: inSeptember(index + 1), toMs: inSeptember(index + 2), amount: amount && { good: amount[0], bad: amount[1], unit: 'events' as const } }));
    expect(stateEvents(settingsOf(september, {}, { sli: 'ratio', target: '99' }), days, september).isMet).toBe(isMet);
  });
});

import { describe, expect, it } from 'vitest';
import { compareObjective } from './compare-objective';
import { monthOf, settingsOf, spanOf, statedOf, type TestSpan } from './test-months';

const october = monthOf('2026-10', 'Europe/Berlin');
const month = { timeZone: october.timeZone, from: october.fromMs, measuredUntil: october.measuredUntilMs };
const settings = settingsOf(october, { 1: {} });
const monthWith = (to: string, state: 'down' | 'unknown' = 'down', eventId: string | undefined = '7'): TestSpan[] => [
  ['1', october.fromMs, '2026-10-03T10:00:00Z', 'up'], ['1', '2026-10-03T10:00:00Z', to, state, null, eventId], ['1', to, october.toMs, 'up'],
];
const stated = (rows: TestSpan[]) => statedOf(settings, rows.map(spanOf), october);
const before = stated(monthWith('2026-10-03T10:04:12Z'));

describe('the comparison of what was stated with what is counted now', () => {
  it('finds nothing where nothing changed, nor where an event could not be told when it was stated', () => {
    expect(compareObjective(before, stated(monthWith('2026-10-03T10:04:12Z')), month)).toEqual([]);
    const withoutEvents = { ...before, stretches: before.stretches.map((each) => ({ ...each, causes: each.causes.map((cause) => ({ ...cause, event: null })) })) };
    expect(compareObjective(withoutEvents, before, month)).toEqual([]);
  });

  it('says by how much a day was longer down', () => {
    const found = compareObjective(before, stated(monthWith('2026-10-03T10:06:02Z')), month);
    expect(found).toContainEqual({ where: 'down on 3 October', stated: '4 m 12 s', now: '6 m 2 s' });
    expect(found).toContainEqual({ where: 'down in the month', stated: '4 m 12 s', now: '6 m 2 s' });
    expect(found).toContainEqual({ where: 'up in the month', stated: '744 h 55 m 48 s', now: '744 h 53 m 58 s' });
  });

  it('says what was down and is unknown now', () => {
    const found = compareObjective(before, stated(monthWith('2026-10-03T10:04:12Z', 'unknown')), month);
    expect(found).toContainEqual({ where: 'down on 3 October', stated: '4 m 12 s', now: '0 s' });
    expect(found).toContainEqual({ where: 'unknown on 3 October', stated: '0 s', now: '4 m 12 s' });
  });

  it('names a stretch that moved within its day, in the time zone of the statement', () => {
    const moved: TestSpan[] = [['1', october.fromMs, '2026-10-03T11:00:00Z', 'up'], ['1', '2026-10-03T11:00:00Z', '2026-10-03T11:04:12Z', 'down', null, '7'], ['1', '2026-10-03T11:04:12Z', october.toMs, 'up']];
    expect(compareObjective(before, stated(moved), month)).toEqual([
      { where: 'down from 3 October 12:00:00 to 3 October 12:04:12', stated: '4 m 12 s', now: 'not so' },
      { where: 'down from 3 October 13:00:00 to 3 October 13:04:12', stated: 'not so', now: '4 m 12 s' },
    ]);
  });

  it('names what a stretch is put down to otherwise: the reason, or the change of state', () => {
    const where = 'causes of down from 3 October 12:00:00 to 3 October 12:04:12';
    const spans = monthWith('2026-10-03T10:04:12Z').map(spanOf);
    const otherReason = spans.map((span) => (span.state === 'down' ? { ...span, reason: 'planned work' } : span));
    expect(compareObjective(before, statedOf(settings, otherReason, october), month)).toEqual([{ where, stated: 'check 1: it was down', now: 'check 1: planned work' }]);
    expect(compareObjective(before, stated(monthWith('2026-10-03T10:04:12Z', 'down', '8')), month)).toEqual([
      { where, stated: 'check 1: it was down (change of state 7)', now: 'check 1: it was down (change of state 8)' },
    ]);
  });

  it('sees a figure that does not follow from the others', () => {
    expect(compareObjective({ ...before, percent: 100, isMet: true }, before, month)).toEqual([{ where: 'percent', stated: '100 %', now: '99.990604 %' }]);
    const days = before.days.map((day) => (day.bad > 0 ? { ...day, bad: 0 } : day));
    expect(compareObjective({ ...before, days }, before, month)).toEqual([{ where: 'bad on 3 October', stated: '0 s', now: '4 m 12 s' }]);
    expect(compareObjective({ ...before, omitted: { count: 1, ms: 5 } }, before, month)).toHaveLength(1);
  });

  it('tells at most 100 differences', () => {
    const many: TestSpan[] = Array.from({ length: 400 }, (_, number) => ['1', october.fromMs + number * 3_600_000, october.fromMs + number * 3_600_000 + 1_800_000, number % 2 ? 'up' : 'down']);
    expect(compareObjective(before, stated(many), month).length).toBeLessThanOrEqual(100);
  });
});

import { describe, expect, it } from 'vitest';
import type { Span } from '@/lib/checks/span';
import { dayAt, daysBetween, type TimeRange } from './days';
import { burnOf, compareStandings, figuresOf, historyOf, standingOf, unrecordedRanges, whatIfOf, type Recorded } from './figures';
import type { Part } from './recorded-days';
import { ObjectiveInput } from './schemas';
import { tallyOf, timelineOf } from './timeline';

const at = (text: string) => Date.parse(text);
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const serviceId = '00000000-0000-4000-8000-000000000001';
const settingsOf = (changed: object) => ObjectiveInput.parse({ name: 'o', serviceId, sli: { kind: 'checks', checkIds: [] }, ...changed });

/** One check that is up since `since` but for what is told. */
function worldOf(settings: ObjectiveInput, since: string, now: string, others: [from: string, to: string, state: Span['state'] | 'maintenance'][]) {
  const nowMs = at(now);
  const spans: Span[] = [];
  let atMs = at(since);
  const add = (toMs: number, what: Span['state'] | 'maintenance') => {
    spans.push({ checkId: 'a', fromMs: atMs, toMs, state: what === 'maintenance' ? 'down' : what, reason: '', maintenance: what === 'maintenance' ? { id: 'm', name: 'move', reason: '' } : null, eventId: null });
    atMs = toMs;
  };
  for (const [from, to, state] of others) {
    add(at(from), 'up');
    add(at(to), state);
  }
  add(nowMs, 'up');
  const timeline = timelineOf([{ checkId: 'a', sinceMs: at(since), untilMs: null }], spans, at(since), nowMs);
  const partOf = ({ fromMs, toMs }: TimeRange): Part => ({ tally: tallyOf(timeline, fromMs, toMs), amount: null });
  const finished = daysBetween(at(since), dayAt(nowMs, settings.timeZone).fromMs, settings.timeZone);
  const recorded: Recorded = { settings, measuredFromMs: at(since), days: finished.map((each) => ({ ...each, part: partOf(each) })) };
  return { recorded, partOf, nowMs };
}

describe('an objective', () => {
  it('of 99.99 % over 30 days with two minutes down has spent 120 of 259.2 seconds', () => {
    const { recorded, partOf, nowMs } = worldOf(settingsOf({}), '2026-01-01T00:00Z', '2026-06-15T08:30Z', [['2026-06-01T10:00Z', '2026-06-01T10:02Z', 'down']]);
    expect(figuresOf(recorded, partOf, nowMs)).toEqual({
      window: { from: nowMs - 30 * day, to: nowMs, isFull: true, measuredFrom: at('2026-01-01T00:00Z') },
      tally: { upMs: 30 * day - 120_000, degradedMs: 0, downMs: 120_000, unknownMs: 0, maintenanceMs: 0 },
      amount: { good: 30 * day - 120_000, bad: 120_000, unit: 'ms' },
      percent: 99.99537, isMet: true,
      budget: { total: 259_200, spent: 120_000, left: 139_200, leftPercent: (139_200 / 259_200) * 100, burnRate: { hour: 0, sixHours: 0, day: 0, threeDays: 0 }, exhaustedAt: null },
      figures: { day: 100, week: 100, month: 99.99537, quarter: 99.998456, year: 99.99916 },
    });
  });

  it('counts the edge of its window to the millisecond', () => {
    const of = (now: string) => {
      const { recorded, partOf, nowMs } = worldOf(settingsOf({ window: { kind: 'rolling', days: 7 } }), '2026-01-01T00:00Z', now, [['2026-06-01T10:00Z', '2026-06-01T10:02Z', 'down']]);
      return figuresOf(recorded, partOf, nowMs).amount.bad;
    };
    expect([of('2026-06-08T10:00Z'), of('2026-06-08T10:01:59.999Z'), of('2026-06-08T10:02Z')]).toEqual([120_000, 1, 0]);
  });

  it('is overspent by what went beyond its budget, and says that it is exhausted', () => {
    const { recorded, partOf, nowMs } = worldOf(settingsOf({ target: '99.999' }), '2026-01-01T00:00Z', '2026-06-15T08:30Z', [['2026-06-15T08:00Z', '2026-06-15T08:01Z', 'down']]);
    const { isMet, budget, percent } = figuresOf(recorded, partOf, nowMs);
    expect({ isMet, percent, left: budget.left, exhaustedAt: budget.exhaustedAt, burn: budget.burnRate.hour }).toEqual({ isMet: false, percent: 99.997685, left: -34_080, exhaustedAt: nowMs, burn: 60_000 / 36 });
    expect(Math.round(budget.leftPercent)).toBe(-131);
  });

  it('of which nothing can be asked has no figures, and keeps the history of its recorded days', () => {
    const { recorded, partOf, nowMs } = worldOf(settingsOf({ counting: { degraded: 'bad', unknown: 'bad', maintenance: 'bad' } }), '2026-01-01T00:00Z', '2026-06-15T08:30Z', []);
    expect(figuresOf(recorded, null, nowMs)).toMatchObject({
      tally: null, amount: { good: 0, bad: 0 }, percent: null, isMet: null,
      budget: { burnRate: { hour: null, sixHours: null, day: null, threeDays: null }, exhaustedAt: null },
      figures: { day: null, week: null, month: null, quarter: null, year: null },
    });
    expect(burnOf(recorded, null, nowMs)).toEqual({ rates: { '5m': null, '30m': null, '1h': null, '2h': null, '6h': null, '1d': null, '3d': null }, leftRatio: null });
    const [whole, unasked] = [historyOf(recorded, partOf, nowMs, 5), historyOf(recorded, null, nowMs, 5)];
    expect(unasked.slice(0, -1)).toEqual(whole.slice(0, -1));
    expect(unasked.at(-1)).toMatchObject({ tally: null, percent: null });
  });

  it('stands before those that are better off: missed, then at risk, then met, then unknown', () => {
    const standing = (target: string, ...down: [from: string, to: string][]) => {
      const { recorded, partOf, nowMs } = worldOf(settingsOf({ target }), '2026-01-01T00:00Z', '2026-06-15T12:00Z', down.map(([from, to]) => [from, to, 'down']));
      return standingOf(recorded, partOf, nowMs);
    };
    const worlds = {
      // 43.2 minutes may be bad, and each of the first three has lost more than the next one.
      missed: standing('99.9', ['2026-06-01T10:00Z', '2026-06-01T11:00Z']),
      little: standing('99.9', ['2026-06-01T10:00Z', '2026-06-01T10:35Z']),
      soon: standing('99.9', ['2026-06-15T06:00Z', '2026-06-15T06:08Z']),
      met: standing('99.9', ['2026-06-01T10:00Z', '2026-06-01T10:20Z']),
      well: standing('99.9'),
      unknown: { rank: 3, leftPercent: 0 },
    };
    const names = Object.keys(worlds) as (keyof typeof worlds)[];
    expect(names.toReversed().sort((a, b) => compareStandings(worlds[a], worlds[b]))).toEqual(names);
  });

  it('forecasts when the last day uses up the rest', () => {
    const { recorded, partOf, nowMs } = worldOf(settingsOf({ target: '99.9' }), '2026-01-01T00:00Z', '2026-06-15T12:00Z', [['2026-06-15T06:00Z', '2026-06-15T06:08Z', 'down']]);
    // 43.2 min may be bad, 8 were today: the other 35.2 last 4.4 days.
    expect(figuresOf(recorded, partOf, nowMs).budget.exhaustedAt).toBe(nowMs + 4.4 * day);
  });

  it('of a calendar month takes the whole month less what is excluded so far', () => {
    const settings = settingsOf({ target: '99.9', window: { kind: 'calendar', unit: 'month' }, timeZone: 'Europe/Berlin' });
    const { recorded, partOf, nowMs } = worldOf(settings, '2026-01-01T00:00Z', '2026-03-30T00:00Z', [['2026-03-10T00:00Z', '2026-03-10T05:00Z', 'maintenance'], ['2026-03-29T00:30Z', '2026-03-29T00:40Z', 'down']]);
    const { window, tally, budget, isMet } = figuresOf(recorded, partOf, nowMs);
    // The March of Berlin has 743 hours; five are excluded: 738 h, of which 0.1 % is 44 min 16.8 s.
    expect((window.to - window.from) / hour).toBe(743);
    expect(tally).toEqual({ upMs: 697 * hour - 5 * hour - 10 * minute, degradedMs: 0, downMs: 10 * minute, unknownMs: 0, maintenanceMs: 5 * hour });
    expect({ total: budget.total, left: budget.left, isMet }).toEqual({ total: 2_656_800, left: 2_056_800, isMet: true });
  });

  it('whose check was added in the middle of the month counts only since then, and says that its window is not full', () => {
    const settings = settingsOf({ target: '99.9', window: { kind: 'calendar', unit: 'month' } });
    const { recorded, partOf, nowMs } = worldOf(settings, '2026-04-15T12:00Z', '2026-04-20T00:00Z', []);
    const { window, tally, budget, percent } = figuresOf(recorded, partOf, nowMs);
    expect({ isFull: window.isFull, unknown: tally?.unknownMs, up: tally?.upMs, percent }).toEqual({ isFull: false, unknown: 14.5 * day, up: 4.5 * day, percent: 100 });
    expect(budget.total).toBe((15.5 * day) / 1_000);
    expect(historyOf(recorded, partOf, nowMs, 90).map((each) => [each.day, each.tally?.upMs, each.tally?.unknownMs])).toEqual([
      ['2026-04-15', 12 * hour, 12 * hour], ['2026-04-16', day, 0], ['2026-04-17', day, 0], ['2026-04-18', day, 0], ['2026-04-19', day, 0],
    ]);
  });

  it('counts time that nobody measured as bad where it is told to', () => {
    const settings = settingsOf({ target: '99', window: { kind: 'rolling', days: 7 }, counting: { degraded: 'good', unknown: 'bad', maintenance: 'excluded' } });
    const { recorded, partOf, nowMs } = worldOf(settings, '2026-04-15T12:00Z', '2026-04-20T00:00Z', []);
    expect(figuresOf(recorded, partOf, nowMs)).toMatchObject({ isMet: false, amount: { good: 4.5 * day, bad: 2.5 * day } });
  });

  it('that was never measured has no percent, no verdict, and its budget untouched', () => {
    const recorded: Recorded = { settings: settingsOf({}), days: [], measuredFromMs: null };
    const nowMs = at('2026-04-20T00:00Z');
    const none = () => { throw new Error('nothing to ask'); };
    expect(unrecordedRanges(recorded, nowMs, 90)).toEqual([]);
    expect(figuresOf(recorded, none, nowMs)).toMatchObject({
      percent: null, isMet: null, tally: { unknownMs: 30 * day }, window: { isFull: false, measuredFrom: null },
      budget: { total: 0, spent: 0, left: 0, leftPercent: 100, burnRate: { hour: null, threeDays: null }, exhaustedAt: null },
      figures: { day: null, week: null, month: null, quarter: null, year: null },
    });
    expect(historyOf(recorded, none, nowMs, 90)).toEqual([]);
    expect(whatIfOf(recorded, none, nowMs).every(({ isMet, margin }) => isMet === null && margin === 0)).toBe(true);
  });

  it('says what other targets would have left', () => {
    const { recorded, partOf, nowMs } = worldOf(settingsOf({ target: '99.97', window: { kind: 'calendar', unit: 'month' } }), '2026-01-01T00:00Z', '2026-04-20T00:00Z', [['2026-04-02T00:00Z', '2026-04-02T00:24:46Z', 'down']]);
    const found = whatIfOf(recorded, partOf, nowMs);
    expect(found.map(({ target }) => target)).toEqual(['99', '99.5', '99.9', '99.95', '99.97', '99.99', '99.995', '99.999']);
    // 0.05 % of 30 days are 21 min 36 s: missed by 3 min 10 s.
    expect(found.find(({ target }) => target === '99.95')).toEqual({ target: '99.95', isMet: false, margin: -190_000 });
  });

  it('is the same from recorded days as from the spans alone', () => {
    const settings = settingsOf({ timeZone: 'Europe/Berlin', window: { kind: 'rolling', days: 90 } });
    const { recorded, partOf, nowMs } = worldOf(settings, '2026-01-10T05:00Z', '2026-04-20T07:13:21.123Z', [
      ['2026-02-01T10:00Z', '2026-02-01T10:02:00.001Z', 'down'], ['2026-03-28T22:30Z', '2026-03-29T03:00Z', 'unknown'], ['2026-04-01T21:59:59.999Z', '2026-04-01T22:00:00.001Z', 'degraded'], ['2026-04-19T20:00Z', '2026-04-20T07:00Z', 'down'],
    ]);
    const without: Recorded = { ...recorded, days: [] };
    expect(figuresOf(recorded, partOf, nowMs)).toEqual(figuresOf(without, partOf, nowMs));
    expect(historyOf(recorded, partOf, nowMs, 90)).toEqual(historyOf(without, partOf, nowMs, 90));
    const asked = unrecordedRanges(recorded, nowMs, 90);
    const known = (range: TimeRange) => {
      if (!asked.some(({ fromMs, toMs }) => fromMs === range.fromMs && toMs === range.toMs)) throw new Error('was not named');
      return partOf(range);
    };
    expect(figuresOf(recorded, known, nowMs)).toEqual(figuresOf(without, partOf, nowMs));
    expect(historyOf(recorded, known, nowMs, 90)).toHaveLength(90);
    // Only today, and the edges, are read from spans: three days at most in one piece.
    expect(Math.max(...asked.map(({ fromMs, toMs }) => toMs - fromMs))).toBeLessThanOrEqual(25 * hour);
  });

  it('fills in a day that was not recorded yet', () => {
    const settings = settingsOf({});
    const { recorded, partOf, nowMs } = worldOf(settings, '2026-04-01T00:00Z', '2026-04-20T07:00Z', [['2026-04-18T10:00Z', '2026-04-18T10:01Z', 'down']]);
    const late: Recorded = { ...recorded, days: recorded.days.filter(({ day: name }) => name < '2026-04-18' && name !== '2026-04-05') };
    expect(figuresOf(late, partOf, nowMs)).toEqual(figuresOf(recorded, partOf, nowMs));
    expect(historyOf(late, partOf, nowMs, 90)).toEqual(historyOf(recorded, partOf, nowMs, 90));
  });
});

describe('an objective of events', () => {
  it('adds up what is good and bad, and has a budget of events', () => {
    const settings = settingsOf({ target: '99.9', sli: { kind: 'ratio', good: 'a[$window]', total: 'b[$window]' }, window: { kind: 'rolling', days: 7 } });
    const events = (good: number, bad: number): Part => ({ tally: null, amount: { good, bad, unit: 'events' } });
    const nowMs = at('2026-04-20T00:00Z');
    const days = daysBetween(nowMs - 7 * day, nowMs, 'UTC').map((each) => ({ ...each, part: events(9_990, 5) }));
    expect(figuresOf({ settings, days, measuredFromMs: nowMs - 7 * day }, () => events(0, 0), nowMs)).toMatchObject({
      tally: null, amount: { good: 69_930, bad: 35, unit: 'events' }, isMet: true, percent: 99.949974, budget: { total: 69.965, spent: 35, left: 34.965 }, window: { isFull: true },
    });
  });
});

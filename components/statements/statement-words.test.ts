import { describe, expect, test } from 'vitest';
import { plain } from '@/components/sla/fixture';
import { causeWords, countingSentence, datesOf, daysWords, incidentReason, incidentTitle, missingDaysWords, momentWords, monthWords, notFullMonthWords, omittedIncidentsWords, omittedWords, shareWords, statementDayKind, stretchWords, timeRows, worstFirst } from './statement-words';

const minute = 60_000;
const hour = 60 * minute;
const counting = { degraded: 'good', unknown: 'excluded', maintenance: 'excluded' } as const;

test('a month is called by its name, a moment by its clock and zone', () => {
  expect(monthWords('2026-10')).toBe('October 2026');
  expect(momentWords(Date.parse('2026-09-30T22:00:00Z'), 'Europe/Berlin')).toBe('1 Oct 2026, 00:00 CEST');
});

test('how time counts is a sentence', () => {
  expect(countingSentence({ sli: 'checks', counting })).toBe('Up counts as up and down as lost; degraded counts as up; unknown and maintenance left out.');
  expect(countingSentence({ sli: 'ratio', counting })).toBe('Each event counts the same.');
});

test('all kinds of time are named, with their share and what they count as', () => {
  const rows = timeRows({ upMs: 90 * minute, degradedMs: 0, downMs: 6 * minute, unknownMs: 4 * minute, maintenanceMs: 0 }, counting);
  expect(rows.map(({ word, share, countsAs }) => `${word} ${shareWords(share)} ${countsAs}`)).toEqual(['Up 90.000 % counts as up', 'Degraded 0 % counts as up', 'Down 6.000 % counts as lost', 'Unknown 4.000 % left out', 'Maintenance 0 % left out']);
});

describe('little is not called nothing, and not all is not called all', () => {
  test.each([[0, '0 %'], [0.0004, 'under 0.001 %'], [99.9999, '99.999 %'], [100, '100 %']])('%d %%', (share, words) => expect(shareWords(share)).toBe(words));
});

describe('a stretch is told by the clock of the statement', () => {
  test.each([
    ['2026-10-12T01:14:05Z', '2026-10-12T01:26:17Z', '12 Oct, 03:14:05 to 03:26:17'],
    ['2026-10-12T21:50:00Z', '2026-10-12T22:10:00Z', '12 Oct, 23:50:00 to 13 Oct, 00:10:00'],
  ])('%s to %s', (from, to, words) => expect(stretchWords({ from: Date.parse(from), to: Date.parse(to) }, 'Europe/Berlin')).toBe(words));
});

test('a cause is its check, its maintenance and its reason, as far as they are told', () => {
  const cause = { checkId: '', checkName: 'shop answers', reason: 'Status 503', maintenance: null, event: null };
  expect(causeWords(cause)).toBe('shop answers: Status 503');
  expect(causeWords({ ...cause, reason: '', maintenance: { id: '1', name: 'Move' } })).toBe('shop answers: maintenance “Move”');
  expect(causeWords({ ...cause, reason: 'planned', maintenance: { id: '1', name: 'Move' } })).toBe('shop answers: maintenance “Move”, planned');
  expect(causeWords({ ...cause, reason: '' })).toBe('shop answers');
});

test('what is not listed is said', () => {
  expect(omittedWords({ omitted: { count: 0, ms: 0 } })).toBeNull();
  expect(plain(omittedWords({ omitted: { count: 1, ms: 5_000 } }) ?? '')).toBe('1 shorter stretch of together 5 s is not listed; the figures above have it.');
  expect(plain(omittedWords({ omitted: { count: 1_200, ms: hour } }) ?? '')).toBe('1,200 shorter stretches of together 1 h are not listed; the figures above have them.');
});

test('a month that was not measured since its beginning says so', () => {
  const from = Date.parse('2026-10-01T00:00:00Z');
  expect(notFullMonthWords(from - 1, { from, timeZone: 'UTC' })).toBeNull();
  expect(notFullMonthWords(from + 30 * hour, { from, timeZone: 'UTC' })).toBe('Measured since 2 Oct 2026, 06:00 UTC; before, nothing was known.');
  expect(notFullMonthWords(null, { from, timeZone: 'UTC' })).toBe('Nothing was measured in this month.');
});

test('the days are told as a sentence, and each has its kind', () => {
  const objective = { target: '99.9', amount: { good: 0, bad: 0, unit: 'ms' as const }, days: [
    { day: '2026-10-01', good: 24 * hour, bad: 0, excluded: 0 }, { day: '2026-10-02', good: 24 * hour - minute, bad: minute, excluded: 0 },
    { day: '2026-10-03', good: 23 * hour, bad: hour, excluded: 0 }, { day: '2026-10-04', good: 0, bad: 0, excluded: 24 * hour },
  ] };
  expect(objective.days.map((day) => statementDayKind(day, objective))).toEqual(['full', 'lossy', 'missed', 'none']);
  expect(plain(daysWords(objective))).toBe('4 days: 1 without loss, 1 with some, 1 below the target, 1 without data. Most was lost on Sat 3 Oct 2026: 1 h.');
});

test('a line of the list names what was missed first', () => {
  const line = (name: string, isMet: boolean | null) => ({ id: '00000000-0000-4000-8000-000000000001', name, target: '99.9', percent: null, isMet });
  expect(worstFirst([line('met', true), line('unknown', null), line('missed', false)]).map(({ name }) => name)).toEqual(['missed', 'unknown', 'met']);
});

test('a month has its days, a leap February one more', () => {
  expect(datesOf('2028-02').at(-1)).toBe('2028-02-29');
  expect(datesOf('2026-12')).toHaveLength(31);
});

test('days that nobody can tell any more are named', () => {
  expect(missingDaysWords({ missingDays: [] })).toBeNull();
  expect(missingDaysWords({ missingDays: ['2026-10-03'] })).toBe('What was counted on Sat 3 Oct 2026 is not known any more: that day is in no figure.');
});

describe('incidents', () => {
  test('are called by number and title, or by the number alone', () => {
    expect([incidentTitle({ number: 12, title: 'Shop down' }), incidentTitle({ number: 12, title: '' })]).toEqual(['#12 Shop down', 'Incident 12']);
  });

  test('say who says what was touched', () => {
    expect([incidentReason({ source: 'checks', reason: '' }), incidentReason({ source: 'person', reason: 'Users saw it.' }), incidentReason({ source: 'person', reason: '' })]).toEqual(['As the checks found', 'As a person said: Users saw it.', 'As a person said']);
  });

  test('say how many are not listed', () => {
    expect([0, 1, 1_200].map((omitted) => omittedIncidentsWords({ omitted }))).toEqual([null, 'One shorter incident is not listed.', '1,200 shorter incidents are not listed.']);
  });
});

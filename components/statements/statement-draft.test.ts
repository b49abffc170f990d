import { describe, expect, test } from 'vitest';
import { monthAt, monthBefore, monthChoices, readStatementDraft, startingObjectives, zoneOfChosen, type ObjectiveChoice, type StatementDraft } from './statement-draft';

const serviceId = '0d9f3f0e-6d0a-4f5e-8f43-1a2b3c4d5e6f';
const [first, second, third] = ['11111111-1111-4111-8111-111111111111', '22222222-2222-4222-8222-222222222222', '33333333-3333-4333-8333-333333333333'];
const choice = (id: string, timeZone: string): ObjectiveChoice => ({ id, name: id.slice(0, 1), timeZone });
const draft: StatementDraft = { serviceId, month: '2026-10', customer: ' Acme ', objectiveIds: null, hasReasons: true };

describe('a month begins by the clock of its zone', () => {
  test.each([
    ['2026-10-31T22:30:00Z', 'UTC', '2026-10'],
    ['2026-10-31T23:30:00Z', 'Europe/Berlin', '2026-11'],
    ['2026-11-01T03:30:00Z', 'America/New_York', '2026-10'],
  ])('%s in %s', (at, zone, month) => expect(monthAt(Date.parse(at), zone)).toBe(month));
});

test('the month before January is the December of the year before', () => {
  expect(monthBefore('2026-01')).toBe('2025-12');
  expect(monthBefore('2026-12')).toBe('2026-11');
  expect(monthBefore('2026-03', 26)).toBe('2024-01');
});

test('the months go three years back, and have the one that was asked for', () => {
  const months = monthChoices(Date.parse('2026-11-21T12:00:00Z'), 'UTC', '2021-04');
  expect(months.slice(0, 2)).toEqual(['2026-11', '2026-10']);
  expect(months.slice(-2)).toEqual(['2023-11', '2021-04']);
});

describe('the objectives that a statement begins with have one zone', () => {
  test('all, where they do', () => expect(startingObjectives([choice(first, 'UTC'), choice(second, 'UTC')])).toBeNull());
  test('else those of the zone that most have', () => expect(startingObjectives([choice(first, 'UTC'), choice(second, 'Asia/Tokyo'), choice(third, 'Asia/Tokyo')])).toEqual([second, third]));
  test('those that are asked for, as far as they are there', () => {
    const choices = [choice(first, 'UTC'), choice(second, 'Asia/Tokyo')];
    expect(startingObjectives(choices, [second, third])).toEqual([second]);
    expect(startingObjectives([choice(first, 'UTC')], [first])).toBeNull();
    expect(startingObjectives([choice(first, 'UTC'), choice(second, 'UTC')], [third])).toBeNull();
  });
  test('the zone of those that are chosen is that of the month', () => {
    const choices = [choice(first, 'UTC'), choice(second, 'Asia/Tokyo')];
    expect(zoneOfChosen(choices, [second])).toBe('Asia/Tokyo');
    expect(zoneOfChosen(choices, null)).toBeNull();
  });
});

describe('a draft', () => {
  test('is read as it is asked for', () => {
    expect(readStatementDraft(draft, [choice(first, 'UTC')]).input).toEqual({ serviceId, month: '2026-10', customer: 'Acme', objectiveIds: [], hasReasons: true });
  });
  test.each<[string, Partial<StatementDraft>, ObjectiveChoice[] | undefined, string]>([
    ['without a service', { serviceId: '' }, undefined, 'serviceId'],
    ['of a service without objectives', {}, [], 'objectiveIds'],
    ['with no objective chosen', { objectiveIds: [] }, [choice(first, 'UTC')], 'objectiveIds'],
    ['with objectives of two zones', {}, [choice(first, 'UTC'), choice(second, 'Asia/Tokyo')], 'objectiveIds'],
    ['of no month', { month: '2026-13' }, [choice(first, 'UTC')], 'month'],
    ['for a customer with a name that cannot be stored', { customer: 'a\u0000b' }, [choice(first, 'UTC')], ''],
  ])('%s says what is wrong', (_, change, choices, path) => {
    expect(readStatementDraft({ ...draft, ...change }, choices).issues?.map((issue) => issue.path)).toEqual([path]);
  });
});

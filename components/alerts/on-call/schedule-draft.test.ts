import { describe, expect, test } from 'vitest';
import type { ScheduleSettings } from '@/lib/alerts/on-call/schemas';
import { draftOfSchedule, newLayer, readSchedule, workingHours } from './schedule-draft';
import { barsOf, daysOf, gapMs, type NamedShift } from './timeline';

const alice = '0b8f4a52-7c1d-4a7e-9b1f-0d2f6f1a2b3c';
const bob = '1b8f4a52-7c1d-4a7e-9b1f-0d2f6f1a2b3c';
const hourMs = 3_600_000;

describe('a schedule is edited as texts', () => {
  test('and goes back as it came, with who takes over', () => {
    const stored: ScheduleSettings = {
      name: 'Primary', timeZone: 'Europe/Berlin',
      layers: [{ id: 'l1', name: 'Week', participants: [alice, bob], startsAt: '2026-03-23T09:00', endsAt: null, turn: { unit: 'weeks', length: 1 }, restrictions: [{ weekdays: [1, 2], from: '22:00', to: '06:00' }] }],
      overrides: [{ id: 'o1', userId: bob, startsAt: 0, endsAt: 1, reason: '' }],
    };
    expect(readSchedule(draftOfSchedule(stored)).settings).toEqual(stored);
  });

  test.each([['2026-03-29', '2026-03-23'], ['2026-03-23', '2026-03-23'], ['2027-01-01', '2026-12-28']])('the first turn of a layer that is made on %s begins on Monday %s', (today, monday) => {
    expect(newLayer('l', 'Layer 1', today).startDate).toBe(monday);
  });

  test.each([
    ['nobody', { participants: [] }, 'layers.0.participants'],
    ['no turn', { turnLength: 'x' }, 'layers.0.turn.length'],
    ['no day', { startDate: '' }, 'layers.0.startsAt'],
    ['a time on no day', { restrictions: [{ ...workingHours, weekdays: [] }] }, 'layers.0.restrictions.0.weekdays'],
  ])('refused: %s', (_, change, path) => {
    const layer = { ...newLayer('l', 'Layer 1', '2026-03-23'), participants: [alice], ...change };
    expect(readSchedule({ name: 'Primary', timeZone: 'UTC', layers: [layer], overrides: [] }).issues.map((issue) => issue.path)).toEqual([path]);
  });
});

describe('a timeline', () => {
  const shift = (userId: string | null, from: number, to: number): NamedShift => ({ userId, userName: userId === alice ? 'Alice' : null, startsAt: from * hourMs, endsAt: to * hourMs, source: userId === null ? 'gap' : 'layer', layerId: null });
  const shifts = [shift(alice, -10, 4), shift(null, 4, 6), shift(bob, 6, 10), shift(alice, 10, 20)];

  test('shows the part of each shift that is in it; a person has one colour, nobody has none', () => {
    expect(barsOf(shifts, 0, 10 * hourMs).map(({ left, width, name, colour }) => [left, width, name, colour])).toEqual([
      [0, 40, 'Alice', 1],
      [40, 20, 'Nobody', 0],
      [60, 40, 'Somebody who left', 2],
    ]);
  });

  test('tells how long nobody is on call', () => {
    expect(gapMs(shifts)).toBe(2 * hourMs);
  });

  test('begins days by the clock of the zone, also where the clocks change', () => {
    const from = Date.parse('2026-03-28T12:00:00Z');
    const days = daysOf(from, from + 48 * hourMs, 'Europe/Berlin');
    expect(days.map(({ label, left }) => [label, Math.round((left / 100) * 48)])).toEqual([['Sun 29', 11], ['Mon 30', 34]]);
  });
});

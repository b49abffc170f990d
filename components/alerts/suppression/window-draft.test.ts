import { describe, expect, test } from 'vitest';
import type { MaintenanceInput, Recurrence } from '@/lib/alerts/suppression/schemas';
import { fromLocalInput, toLocalInput, tomorrowAt } from './local-input';
import { emptyWindow, readWindow, windowDraftOf, type WindowDraft } from './window-draft';

const now = new Date(2026, 10, 21, 15, 20).getTime();
const base: WindowDraft = { ...emptyWindow(now, 'Europe/Berlin'), name: 'Backup', reason: 'nightly', matchers: [{ label: 'instance', operator: '=', value: 'db-1' }] };
const recurring: WindowDraft = { ...base, kind: 'recurring' };

describe('a stored window comes out of its form as it went in', () => {
  const common = { name: 'a', reason: 'b', isEnabled: false, matchers: [{ label: 'a', operator: '=~' as const, value: 'b.*' }] };
  const often = (recurrence: Recurrence): MaintenanceInput => ({
    ...common, schedule: { kind: 'recurring', timeZone: 'Asia/Kolkata', startDate: '2026-02-01', endDate: '2026-03-01', time: '23:30', durationMinutes: 90, recurrence },
  });
  test.each<[string, MaintenanceInput]>([
    ['once', { ...common, schedule: { kind: 'once', startsAt: now, endsAt: now + 60_000 } }],
    ['daily', often({ kind: 'daily', everyDays: 3 })],
    ['weekly', often({ kind: 'weekly', everyWeeks: 2, weekdays: [1, 7] })],
    ['monthly', often({ kind: 'monthly', day: 'last' })],
    ['on a weekday of the month', often({ kind: 'monthly_weekday', week: 2, weekday: 3 })],
  ])('%s', (_, window) => expect(readWindow(windowDraftOf(window, now, 'UTC')).input).toEqual(window));
});

test.each<[string, WindowDraft, string, RegExp]>([
  ['no name', { ...base, name: '' }, 'name', /name/],
  ['no reason', { ...base, reason: ' ' }, 'reason', /why/],
  ['no matcher', { ...base, matchers: [{ label: ' ', operator: '=', value: '' }] }, 'matchers', /matcher/],
  ['an end before the beginning', { ...base, endsAt: base.startsAt }, 'schedule.endsAt', /after/],
  ['no beginning', { ...base, startsAt: '' }, 'schedule.startsAt', /date/],
  ['no weekday', { ...recurring, weekdays: [] }, 'schedule.recurrence', /day/],
  ['every zero days', { ...recurring, repeat: 'daily', every: '0' }, 'schedule.recurrence', /days/],
  ['seconds', { ...recurring, duration: '90s' }, 'schedule.durationMinutes', /minutes/],
  ['a zone that is none', { ...recurring, timeZone: 'Berlin' }, 'schedule.timeZone', /zone/],
  ['an end before the first day', { ...recurring, endDate: '2020-01-01' }, 'schedule.endDate', /before/],
])('what is wrong is told at its field: %s', (_, draft, path, message) => {
  const { input, issues } = readWindow(draft);
  expect(input).toBeNull();
  expect(issues.find((issue) => issue.path === path)?.message).toMatch(message);
});

test('local times go into a field and back', () => {
  expect(fromLocalInput(toLocalInput(now))).toBe(now);
  expect(fromLocalInput('')).toBeNull();
  expect(new Date(tomorrowAt(now, 9)).getHours()).toBe(9);
  expect(toLocalInput(tomorrowAt(now, 9))).toBe('2026-11-22T09:00');
});

import { expect, it } from 'vitest';
import { describeDuty } from './describe-duty';

const at = (text: string) => Date.parse(text);

it.each([
  [{ userName: 'Ann', untilMs: at('2026-03-29T07:00Z') }, { userName: 'Ben', startsAt: at('2026-03-29T07:00Z') }, 'Ann is on call until 2026-03-29 09:00 (Europe/Berlin), then Ben.'],
  [{ userName: 'Ann', untilMs: at('2026-03-27T16:00Z') }, { userName: 'Ben', startsAt: at('2026-03-30T07:00Z') }, 'Ann is on call until 2026-03-27 17:00 (Europe/Berlin), then nobody, then Ben from 2026-03-30 09:00 (Europe/Berlin).'],
  [{ userName: null, untilMs: at('2026-03-30T07:00Z') }, { userName: 'Ben', startsAt: at('2026-03-30T07:00Z') }, 'Nobody is on call until 2026-03-30 09:00 (Europe/Berlin), then Ben.'],
  [{ userName: null, untilMs: null }, null, 'Nobody is on call. Nobody comes after that within 400 days.'],
  [{ userName: 'Ann', untilMs: at('2026-03-30T07:00Z') }, null, 'Ann is on call until 2026-03-30 09:00 (Europe/Berlin). Nobody comes after that within 400 days.'],
])('%#: %s', (now, next, expected) => {
  expect(describeDuty(now, next, 'Europe/Berlin')).toBe(expected);
});

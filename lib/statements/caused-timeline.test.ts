import { describe, expect, it } from 'vitest';
import { daysBetween } from '@/lib/sla/days';
import { causedTimelineOf, joinTimelines } from './caused-timeline';
import { monthOf, settingsOf, spanOf } from './test-months';

describe('a timeline with causes', () => {
  it('is the same when its days are counted by themselves and joined', () => {
    const month = monthOf('2026-10', 'Europe/Berlin');
    const parts = settingsOf(month, { 1: {}, 2: { from: '2026-10-09T03:00:00Z' } }).checks.map(({ id, from, to }) => ({ checkId: id, sinceMs: from, untilMs: to }));
    const states = ['up', 'down', 'degraded', 'up', 'unknown'] as const;
    const spans = ['1', '2'].flatMap((check) => Array.from({ length: 300 }, (_, number) => {
      const at = month.fromMs + number * 9_000_000 + (check === '2' ? 1_234_567 : 0);
      return spanOf([check, at, at + 8_000_000, states[(number * 7) % states.length] ?? 'up', number % 11 === 0 ? 'w' : null, String(number)]);
    }));
    const whole = causedTimelineOf(parts, spans, month, true);
    const byDay = daysBetween(month.fromMs, month.toMs, month.timeZone).map((day) => causedTimelineOf(parts, spans.filter(({ fromMs, toMs }) => fromMs < day.toMs && toMs > day.fromMs), day, true));
    expect(joinTimelines(byDay)).toEqual(whole);
    expect(whole.length).toBeGreaterThan(500);
  });
});

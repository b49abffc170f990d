import { describe, expect, it } from 'vitest';
import { daysBetween } from '@/lib/sla/days';
import { causedTimelineSteps, joinTimelines } from './caused-timeline';
import { causedTimelineOf, monthOf, settingsOf, spanOf } from './test-months';

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

  it('puts a stretch down to the first twenty of the checks that are down, in whatever order they went down and came back', () => {
    const { fromMs, toMs } = monthOf('2026-09', 'UTC');
    const ids = Array.from({ length: 30 }, (_, number) => `00000000-0000-4000-8000-0000000001${String(number).padStart(2, '0')}`);
    const parts = ids.map((checkId) => ({ checkId, sinceMs: fromMs, untilMs: toMs }));
    // The last one goes down first, and the first five come back.
    const spans = ids.map((checkId, place) => ({ ...spanOf(['1', fromMs + (30 - place) * 1_000, place < 5 ? fromMs + 60_000 : toMs, 'down']), checkId }));
    const timeline = causedTimelineOf(parts, spans, { fromMs: fromMs + 1_000, toMs }, true).filter(({ kind }) => kind === 'down');
    const causesAt = (seconds: number) => timeline.find(({ fromMs: begin, toMs: end }) => begin <= fromMs + seconds * 1_000 && end > fromMs + seconds * 1_000)?.causes.map(({ checkId }) => checkId);
    expect(causesAt(1.5)).toEqual(ids.slice(29));
    expect(causesAt(15.5)).toEqual(ids.slice(15));
    expect(causesAt(40)).toEqual(ids.slice(0, 20));
  });

  it('of 2,000 checks that change 50,000 times is counted in steps, and in few seconds', () => {
    const { fromMs, toMs } = monthOf('2026-09', 'UTC');
    const ids = Array.from({ length: 2_000 }, (_, number) => `00000000-0000-4000-8000-00000000${String(number).padStart(4, '0')}`);
    const spans = ids.flatMap((checkId, place) => Array.from({ length: 25 }, (_, number) => {
      const at = fromMs + number * 80_000_000 + place * 7;
      return { ...spanOf(['1', at, at + 80_000_000, number % 2 ? 'up' : 'down']), checkId };
    }));
    const began = performance.now();
    const steps = causedTimelineSteps(ids.map((checkId) => ({ checkId, sinceMs: fromMs, untilMs: toMs })), spans, { fromMs, toMs }, true);
    let count = 0;
    while (!steps.next().done) count += 1;
    expect(count).toBeGreaterThan(15);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

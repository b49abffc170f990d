import { describe, expect, it } from 'vitest';
import type { BadgeLook } from './draw';
import { badgeKinds, badgeRanges, hasRange, usualLabel } from './kinds';
import { wordsOf, type BadgeFigure } from './words';

const dayMs = 86_400_000;
const uptime = (downMs: number, knownMs = 30 * dayMs): BadgeFigure => ({ kind: 'uptime', knownMs, downMs });
const latency = (p95Ms: number | null): BadgeFigure => ({ kind: 'latency', p95Ms });
const time = (left: number, isAtRisk = false): BadgeFigure => ({ kind: 'budget', budget: { left, leftPercent: left / 1_000, isAtRisk, unit: 'ms' } });
const events = (leftPercent: number, isAtRisk = false): BadgeFigure => ({ kind: 'budget', budget: { left: leftPercent * 10, leftPercent, isAtRisk, unit: 'events' } });

describe('a badge says', () => {
  const cases: [figure: BadgeFigure, text: string, look: BadgeLook][] = [
    [{ kind: 'status', state: 'up' }, 'up', 'ok'],
    [{ kind: 'status', state: 'degraded' }, 'degraded', 'warning'],
    [{ kind: 'status', state: 'down' }, 'down', 'critical'],
    [{ kind: 'status', state: 'unknown' }, 'unknown', 'unknown'],
    [{ kind: 'status', state: 'maintenance' }, 'maintenance', 'plain'],
    [uptime(0), '100 %', 'ok'],
    [uptime(1), '99.99 %', 'ok'],
    [uptime(dayMs * 0.03), '99.90 %', 'ok'],
    [uptime(dayMs * 0.03 + 1), '99.89 %', 'warning'],
    [uptime(dayMs * 0.3), '99.00 %', 'warning'],
    [uptime(dayMs * 0.3 + 1), '98.99 %', 'critical'],
    [uptime(30 * dayMs), '0.00 %', 'critical'],
    [uptime(3, 20_000), '99.98 %', 'ok'],
    [uptime(0, 1), '100 %', 'ok'],
    [uptime(0, 0), 'unknown', 'unknown'],
    [latency(null), 'unknown', 'unknown'],
    [latency(0), 'p95 under 0.1 ms', 'plain'],
    [latency(3.14), 'p95 3.1 ms', 'plain'],
    [latency(9.96), 'p95 10 ms', 'plain'],
    [latency(123.4), 'p95 123 ms', 'plain'],
    [latency(9_999.4), 'p95 9999 ms', 'plain'],
    [latency(12_340), 'p95 12.3 s', 'plain'],
    [{ kind: 'budget', budget: null }, 'unknown', 'unknown'],
    [time(750_999), '12 m 30 s left', 'ok'],
    [time(750_000, true), '12 m 30 s left', 'warning'],
    [time(2 * dayMs + 3 * 3_600_000 + 59_000), '2 d 3 h left', 'ok'],
    [time(dayMs + 59_000), '1 d left', 'ok'],
    [time(999), 'under 1 s left', 'ok'],
    [time(0, true), 'nothing left', 'warning'],
    [time(-180_000), 'overspent 3 m', 'critical'],
    [time(-179_001), 'overspent 3 m', 'critical'],
    [time(-1), 'overspent under 1 s', 'critical'],
    [time(-3_599_500), 'overspent 1 h', 'critical'],
    [time(-(dayMs - 1)), 'overspent 1 d', 'critical'],
    [time(-(dayMs + 1)), 'overspent 1 d 1 h', 'critical'],
    [events(42.9), '42 % left', 'ok'],
    [events(100), '100 % left', 'ok'],
    [events(0.5, true), 'under 1 % left', 'warning'],
    [events(0, true), 'nothing left', 'warning'],
    [events(-12.1), 'overspent 13 %', 'critical'],
  ];
  it.each(cases)('%j as %s in %s', (figure, text, look) => {
    expect(wordsOf(figure)).toEqual({ text, look });
  });
});

it('is called by its kind, and by its range where it looks back', () => {
  expect(badgeKinds.map((kind) => usualLabel(kind, '30d'))).toEqual(['status', 'uptime 30 d', 'latency', 'error budget']);
  expect(badgeRanges.map((range) => usualLabel('uptime', range))).toEqual(['uptime 24 h', 'uptime 7 d', 'uptime 30 d', 'uptime 90 d']);
  expect(badgeKinds.filter(hasRange)).toEqual(['uptime', 'latency']);
});

import { describe, expect, it } from 'vitest';
import { barsOf, uptimeOfBars } from './bars';
import type { Span } from './span';
import type { CheckState } from './states';

function span(state: CheckState, fromMs: number, toMs: number, isMaintained = false): Span {
  return { checkId: 'a', state, fromMs, toMs, reason: '', maintenance: isMaintained ? { id: 'w', name: 'w', reason: '' } : null, eventId: null };
}

const short = (spans: Span[], count = 2) => barsOf(spans, 0, 100, count).map(({ from, to, upMs, degradedMs, downMs, unknownMs, maintenanceMs }) => [from, to, upMs, degradedMs, downMs, unknownMs, maintenanceMs]);

describe('bars', () => {
  it('are unknown where nothing was measured', () => expect(short([])).toEqual([[0, 50, 0, 0, 0, 50, 0], [50, 100, 0, 0, 0, 50, 0]]));

  it('cut spans at their edges, and at the window', () => {
    expect(short([span('up', -50, 30), span('down', 30, 60), span('up', 70, 500)])).toEqual([[0, 50, 30, 0, 20, 0, 0], [50, 100, 30, 0, 10, 10, 0]]);
  });

  it('show what was measured in maintenance as that', () => expect(short([span('down', 0, 100, true)], 1)).toEqual([[0, 100, 0, 0, 0, 0, 100]]));

  it('of several checks show the worst that is known at each moment', () => {
    expect(short([span('up', 0, 100), span('down', 10, 30), span('degraded', 20, 60), span('unknown', 0, 100), span('up', 40, 100, true)], 1)).toEqual([[0, 100, 50, 30, 20, 0, 0]]);
  });

  it('add up to their length, also where that is no whole number', () => {
    for (const bar of barsOf([span('up', 3, 57), span('down', 57, 90)], 0, 100, 7)) expect(bar.upMs + bar.degradedMs + bar.downMs + bar.unknownMs + bar.maintenanceMs).toBe(bar.to - bar.from);
  });

  it('tell the uptime of the known time', () => {
    expect(uptimeOfBars(barsOf([span('up', 0, 30), span('degraded', 30, 60), span('down', 60, 80)], 0, 100, 4))).toBe(75);
    expect(uptimeOfBars(barsOf([], 0, 100, 4))).toBeNull();
  });
});

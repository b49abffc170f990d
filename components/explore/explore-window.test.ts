import { describe, expect, it } from 'vitest';
import { stepFault, windowOfExplore } from './explore-window';

const nowMs = Date.UTC(2026, 2, 5, 12, 0, 7, 123);
const hour = { kind: 'named', name: '1h' } as const;

describe('windowOfExplore', () => {
  it('chooses a step that draws at most 400 points, both ends on its grid', () => {
    const { window, fault } = windowOfExplore(hour, '', nowMs);
    expect(window.stepMs).toBe(10_000);
    expect([window.fromMs % 10_000, window.toMs % 10_000, fault]).toEqual([0, 0, null]);
  });
  it('ends at the newest moment where the step is long', () => {
    const { window } = windowOfExplore({ kind: 'named', name: '7d' }, '', nowMs);
    expect(window.stepMs).toBe(1_800_000);
    expect(nowMs - window.toMs).toBeLessThan(1_000);
    expect((window.toMs - window.fromMs) / window.stepMs).toBe(336);
  });
  it('takes a step that is given', () => expect(windowOfExplore(hour, '1m30s', nowMs).window.stepMs).toBe(90_000));
  it('says why a step cannot be used and chooses one', () => {
    expect(windowOfExplore(hour, '1s', nowMs)).toMatchObject({ window: { stepMs: 10_000 }, fault: expect.stringContaining('3,601 points a line; a chart draws at most 400. Use 10s or longer.') });
  });
});

describe('stepFault', () => {
  it.each([
    ['abc', /Write a duration/],
    ['-5s', /Write a duration|at least/],
    ['0', /at least 1s/],
    ['0.5', /at least 1s/],
    ['2h', /longer than the range/],
  ])('refuses %s', (step, expected) => expect(stepFault(step, 3_600_000)).toMatch(expected));
  it.each(['15s', '1m', '30', '1h'])('takes %s', (step) => expect(stepFault(step, 3_600_000)).toBeNull());
});

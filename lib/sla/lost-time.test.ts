import { describe, expect, it } from 'vitest';
import type { Span } from '@/lib/checks/span';
import { lostTimeOf } from './lost-time';

type Short = [from: number, to: number, state: Span['state'], eventId?: string];

const spansOf = (checkId: string, ...spans: Short[]): Span[] => spans.map(([fromMs, toMs, state, eventId = null]) => ({ checkId, fromMs, toMs, state, reason: state, eventId, maintenance: null }));
const checkOf = (checkId: string) => ({ checkId, name: checkId.toUpperCase(), sinceMs: 0, untilMs: null });
const counting = { degraded: 'good', unknown: 'excluded', maintenance: 'excluded' } as const;

describe('the time that was lost', () => {
  it('is that of each check by its own spans, the newest first', () => {
    const spans = [...spansOf('a', [0, 10, 'up'], [10, 20, 'down', 'e1'], [20, 100, 'up']), ...spansOf('b', [0, 50, 'degraded'], [60, 90, 'up'], [90, 100, 'down', 'e2'])];
    expect(lostTimeOf([checkOf('a'), checkOf('b'), checkOf('c')], spans, counting, { fromMs: 0, toMs: 100 }).map(({ checkName, from, to, state, eventId }) => [checkName, from, to, state, eventId])).toEqual([
      ['B', 90, 100, 'down', 'e2'],
      ['B', 50, 60, 'unknown', null],
      ['A', 10, 20, 'down', 'e1'],
      ['C', 0, 100, 'unknown', null],
    ]);
  });

  it('of a thousand checks that changed three hundred times each is found at once', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `c${index}`);
    const spans = ids.flatMap((id) => spansOf(id, ...Array.from({ length: 300 }, (_, index): Short => [index, index + 1, index % 3 === 0 ? 'down' : 'up', `${index}`])));
    expect(lostTimeOf(ids.map(checkOf), spans, counting, { fromMs: 0, toMs: 300 })).toHaveLength(100_000);
  });
});

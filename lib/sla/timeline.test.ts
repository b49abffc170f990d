import { describe, expect, it } from 'vitest';
import type { Span } from '@/lib/checks/span';
import type { Counting } from './schemas';
import { addTally, amountOf, tallyOf, timelineOf, type CheckPart } from './timeline';

type Short = [from: number, to: number, what: Span['state'] | 'maintenance' | 'down in maintenance'];

const spansOf = (checkId: string, ...spans: Short[]): Span[] =>
  spans.map(([fromMs, toMs, what]) => ({
    checkId, fromMs, toMs, reason: '', eventId: null,
    state: what === 'maintenance' ? 'up' : what === 'down in maintenance' ? 'down' : what,
    maintenance: what.includes('maintenance') ? { id: 'm', name: 'move', reason: '' } : null,
  }));

const whole = (checkId: string): CheckPart => ({ checkId, sinceMs: 0, untilMs: null });
/** up, degraded, down, unknown, maintenance. */
const counted = (parts: CheckPart[], spans: Span[], fromMs = 0, toMs = 100) => {
  const { upMs, degradedMs, downMs, unknownMs, maintenanceMs } = tallyOf(timelineOf(parts, spans, fromMs, toMs), fromMs, toMs);
  expect(upMs + degradedMs + downMs + unknownMs + maintenanceMs).toBe(toMs - fromMs);
  return [upMs, degradedMs, downMs, unknownMs, maintenanceMs];
};

describe('the time of one check', () => {
  it.each<[what: string, spans: Short[], counted: number[]]>([
    ['up all the time', [[0, 100, 'up']], [100, 0, 0, 0, 0]],
    ['never measured', [], [0, 0, 0, 100, 0]],
    ['with a gap, which is unknown', [[0, 40, 'up'], [55, 100, 'up']], [85, 0, 0, 15, 0]],
    ['with every state', [[0, 10, 'up'], [10, 30, 'degraded'], [30, 60, 'down'], [60, 100, 'unknown']], [10, 20, 30, 40, 0]],
    ['in maintenance, whatever was measured', [[0, 20, 'maintenance'], [20, 50, 'down in maintenance'], [50, 100, 'up']], [50, 0, 0, 0, 50]],
    ['that reaches over both ends', [[-50, 30, 'up'], [30, 500, 'down']], [30, 0, 70, 0, 0]],
    ['whose spans only touch the ends', [[-50, 0, 'down'], [0, 100, 'up'], [100, 200, 'down']], [100, 0, 0, 0, 0]],
    ['of a single millisecond down at the last moment', [[0, 99, 'up'], [99, 100, 'down']], [99, 0, 1, 0, 0]],
    ['whose spans overlap, counted once', [[0, 60, 'down'], [40, 100, 'up']], [40, 0, 60, 0, 0]],
    ['one of whose spans is inside of another', [[0, 100, 'up'], [20, 30, 'down']], [100, 0, 0, 0, 0]],
    ['with maintenance windows that overlap, counted once', [[0, 30, 'maintenance'], [20, 50, 'maintenance'], [50, 100, 'up']], [50, 0, 0, 0, 50]],
  ])('%s', (_, spans, expected) => expect(counted([whole('a')], spansOf('a', ...spans))).toEqual(expected));

  it('before its first result is unknown when no other check has a say', () => expect(counted([{ checkId: 'a', sinceMs: 40, untilMs: null }], spansOf('a', [40, 100, 'up']))).toEqual([60, 0, 0, 40, 0]));
  it('is the same in one piece and in two', () => {
    const spans = spansOf('a', [0, 33, 'up'], [40, 77, 'down'], [77, 100, 'up']);
    const timeline = timelineOf([whole('a')], spans, 0, 100);
    for (let cut = 0; cut <= 100; cut += 1) {
      const sum = tallyOf(timeline, 0, cut);
      addTally(sum, tallyOf(timeline, cut, 100));
      expect(sum).toEqual(tallyOf(timeline, 0, 100));
    }
  });
  it('beyond what the timeline covers is unknown', () => expect(tallyOf(timelineOf([whole('a')], spansOf('a', [0, 100, 'up']), 0, 100), 50, 150)).toMatchObject({ upMs: 50, unknownMs: 50 }));
  it('of no length is nothing', () => expect(counted([whole('a')], spansOf('a', [0, 100, 'up']), 50, 50)).toEqual([0, 0, 0, 0, 0]));
});

describe('the worst of several checks', () => {
  it.each<[what: string, a: Short[], b: Short[], counted: number[]]>([
    ['down while one of them is', [[0, 100, 'up']], [[0, 40, 'up'], [40, 60, 'down'], [60, 100, 'up']], [80, 0, 20, 0, 0]],
    ['down once where both are, at times that overlap', [[0, 30, 'down'], [30, 100, 'up']], [[0, 20, 'up'], [20, 50, 'down'], [50, 100, 'up']], [50, 0, 50, 0, 0]],
    ['unknown in a gap of one, unless the other is down', [[0, 20, 'up'], [60, 100, 'up']], [[0, 40, 'up'], [40, 80, 'down'], [80, 100, 'up']], [40, 0, 40, 20, 0]],
    ['degraded is better than unknown', [[0, 100, 'degraded']], [[0, 50, 'unknown'], [50, 100, 'up']], [0, 50, 0, 50, 0]],
    ['in maintenance where one is and the other is well', [[0, 50, 'down in maintenance'], [50, 100, 'up']], [[0, 100, 'up']], [50, 0, 0, 0, 50]],
    ['maintenance of one does not excuse another that is down', [[0, 100, 'down in maintenance']], [[0, 70, 'up'], [70, 100, 'down']], [0, 0, 30, 0, 70]],
    ['nor one that is degraded or unknown', [[0, 100, 'maintenance']], [[0, 10, 'degraded'], [10, 20, 'unknown'], [20, 100, 'up']], [0, 10, 0, 10, 80]],
    ['maintenance windows that overlap count once', [[0, 30, 'maintenance'], [30, 100, 'up']], [[0, 20, 'up'], [20, 60, 'maintenance'], [60, 100, 'up']], [40, 0, 0, 0, 60]],
  ])('%s', (_, a, b, expected) => expect(counted([whole('a'), whole('b')], [...spansOf('a', ...a), ...spansOf('b', ...b)])).toEqual(expected));

  it('asks a check that was added later only since its first result', () => {
    const spans = [...spansOf('a', [0, 100, 'up']), ...spansOf('b', [60, 80, 'down'], [80, 100, 'up'])];
    expect(counted([whole('a'), { checkId: 'b', sinceMs: 60, untilMs: null }], spans)).toEqual([80, 0, 20, 0, 0]);
  });
  it('asks a check that is switched off until its last result, and forgets nothing of it', () => {
    const spans = [...spansOf('a', [0, 100, 'up']), ...spansOf('b', [0, 10, 'up'], [10, 40, 'down'])];
    expect(counted([whole('a'), { checkId: 'b', sinceMs: 0, untilMs: 40 }], spans)).toEqual([70, 0, 30, 0, 0]);
  });
  it('asks nothing of a check that never had a result, nor of one without a part', () => {
    expect(counted([whole('a'), { checkId: 'b', sinceMs: null, untilMs: null }], [...spansOf('a', [0, 100, 'up']), ...spansOf('c', [0, 100, 'down'])])).toEqual([100, 0, 0, 0, 0]);
  });
  it('is that of each moment by itself, for any spans', () => {
    let seed = 7;
    const random = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below;
    const whats: Short[2][] = ['up', 'down', 'degraded', 'unknown', 'maintenance'];
    const order = ['up', 'maintenance', 'degraded', 'unknown', 'down'];
    for (let round = 0; round < 50; round += 1) {
      const parts = ['a', 'b', 'c', 'd'].map((checkId): CheckPart => ({ checkId, sinceMs: random(30), untilMs: random(2) ? null : 60 + random(60) }));
      const spans = parts.flatMap(({ checkId, sinceMs }) => {
        const own: Short[] = [];
        for (let atMs = sinceMs ?? 0; atMs < 110; ) {
          const toMs = atMs + 1 + random(20);
          own.push([atMs, toMs, whats[random(5)] ?? 'up']);
          atMs = toMs + (random(3) ? 0 : random(9));
        }
        return spansOf(checkId, ...own);
      });
      const kindAt = (time: number) => {
        const kinds = parts.filter(({ sinceMs, untilMs }) => (sinceMs ?? 0) <= time && time < (untilMs ?? Infinity)).map(({ checkId }) => {
          const span = spans.find((each) => each.checkId === checkId && each.fromMs <= time && time < each.toMs);
          return span ? (span.maintenance ? 'maintenance' : span.state) : 'unknown';
        });
        return kinds.sort((x, y) => order.indexOf(y) - order.indexOf(x))[0] ?? null;
      };
      const timeline = timelineOf(parts, spans, 0, 100);
      expect(Array.from({ length: 100 }, (_, time) => timeline.find(({ fromMs, toMs }) => fromMs <= time && time < toMs)?.kind)).toEqual(Array.from({ length: 100 }, (_, time) => kindAt(time)));
      expect(timeline.every(({ fromMs, kind }, index) => index === 0 || (timeline[index - 1]?.toMs === fromMs && timeline[index - 1]?.kind !== kind))).toBe(true);
    }
  });
  it('is found at once for a thousand checks that changed two hundred times each', () => {
    const ids = Array.from({ length: 1_000 }, (_, index) => `c${index}`);
    const spans = ids.flatMap((id, index) => spansOf(id, ...Array.from({ length: 200 }, (_, at): Short => [at * 1_000 + index, at * 1_000 + index + 1_000, at % 2 ? 'down' : 'up'])));
    const timeline = timelineOf(ids.map(whole), spans, 0, 200_000);
    // All of them are up only in the last millisecond of every other second.
    expect(tallyOf(timeline, 0, 200_000)).toMatchObject({ upMs: 100, downMs: 198_901, unknownMs: 999 });
  });
  it('is unknown without any check', () => expect(counted([], [])).toEqual([0, 0, 0, 100, 0]));
});

describe('what counts', () => {
  const tally = { upMs: 1_000, degradedMs: 100, downMs: 10, unknownMs: 20, maintenanceMs: 40 };
  it.each<[Counting, good: number, bad: number]>([
    [{ degraded: 'good', unknown: 'excluded', maintenance: 'excluded' }, 1_100, 10],
    [{ degraded: 'bad', unknown: 'excluded', maintenance: 'excluded' }, 1_000, 110],
    [{ degraded: 'excluded', unknown: 'bad', maintenance: 'excluded' }, 1_000, 30],
    [{ degraded: 'good', unknown: 'good', maintenance: 'good' }, 1_160, 10],
    [{ degraded: 'bad', unknown: 'bad', maintenance: 'bad' }, 1_000, 170],
    [{ degraded: 'excluded', unknown: 'excluded', maintenance: 'bad' }, 1_000, 50],
  ])('%j', (counting, good, bad) => expect(amountOf(tally, counting)).toEqual({ good, bad, unit: 'ms' }));
});

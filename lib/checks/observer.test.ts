import { describe, expect, it } from 'vitest';
import { badTimeBetween, networkLostSince, type TargetOutcome } from './observer';

const start = 1_700_000_000_000;
const at = (wallMs: number, monotonicMs: number) => ({ wallMs: start + wallMs, monotonicMs });

describe('two readings of the clocks', () => {
  const cases: [what: string, wallMs: number, monotonicMs: number, found: { fromMs: number; toMs: number; reason: RegExp } | null][] = [
    ['that are on time say nothing', 500, 500, null],
    ['that are a little late say nothing', 2_900, 2_900, null],
    ['that are late say that Nines was held up all that time', 7_500, 7_500, { fromMs: 0, toMs: 7_500, reason: /held up for 7\.5 s/ }],
    ['tell a clock that was set forward, or a machine that slept', 3_600_500, 500, { fromMs: 0, toMs: 3_600_500, reason: /forward by 60 min/ }],
    ['tell a clock that was set back, from where it is now', -59_500, 500, { fromMs: -59_500, toMs: -59_500, reason: /back by 60\.0 s/ }],
    ['bear the clock being slewed', 510, 500, null],
  ];
  it.each(cases)('%s', (_, wallMs, monotonicMs, found) => {
    const bad = badTimeBetween(at(0, 0), at(wallMs, monotonicMs), 500);
    if (found === null) return expect(bad).toBeNull();
    expect(bad).toEqual({ fromMs: start + found.fromMs, toMs: start + found.toMs, reason: expect.stringMatching(found.reason) as string });
  });
});

describe('the network of this machine', () => {
  const now = 1_000_000;
  const fails = (agoMs: number): TargetOutcome => ({ failingSinceMs: now - agoMs, hasAnswered: true, coveredMs: now + 1 });
  const never: TargetOutcome = { failingSinceMs: now - 5_000, hasAnswered: false, coveredMs: now + 1 };
  const answers: TargetOutcome = { failingSinceMs: null, hasAnswered: true, coveredMs: now + 1 };
  const old: TargetOutcome = { failingSinceMs: now - 5_000, hasAnswered: true, coveredMs: now - 1 };
  const cases: [what: string, before: number | null, outcomes: TargetOutcome[], since: number | null][] = [
    ['is not lost without any target', null, [], null],
    ['is not lost by two targets', null, [fails(5_000), fails(4_000)], null],
    ['is lost since the first of three that failed together', null, [fails(5_000), fails(9_000), fails(4_000)], now - 9_000],
    ['is not lost while others answer', null, [fails(5_000), fails(9_000), fails(4_000), answers], null],
    ['is lost though one of many answers still', null, [...Array.from({ length: 9 }, () => fails(1_000)), answers], now - 1_000],
    ['is not lost by targets that went down one after the other', null, [fails(5_000), fails(500_000), fails(900_000)], null],
    ['is lost since the failures of now, not since a target that was down before', null, [fails(900_000), fails(3_000), fails(2_000), fails(1_000)], now - 3_000],
    ['does not count what was measured too long ago', null, [fails(5_000), fails(4_000), old], null],
    ['is not lost by targets that never answered', null, [never, never, never, never], null],
    ['is not lost by two that answered before, with any number that never did', null, [fails(5_000), fails(4_000), never, never], null],
    ['does not stay lost by targets that never answered', now - 700_000, [never, never, never], null],
    ['stays lost however long it lasts', now - 700_000, [fails(700_000), fails(690_000), fails(695_000)], now - 700_000],
    ['is back as soon as targets answer', now - 700_000, [fails(700_000), answers, answers], null],
  ];
  it.each(cases)('%s', (_, before, outcomes, since) => expect(networkLostSince(before, outcomes, now)).toBe(since));
});

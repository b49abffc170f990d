import { describe, expect, it } from 'vitest';
import { closedCircuit, stepCircuit, type ChannelSignal, type Circuit } from './circuit';
import { retryDelayMs } from './retry';

const failed: ChannelSignal = { kind: 'failed', reason: 'connection refused' };
const after = (signals: readonly [ChannelSignal, number][]) => signals.reduce<Circuit>((circuit, [signal, at]) => stepCircuit(circuit, signal, at), closedCircuit);
const fails = (count: number): [ChannelSignal, number][] => Array.from({ length: count }, () => [failed, 0]);

describe('a circuit', () => {
  it.each<[string, [ChannelSignal, number][], Partial<Circuit>]>([
    ['stays closed for four failures', fails(4), { failures: 4, openings: 0, pausedUntilMs: null }],
    ['opens with the fifth', fails(5), { openings: 1, pausedUntilMs: 15_000, reason: 'connection refused' }],
    ['opens for longer when the message that finds out fails', [...fails(5), [failed, 15_000]], { openings: 2, pausedUntilMs: 45_000 }],
    ['opens for five minutes at most', [...fails(40), [failed, 1_000_000]], { pausedUntilMs: 1_300_000 }],
    ['counts failures in a row', [...fails(4), [{ kind: 'delivered' }, 1], ...fails(4)], { failures: 4, openings: 0 }],
    ['closes with a success', [...fails(7), [{ kind: 'delivered' }, 1]], closedCircuit],
    ['pauses without opening when it is asked to', [[{ kind: 'busy', reason: '429', retryAfterMs: 60_000 }, 1_000]], { failures: 0, openings: 0, pausedUntilMs: 61_000 }],
    ['pauses for 15 minutes at most', [[{ kind: 'busy', reason: '429', retryAfterMs: 1e12 }, 0]], { pausedUntilMs: 900_000 }],
  ])('%s', (_name, signals, expected) => {
    expect(after(signals)).toMatchObject(expected);
  });
});

describe('the time until another try', () => {
  it.each([
    ['the first, without luck', 1, 0.999, null, 1_998],
    ['never below a second', 1, 0, null, 1_000],
    ['the bound doubles', 5, 0.5, null, 16_000],
    ['to five minutes', 12, 0.5, null, 150_000],
    ['whatever the number', 10_000, 1, null, 300_000],
    ['as long as the service asks', 1, 0.5, 120_000, 120_000],
    ['for 15 minutes at most', 1, 0.5, 86_400_000, 900_000],
    ['no shorter because the service asks little', 5, 1, 1_000, 32_000],
  ])('%s', (_name, attempt, chance, retryAfterMs, expected) => {
    expect(retryDelayMs(attempt, chance, retryAfterMs)).toBe(expected);
  });
});

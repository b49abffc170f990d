import { describe, expect, it } from 'vitest';
import { dayMs } from '@/lib/metrics/retention';
import { costOf, droppedByBudget, removedBy, type Kept, type RetentionFigures, type StoredPart } from './retention-cost';

const figures: RetentionFigures = { samplesPerSecond: 12_000, bytesPerSample: 1.4, bytesPerDay: { '5m': 10e6, '1h': 1e6 }, totalBytes: 5e9, freeBytes: 80e9 };
const kept = (raw: number, diskBudgetBytes: number | null = null): Kept => ({ retentionMs: { raw: raw * dayMs, '5m': 180 * dayMs, '1h': 730 * dayMs }, diskBudgetBytes });

describe('costOf', () => {
  it('multiplies the rate of now by the bytes of a sample and the time it is kept', () => {
    const cost = costOf(kept(15), figures);
    expect(cost.rawBytes).toBeCloseTo(12_000 * 1.4 * 86_400 * 15);
    expect(cost.fiveMinuteBytes).toBe(1.8e9);
    expect(cost.hourBytes).toBe(0.73e9);
    expect(cost.totalBytes).toBeCloseTo(21.7728e9 + 2.53e9);
    expect(cost).toMatchObject({ budgetDays: null, isTooMuch: false });
  });

  const cases: [name: string, kept: Kept, figures: Partial<RetentionFigures>, expected: object][] = [
    ['says nothing of samples before their rate is known', kept(15), { samplesPerSecond: null }, { rawBytes: null, totalBytes: null, isTooMuch: false }],
    ['takes what is usual before samples are at rest', kept(1), { samplesPerSecond: 1, bytesPerSample: null }, { rawBytes: 86_400 * 1.5 }],
    ['counts nothing for roll-ups that there are not yet', kept(1), { bytesPerDay: { '5m': null, '1h': null } }, { fiveMinuteBytes: null, hourBytes: null, totalBytes: 12_000 * 1.4 * 86_400 }],
    ['tells when the disk is too small', kept(100), {}, { isTooMuch: true }],
    ['a budget keeps the disk from being too small', kept(100, 20e9), {}, { isTooMuch: false }],
    ['cannot tell of a disk that it does not see', kept(36_500), { freeBytes: null }, { isTooMuch: false }],
    ['nothing arrives, nothing is taken', kept(15), { samplesPerSecond: 0 }, { rawBytes: 0, budgetDays: null }],
  ];
  it.each(cases)('%s', (_, what, changed, expected) => expect(costOf(what, { ...figures, ...changed })).toMatchObject(expected));

  it('tells after how many days a budget drops samples before their time', () => {
    const perDay = 12_000 * 1.4 * 86_400;
    expect(costOf(kept(15, 2.53e9 + 5 * perDay), figures).budgetDays).toBeCloseTo(5);
    expect(costOf(kept(15, 100e6), figures).budgetDays).toBe(0);
    expect(costOf(kept(15, 100e9), figures).budgetDays).toBeNull();
  });
});

const nowMs = 100 * dayMs + 3_600_000;
const day = (number: number): StoredPart => ({ resolution: 'raw', fromMs: number * dayMs, toMs: (number + 1) * dayMs, bytes: 1e6 });
const days = [90, 91, 92, 98, 99, 100].map(day);

describe('removedBy', () => {
  it('drops whole days that lie wholly before what is kept, and tells where the rest begins', () => {
    expect(removedBy(days, kept(15), kept(7), nowMs)).toEqual([{ resolution: 'raw', days: 3, bytes: 3e6, untilMs: 93 * dayMs }]);
  });
  it('leaves out what goes anyway', () => expect(removedBy(days, kept(2), kept(1), nowMs)).toEqual([{ resolution: 'raw', days: 1, bytes: 1e6, untilMs: 99 * dayMs }]));
  it('longer retention removes nothing', () => expect(removedBy(days, kept(7), kept(15), nowMs)).toEqual([]));
});

describe('droppedByBudget', () => {
  it.each([
    [null, 0],
    [6e6, 0],
    [4.5e6, 2],
    [1, 5],
  ])('%s bytes drop %i days, and never today', (budget, expected) => expect(droppedByBudget(days, budget, 6e6, nowMs)).toBe(expected));
});

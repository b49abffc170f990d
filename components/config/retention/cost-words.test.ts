import { expect, it } from 'vitest';
import { costOf } from '@/lib/settings/retention-cost';
import { dayMs } from '@/lib/metrics/retention';
import { costWords, removalWords, storageWords } from './cost-words';

const figures = { samplesPerSecond: 12_000, bytesPerSample: 1.4, bytesPerDay: { '5m': null, '1h': null }, totalBytes: 2 ** 30, freeBytes: 80 * 2 ** 30 };
const kept = { retentionMs: { raw: 15 * dayMs, '5m': 180 * dayMs, '1h': 730 * dayMs }, diskBudgetBytes: null };

it('says what it takes with the figures it was made of', () => {
  expect(costWords(figures, costOf(kept, figures), 15)).toBe('At 12k samples/s and 1.4 bytes a sample, 15 days take 20.3 GiB. Roll-ups are not measured before the first day is over.');
  expect(storageWords(figures)).toBe('Metrics take 1 GiB now; the disk has 80 GiB free.');
});

it('says so while it cannot be told', () => {
  const early = { ...figures, samplesPerSecond: null };
  expect(costWords(early, costOf(kept, early), 15)).toMatch(/being measured/);
});

it('says what is removed, and nothing where nothing is', () => {
  const cost = costOf(kept, figures);
  expect(removalWords({ cost, figures, removed: [], budgetDropsDays: 0 })).toEqual([]);
  expect(removalWords({ cost, figures, removed: [{ resolution: 'raw', days: 3, bytes: 2 ** 20, untilMs: 0 }], budgetDropsDays: 1 })).toEqual([
    'This removes 3 days of samples (1 MiB), for good.',
    'The disk budget removes another 1 day of samples, the oldest first.',
  ]);
});

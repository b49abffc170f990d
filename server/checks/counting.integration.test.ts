import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import { collectingStore } from '@/server/scrape/test-collecting-store';
import { systemScrapeClock } from '@/server/scrape/scrape-clock';
import { CheckSeries } from './check-series';
import { Counting } from './counting';
import { Observing } from './observing';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.drop());
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }));
afterEach(() => void vi.useRealTimers());

it('samples that are dropped soon after others were told are told after a minute, though no more are dropped', async () => {
  const [store, log] = [collectingStore(), createLog('silent')];
  const told = vi.spyOn(log, 'error');
  const counting = new Counting({ database: test.database, store, log, observing: new Observing(systemScrapeClock) });
  const tenant = test.tenants.alpha;
  let nowMs = Date.UTC(2026, 0, 5);
  const round = async (fails: boolean) => {
    nowMs += 1_000;
    vi.advanceTimersByTime(1_000);
    const series = new CheckSeries({ check: 'web' });
    series.up(store.batch(tenant), 'up', false, true, nowMs - 500);
    if (fails) store.answers.push(new Error('The queue is full.'));
    await counting.count({ checks: [], tenants: new Map(), finished: [], bad: [], ended: fails ? [{ tenant, series }] : [], nowMs });
  };
  const counts = () => told.mock.calls.map(([about]) => about);
  const first = { dropped: 1, reason: 'The queue is full.' };
  await round(true);
  expect(counts()).toEqual([first]);
  await round(true);
  await round(true);
  for (let seconds = 0; seconds < 57; seconds += 1) await round(false);
  expect(counts()).toEqual([first]);
  await round(false);
  expect(counts()).toEqual([first, { ...first, dropped: 2 }]);
  for (let seconds = 0; seconds < 120; seconds += 1) await round(false);
  expect(counts()).toHaveLength(2);
});

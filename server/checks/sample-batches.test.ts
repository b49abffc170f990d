import { expect, test } from 'vitest';
import { AppError } from '@/lib/errors';
import { labelSetFrom } from '@/lib/metrics/labels';
import type { TenantRef } from '@/lib/tenants';
import { collectingStore } from '@/server/scrape/test-collecting-store';
import { SampleBatches } from './sample-batches';

const tenant = (id: string): TenantRef => ({ id, number: 1 });

function filled(store: ReturnType<typeof collectingStore>, ...ids: string[]): SampleBatches {
  const batches = new SampleBatches(store);
  for (const id of ids) {
    batches.of(tenant(id)).series(labelSetFrom('probe_success', { check: id }));
    for (const atMs of [1, 2]) batches.of(tenant(id)).sample(atMs, 0, 0);
  }
  return batches;
}

test('what is stored is not told', async () => {
  const store = collectingStore();
  expect(await filled(store, 'a', 'b').store()).toEqual([]);
  expect(store.stored).toHaveLength(4);
});

test('what a store that is away, or that refuses some, does not keep is counted by its reason', async () => {
  const store = collectingStore();
  store.answers.push(new AppError('unavailable', 'The queue is full.'), { stored: 1, duplicates: 0, refused: [{ reason: 'series_limit', count: 1, example: 'probe_success' }] } as never);
  expect(await filled(store, 'a', 'b').store()).toEqual([{ count: 2, reason: 'The queue is full.' }, { count: 1, reason: 'series_limit: probe_success' }]);
});

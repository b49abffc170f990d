import { labelSetFrom } from '@/lib/metrics/labels';
import type { AppendReceipt, MetricStore } from '@/lib/metrics/metric-store';
import type { Sample } from '@/lib/metrics/sample';
import { bitsOf } from '@/lib/metrics/stale';
import type { TenantRef } from '@/lib/tenants';

const value = new Float64Array(1);
const bits = bitsOf(value);

/** Stores samples that are objects. */
export function appendSamples(store: MetricStore, tenant: TenantRef, samples: readonly Sample[]): Promise<AppendReceipt> {
  const batch = store.batch(tenant);
  for (const { name, labels, value: each, at } of samples) {
    batch.series(labelSetFrom(name, labels));
    value[0] = each;
    batch.sample(at, bits[0] ?? 0, bits[1] ?? 0);
  }
  return store.append(tenant, batch);
}

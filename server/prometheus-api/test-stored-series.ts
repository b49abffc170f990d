import { halvesOf } from '@/lib/ingest/protobuf';
import { labelSetFrom } from '@/lib/metrics/labels';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { Labels } from '@/lib/metrics/sample';
import type { TenantRef } from '@/lib/tenants';

/** When the stored series begin, in milliseconds since 1970; they have a sample every 15 s. */
export const t0 = 1_700_000_000_000;

/** That many seconds after the beginning, as a parameter. */
export const at = (seconds: number): string => String(t0 / 1000 + seconds);

/** Two series of `up`, a label that needs escaping, a metric that is answered from roll-ups; and one of another tenant. */
export async function storeSeries(store: MetricStore, { alpha, beta }: { alpha: TenantRef; beta: TenantRef }): Promise<void> {
  await put(store, alpha, 'up', { job: 'node', instance: 'a' }, [1, 1, 0, 1]);
  await put(store, alpha, 'up', { job: 'node', instance: 'b' }, [1, 0.25, 1e-7, 1]);
  await put(store, alpha, 'dotted', { 'http.status': '200' }, [1]);
  await put(store, alpha, 'from_5m', {}, [1]);
  await put(store, beta, 'secret_of_beta', { job: 'beta' }, [42]);
}

async function put(store: MetricStore, tenant: TenantRef, name: string, labels: Labels, values: readonly number[]): Promise<void> {
  const batch = store.batch(tenant);
  batch.series(labelSetFrom(name, labels));
  values.forEach((value, index) => {
    const { low, high } = halvesOf(value);
    batch.sample(t0 + index * 15_000, low, high);
  });
  batch.metadata({ metric: name, type: 'gauge', help: `The ${name}.`, unit: '' });
  await store.append(tenant, batch);
}

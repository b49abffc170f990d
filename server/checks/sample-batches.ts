import { messageOf } from '@/lib/errors';
import type { MetricStore, SampleBatch } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';

/** Samples that were not stored, for one reason. Nothing keeps them. */
export interface DroppedSamples {
  count: number;
  reason: string;
}

/** The samples of one round, in one batch a tenant. */
export class SampleBatches {
  readonly #batches = new Map<string, { tenant: TenantRef; batch: SampleBatch }>();

  constructor(private readonly metrics: MetricStore) {}

  of(tenant: TenantRef): SampleBatch {
    const known = this.#batches.get(tenant.id);
    if (known) return known.batch;
    const batch = this.metrics.batch(tenant);
    this.#batches.set(tenant.id, { tenant, batch });
    return batch;
  }

  /** Stores them; what is answered are those that could not be. Never rejects. */
  async store(): Promise<DroppedSamples[]> {
    const filled = [...this.#batches.values()].filter(({ batch }) => batch.size > 0);
    return (await Promise.all(filled.map(({ tenant, batch }) => this.#append(tenant, batch)))).flat();
  }

  async #append(tenant: TenantRef, batch: SampleBatch): Promise<DroppedSamples[]> {
    try {
      const { refused } = await this.metrics.append(tenant, batch);
      return refused.map(({ reason, count, example }) => ({ count, reason: `${reason}: ${example}` }));
    } catch (error) {
      return [{ count: batch.size, reason: messageOf(error) }];
    }
  }
}

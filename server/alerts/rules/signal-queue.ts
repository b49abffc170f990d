import type { AlertSignal } from '@/lib/alerts/life-cycle-signal';
import type { TenantRef } from '@/lib/tenants';

interface Waiting {
  signals: readonly AlertSignal[];
  resolve(): void;
  reject(reason: unknown): void;
}

export interface SignalQueue {
  /** Resolves when the signals are stored. */
  push(tenant: TenantRef, signals: readonly AlertSignal[]): Promise<void>;
}

/** Stores the signals of many rules together: what comes while a tenant's last transaction runs goes into its next one. */
export function createSignalQueue(apply: (tenant: TenantRef, signals: readonly AlertSignal[]) => Promise<unknown>): SignalQueue {
  const queues = new Map<string, Waiting[]>();

  async function drain(tenant: TenantRef, waiting: Waiting[]): Promise<void> {
    while (waiting.length > 0) {
      const batch = waiting.splice(0);
      try {
        await apply(tenant, batch.flatMap(({ signals }) => signals));
        for (const each of batch) each.resolve();
      } catch (error) {
        if (batch.length === 1) batch[0]?.reject(error);
        // What one rule sends must not keep the others from being stored.
        else for (const each of batch) await apply(tenant, each.signals).then(each.resolve, each.reject);
      }
    }
    queues.delete(tenant.id);
  }

  return {
    push(tenant, signals) {
      if (signals.length === 0) return Promise.resolve();
      return new Promise((resolve, reject) => {
        const waiting = queues.get(tenant.id);
        if (waiting) {
          waiting.push({ signals, resolve, reject });
          return;
        }
        const first = [{ signals, resolve, reject }];
        queues.set(tenant.id, first);
        void drain(tenant, first);
      });
    },
  };
}

import type { TenantRef } from '@/lib/tenants';
import { createReadGate } from '@/server/metrics/read-gate';

const gate = createReadGate({ runningAtOnce: 1, waitingAtOnce: 8 });

/**
 * Counts one month of a tenant at a time, because each holds a database connection for as long as it takes. Throws `too_many_requests` where eight wait.
 */
export function countAlone<T>(tenant: Pick<TenantRef, 'number'>, count: () => Promise<T>): Promise<T> {
  return gate(tenant.number, count);
}

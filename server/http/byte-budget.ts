import { AppError } from '@/lib/errors';

/** Bytes of request bodies that this process holds at once, by the tenants that sent them. */
export interface ByteBudget {
  /** Throws AppError `unavailable` (worth another try) when that many more would be too many, of all tenants or of this one. */
  take(bytes: number, tenantNumber: number): void;
  release(bytes: number, tenantNumber: number): void;
}

/** Bounds what bodies may cost in memory: one body is bounded by its endpoint, all of a tenant by half of this, all of them together by this. */
export function createByteBudget(maxBytes: number): ByteBudget {
  const maxTenantBytes = maxBytes / 2;
  const heldBy = new Map<number, number>();
  let held = 0;
  return {
    take(bytes, tenantNumber) {
      const ofTenant = (heldBy.get(tenantNumber) ?? 0) + bytes;
      if (held + bytes > maxBytes || ofTenant > maxTenantBytes) {
        throw new AppError('unavailable', 'Too much is being sent at once. Try again in a moment.', { retryAfterSeconds: 1 });
      }
      held += bytes;
      heldBy.set(tenantNumber, ofTenant);
    },
    release(bytes, tenantNumber) {
      held -= bytes;
      const rest = (heldBy.get(tenantNumber) ?? 0) - bytes;
      if (rest > 0) heldBy.set(tenantNumber, rest);
      else heldBy.delete(tenantNumber);
    },
  };
}

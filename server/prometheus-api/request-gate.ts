import type { Caller } from '@/lib/context';
import { ApiError } from '@/lib/prometheus-api/api-error';
import type { WireRequest } from '@/server/http/wire';
import { createReadGate } from '@/server/metrics/read-gate';

export type RequestGate = <T>(request: WireRequest, caller: Caller, read: () => Promise<T>) => Promise<T>;

/** Lets a tenant run a few reads at once; one whose client went away while it waited is not begun. Throws ApiError `canceled` for it. */
export function createRequestGate(): RequestGate {
  const gate = createReadGate();
  return (request, { tenant }, read) =>
    gate(tenant.number, async () => {
      if (request.isGone()) throw new ApiError('canceled', 'the client closed the connection');
      return read();
    });
}

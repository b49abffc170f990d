import { parametersOf, type Parameters } from '@/lib/prometheus-api/parameters';
import type { WireRequest } from '@/server/http/wire';

/** Room for the longest expression, percent-encoded. */
const limits = { maxBytes: 512 * 1024, maxDecodedBytes: 512 * 1024, timeoutMs: 20_000 };

/** The parameters of the address and, by POST, of a form. Throws AppError `too_large`. */
export async function formParametersOf(request: WireRequest): Promise<Parameters> {
  const query = queryOf(request);
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (request.method !== 'POST' || type !== 'application/x-www-form-urlencoded') return parametersOf(query);
  return parametersOf(query, new TextDecoder().decode(await request.decodedBytes(limits)));
}

/** What follows the `?` of the address. */
export function queryOf({ url }: Pick<WireRequest, 'url'>): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start + 1);
}

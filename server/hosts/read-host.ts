import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { hostCatalogue } from '@/lib/hosts/catalogue';
import { parseHostKey } from '@/lib/hosts/host-key';
import type { HostDetail } from '@/lib/hosts/schemas';
import { summariseHost } from '@/lib/hosts/summarise';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { readSource } from './read-readings';
import { withSparklines } from './read-sparklines';

/** One host with its vitals. Throws AppError `not_found` for one that sent nothing for a day. */
export async function readHost(store: MetricStore, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, key: string): Promise<HostDetail> {
  const identity = parseHostKey(key);
  if (!identity) throw new AppError('not_found', 'There is no host of this key.');
  const source = hostCatalogue[identity.source];
  const { readings } = await readSource({ store, tenant, source, nowMs: now, only: identity });
  const found = readings[0];
  if (!found) throw new AppError('not_found', 'This host sent nothing in the last 24 hours.');
  const [host] = await withSparklines(store, tenant, [summariseHost(source, found, now)], now);
  if (!host) throw new AppError('not_found', 'There is no host of this key.');
  return { at: now, host };
}

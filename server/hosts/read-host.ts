import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { hostCatalogue } from '@/lib/hosts/catalogue';
import { parseHostKey } from '@/lib/hosts/host-key';
import type { HostDetail } from '@/lib/hosts/schemas';
import { summariseHost } from '@/lib/hosts/summarise';
import { thresholdsOf } from '@/server/alerts/rules/thresholds';
import type { HostStores } from './all-hosts';
import { readSource } from './read-readings';
import { withSparklines } from './read-sparklines';

/** One host with its vitals. Throws AppError `not_found` for one that sent nothing for a day. */
export async function readHost({ metrics, database }: HostStores, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, key: string): Promise<HostDetail> {
  const identity = parseHostKey(key);
  if (!identity) throw new AppError('not_found', 'There is no host of this key.');
  const source = hostCatalogue[identity.source];
  const { readings } = await readSource({ store: metrics, tenant, source, nowMs: now, only: identity });
  const found = readings[0];
  if (!found) throw new AppError('not_found', 'This host sent nothing in the last 24 hours.');
  const [host] = await withSparklines(metrics, tenant, [summariseHost(source, found, now, await thresholdsOf(database, tenant))], now);
  if (!host) throw new AppError('not_found', 'There is no host of this key.');
  return { at: now, host };
}

import { z } from 'zod';
import { channelKindOf } from '@/lib/alerts/channels/registry';
import type { ChannelView } from '@/lib/alerts/channels/schemas';
import type { Transaction } from '@/server/database/database';
import type { Sealer } from '@/server/secrets/sealed';
import { openSecrets } from './stored-channel';

/** A row of notification_channels. */
export interface ChannelRow {
  id: string;
  tenantId: string;
  name: string;
  kind: string;
  isEnabled: boolean;
  version: number;
  settings: unknown;
  sealed: string;
  circuit: unknown;
  createdAt: Date;
  updatedAt: Date;
}

const Settings = z.record(z.string(), z.unknown());
const Circuit = z.record(z.string(), z.unknown()).nullable().catch(null);

const Last = z.strictObject({
  id: z.string(),
  deliveredAt: z.date().nullable(),
  deliveredTitle: z.string().nullable(),
  failedAt: z.date().nullable(),
  failedError: z.string().nullable(),
});

/** The rows as they are shown, with their last deliveries: one query for all. */
export async function viewsOf(tx: Transaction, sealer: Sealer, rows: readonly ChannelRow[]): Promise<ChannelView[]> {
  const last = await lastDeliveries(tx, rows.map(({ id }) => id));
  return rows.map((row) => viewOf(row, namesOf(sealer, row), last.get(row.id) ?? null));
}

function viewOf({ id, version, name, kind, isEnabled, settings, circuit, createdAt, updatedAt }: ChannelRow, secretsSet: string[], last: z.infer<typeof Last> | null): ChannelView {
  const known = channelKindOf(kind);
  return {
    id, version, name, kind, isEnabled, secretsSet,
    title: known?.title ?? kind,
    isPersonal: known?.isPersonal ?? false,
    settings: Settings.parse(settings),
    circuit: Circuit.parse(circuit),
    lastDelivery: last?.deliveredAt ? { at: last.deliveredAt.getTime(), title: last.deliveredTitle ?? '' } : null,
    lastFailure: last?.failedAt ? { at: last.failedAt.getTime(), error: last.failedError ?? '' } : null,
    createdAt: createdAt.getTime(),
    updatedAt: updatedAt.getTime(),
  };
}

/** None where they cannot be read: then they have to be entered again. */
function namesOf(sealer: Sealer, { tenantId, id, sealed }: ChannelRow): string[] {
  try {
    return Object.keys(openSecrets(sealer, tenantId, id, sealed)).sort();
  } catch {
    return [];
  }
}

async function lastDeliveries(tx: Transaction, ids: readonly string[]): Promise<Map<string, z.infer<typeof Last>>> {
  if (ids.length === 0) return new Map();
  const rows = await tx.$queryRaw`
    select c.id::text as "id", d.delivered_at as "deliveredAt", d.title as "deliveredTitle", f.updated_at as "failedAt", f.last_error as "failedError"
    from unnest(${ids as string[]}::uuid[]) as c(id)
    left join lateral (
      select delivered_at, message ->> 'title' as title from (select * from deliveries where channel_id = c.id order by created_at desc limit 200) as recent
      where delivered_at is not null order by delivered_at desc limit 1
    ) as d on true
    left join lateral (
      select updated_at, last_error from (select * from deliveries where channel_id = c.id order by created_at desc limit 200) as recent
      where last_error is not null and delivered_at is null order by updated_at desc limit 1
    ) as f on true`;
  return new Map(z.array(Last).parse(rows).map((row) => [row.id, row]));
}

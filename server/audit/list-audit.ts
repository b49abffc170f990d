import type { z } from 'zod';
import type { AuditFilters, listAudit as endpoint } from '@/lib/audit/api';
import { auditLimits } from '@/lib/audit/schemas';
import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';
import { idsMeant, namesOf } from './actor-names';
import { chainEnd } from './chain-rows';
import { findEntries } from './find-entries';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;
type Answer = z.input<(typeof endpoint)['response']>;

/** A page of the tenant's trail. With filters it looks through a bounded stretch: what is found in it may be less than a page. */
export async function listAudit({ database }: { database: Database }, { tenant, now }: Pick<Caller, 'tenant' | 'now'>, { before, limit, ...filters }: Query): Promise<Answer> {
  const actorIds = filters.actor === undefined ? [] : await idsMeant(database, tenant, filters.actor);
  const { rows, from, scannedTo } = await database.withTenant(tenant, async (client) => {
    const end = (await chainEnd(client, tenant.id))?.seq ?? 0;
    const below = await firstBelow(client, tenant.id, Math.min(before ?? end + 1, end + 1), filters.to);
    const stretch = Math.max(0, below - auditLimits.scan);
    const found = await findEntries(client, { tenantId: tenant.id, filters, actorIds, from: stretch, below, limit, mostShown: auditLimits.shown });
    const isFull = found.length === limit;
    const lowest = isFull ? (found.at(-1)?.seq ?? stretch) : stretch;
    return { rows: found, from: await nextBefore(client, tenant.id, lowest, filters.from), scannedTo: await timeFrom(client, tenant.id, lowest) };
  });
  const nameOf = await namesOf(database, tenant, rows.map(({ actor }) => actor));
  const entries = rows.map(({ at, actor, before: was, after: is, hash, ...row }) => ({ ...row, at: at.getTime(), actor: { ...actor, name: nameOf(actor) }, before: was ?? null, after: is ?? null, hash: hash ?? '' }));
  return { entries, nextBefore: from, scannedTo, at: now };
}

type Client = Parameters<typeof chainEnd>[0];

/** A filter by time needs not look at what is younger: entries are numbered nearly in the order of their times. */
async function firstBelow(client: Client, tenantId: string, below: number, to: number | undefined): Promise<number> {
  if (to === undefined) return below;
  const { rows } = await client.query<{ seq: string }>('select max(seq)::text as seq from (select seq from audit_entries where tenant_id = $1 and at < $2 and seq is not null order by at desc limit 1000) nearest', [tenantId, new Date(to)]);
  return Math.min(below, Number(rows[0]?.seq ?? 0) + 1);
}

/** Null: no entry is older, or none that is wanted. */
async function nextBefore(client: Client, tenantId: string, lowest: number, from: AuditFilters['from']): Promise<number | null> {
  const { rows } = await client.query<{ at: Date }>('select at from audit_entries where tenant_id = $1 and seq < $2 order by seq desc limit 1', [tenantId, lowest]);
  const older = rows[0]?.at.getTime();
  // Entries of one moment may be numbered a little out of order.
  return older === undefined || (from !== undefined && older < from - 60_000) ? null : lowest;
}

async function timeFrom(client: Client, tenantId: string, lowest: number): Promise<number | null> {
  const { rows } = await client.query<{ at: Date }>('select at from audit_entries where tenant_id = $1 and seq >= $2 order by seq limit 1', [tenantId, lowest]);
  return rows[0]?.at.getTime() ?? null;
}

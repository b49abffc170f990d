import type pg from 'pg';
import { z } from 'zod';
import type { AuditFilters } from '@/lib/audit/api';
import { StoredActor } from './actor-names';

const Row = z.object({
  seq: z.coerce.number(), at: z.date(), actor: StoredActor, action: z.string(), before: z.unknown(), after: z.unknown(), isTooLong: z.boolean(), requestId: z.string(), address: z.string().nullable(), hash: z.string().nullable(),
});
export type FoundEntry = z.infer<typeof Row>;

interface Search {
  tenantId: string;
  filters: AuditFilters;
  /** Who is meant by `filters.actor`. */
  actorIds: readonly string[];
  /** Numbers in [from, below) are looked at. */
  from: number;
  below: number;
  limit: number;
  /** Characters of before and after that are read; of longer ones neither. */
  mostShown: number;
}

/** Entries of a tenant that fit the filters, the newest first. */
export async function findEntries(client: pg.ClientBase, { tenantId, filters, actorIds, from, below, limit, mostShown }: Search): Promise<FoundEntry[]> {
  const values: unknown[] = [tenantId, from, below, limit, mostShown];
  const conditions = ['tenant_id = $1', 'seq >= $2', 'seq < $3', ...conditionsOf(filters, actorIds, values)];
  const { rows } = await client.query(
    // Of the size as it is stored: long texts are compressed, and are not read for this.
    `select found.seq::text, at, actor, action, length > $5 as "isTooLong", case when length > $5 then null else before end as before, case when length > $5 then null else after end as after, request_id as "requestId", address, hash
     from (select *, coalesce(pg_column_size(before), 0) + coalesce(pg_column_size(after), 0) as length from audit_entries where ${conditions.join(' and ')} order by seq desc limit $4) found order by found.seq desc`,
    values,
  );
  return z.array(Row).parse(rows);
}

function conditionsOf(filters: AuditFilters, actorIds: readonly string[], values: unknown[]): string[] {
  const { from, to, actor, action, text, address, requestId } = filters;
  const place = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (from !== undefined) conditions.push(`at >= ${place(new Date(from))}`);
  if (to !== undefined) conditions.push(`at < ${place(new Date(to))}`);
  if (action !== undefined) conditions.push(`starts_with(action, ${place(action)})`);
  if (address !== undefined) conditions.push(`address = ${place(address)}`);
  if (requestId !== undefined) conditions.push(`request_id = ${place(requestId)}`);
  if (actor !== undefined) conditions.push(`actor ->> 'id' = any(${place(actorIds)})`);
  if (text !== undefined) {
    const pattern = place(`%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`);
    conditions.push(`(action ilike ${pattern} or before::text ilike ${pattern} or after::text ilike ${pattern})`);
  }
  return conditions;
}

import { z } from 'zod';
import type { Caller } from '@/lib/context';
import { leftOutEntry, mostSourced } from '@/lib/incidents/timeline-sources';
import { groupedBy } from '@/lib/sla/grouped-by';
import type { Database, Transaction } from '@/server/database/database';
import { rulesActor } from './engine-actor';
import { addEntries } from './entries';
import { alertEventEntries, auditEntries, deliveryEntries, deployEntries, type FillWindow, type FoundEntry } from './timeline-rows';

/** What was changed or rolled out so long before it began may be why. */
const beforeMs = 3_600_000;
/** So long after the resolution alerts may still end and messages arrive. */
const afterMs = 600_000;
const everyMs = 15_000;
const mostIncidents = 100;

const Row = z.object({ id: z.string(), startedAt: z.date(), resolvedAt: z.date().nullable(), isFull: z.boolean(), made: z.coerce.number() });
type FilledRow = z.infer<typeof Row>;

/**
 * Writes into the timelines of incidents that go on, or ended just now, what is stored of their alerts, deliveries, deployments and changes of settings and is not in them
 * yet: after a crash nothing is missing and nothing is there twice. Of one incident 2,000 entries at most, and one that says so. Says when to look again, in milliseconds
 * since 1970.
 */
export function fillTimelines(database: Database, tenant: Caller['tenant'], nowMs: number): Promise<{ nextDueMs: number | null }> {
  return database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const rows = z.array(Row).parse(await tx.$queryRaw`
      select i.id, i.started_at as "startedAt", case when i.state in ('resolved', 'reviewed') then coalesce(i.resolved_at, i.updated_at) end as "resolvedAt",
        exists (select from incident_entries e where e.incident_id = i.id and e.source_key = 'left_out') as "isFull",
        (select count(*) from incident_entries e where e.incident_id = i.id and e.source_key ~ '^(alert_event|delivery|deploy|audit):') as made
      from incidents i
      where i.merged_into is null and (i.state not in ('resolved', 'reviewed') or (i.filled_until is null or i.filled_until < coalesce(i.resolved_at, i.updated_at) + ${`${afterMs} milliseconds`}::interval))
      order by i.created_at desc limit ${mostIncidents}`);
    await fill(tx, tenant.id, rows.filter(({ isFull }) => !isFull), nowMs);
    const over = rows.filter(({ resolvedAt }) => resolvedAt !== null && resolvedAt.getTime() + afterMs <= nowMs).map(({ id }) => id);
    if (over.length > 0) await tx.incident.updateMany({ where: { id: { in: over } }, data: { filledUntil: new Date(nowMs) } });
    return { nextDueMs: rows.length > over.length ? nowMs + everyMs : rows.length === mostIncidents ? nowMs : null };
  });
}

async function fill(tx: Transaction, tenantId: string, rows: readonly FilledRow[], nowMs: number): Promise<void> {
  if (rows.length === 0) return;
  const windows = rows.map(({ id, startedAt, resolvedAt }): FillWindow => ({ id, from: new Date(startedAt.getTime() - beforeMs), until: resolvedAt ?? new Date(nowMs) }));
  // What ends with it comes a little later.
  const longer = windows.map((window) => ({ ...window, until: new Date(Math.min(nowMs, window.until.getTime() + afterMs)) }));
  const found: FoundEntry[] = [
    ...(await deployEntries(tx, windows)), ...(await auditEntries(tx, windows)), ...(await alertEventEntries(tx, longer)), ...(await deliveryEntries(tx, longer)),
  ];
  const made = new Map(rows.map((row) => [row.id, row.made]));
  for (const [id, own] of groupedBy(found, ({ incidentId }) => incidentId)) {
    const room = Math.max(0, mostSourced - (made.get(id) ?? 0));
    const entries = own.slice(0, room).map(({ entry }) => entry).sort((a, b) => a.at - b.at);
    await addEntries(tx, tenantId, id, nowMs, own.length > room ? [...entries, leftOutEntry(nowMs, rulesActor)] : entries);
  }
}

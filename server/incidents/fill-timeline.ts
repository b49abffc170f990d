import { z } from 'zod';
import type { Caller } from '@/lib/context';
import { reopenedWords } from '@/lib/incidents/life-cycle';
import { leftOutEntry, leftOutKey, mostSourced, type SourceGroup } from '@/lib/incidents/timeline-sources';
import { groupedBy } from '@/lib/sla/grouped-by';
import type { Database, Transaction } from '@/server/database/database';
import { rulesActor } from './engine-actor';
import { addEntries } from './entries';
import { alertEventEntries, auditEntries, deliveryEntries, deployEntries, type FillWindow, type FoundEntry } from './timeline-rows';

/** What was changed or rolled out so long before it began, or began again, may be why. */
const beforeMs = 3_600_000;
/** So long after the resolution alerts may still end and messages arrive. */
const afterMs = 600_000;
/** What was written so long ago is committed. */
const overlapMs = 600_000;
/** Each step of the mark is a change that all who look at incidents are told of. */
const markEveryMs = 300_000;
const everyMs = 15_000;
const mostIncidents = 100;
const incidentsAtOnce = 4;
const entriesAtOnce = 1_000;

const Row = z.object({ id: z.string(), startedAt: z.date(), resolvedAt: z.date().nullable(), reopenedAt: z.date().nullable(), filledUntil: z.date().nullable(), updatedAt: z.date(), isFull: z.object({ changes: z.boolean(), alerts: z.boolean() }) });
type FilledRow = z.infer<typeof Row>;

/**
 * Writes into the timelines of incidents that go on, or ended just now, what is stored of their alerts, deliveries, deployments and changes of settings and is not in them
 * yet: after a crash nothing is missing and nothing is there twice. What was read more than ten minutes ago is not read again, but of alerts that joined since, and where the
 * incident itself was changed. Of one incident 5,000 entries of alerts and deliveries and 2,000 of the rest at most, and one each that says so. With more than 100 incidents
 * those that waited longest come first. Says when to look again, in milliseconds since 1970.
 */
export async function fillTimelines(database: Database, tenant: Caller['tenant'], nowMs: number): Promise<{ nextDueMs: number | null }> {
  const rows = await database.transaction({ kind: 'tenant', tenant }, (tx) => readDue(tx, nowMs));
  const isCrowded = rows.length === mostIncidents;
  let isLeft = false;
  // Few at a time: what is written stays written, however much the others have.
  for (let index = 0; index < rows.length; index += incidentsAtOnce) {
    const some = rows.slice(index, index + incidentsAtOnce);
    const over = some.filter((row) => isOver(row, nowMs));
    const going = some.filter((row) => !isOver(row, nowMs) && (row.filledUntil === null || nowMs - row.filledUntil.getTime() >= (isCrowded ? everyMs : markEveryMs)));
    const marked = await database.transaction({ kind: 'tenant', tenant }, async (tx) => {
      await fill(tx, tenant.id, some, nowMs);
      return mark(tx, [...over, ...going], nowMs);
    });
    isLeft ||= some.length > over.length || marked < over.length + going.length;
  }
  return { nextDueMs: isLeft ? nowMs + everyMs : isCrowded ? nowMs : null };
}

/** A mark that is ahead was set by a clock that was ahead, and says nothing. */
async function readDue(tx: Transaction, nowMs: number): Promise<FilledRow[]> {
  const rows = await tx.$queryRaw`
    select f.id, f.started_at as "startedAt", f.over_at as "resolvedAt", f.mark as "filledUntil", f.updated_at as "updatedAt",
      case when f.reopened > 0 then (select max(e.at) from incident_entries e where e.incident_id = f.id and e.kind = 'state' and (e.source_key is null or e.source_key not like 'merged:%') and strpos(e.text, ${reopenedWords}) > 0) end as "reopenedAt",
      json_build_object('changes', exists (select from incident_entries e where e.incident_id = f.id and e.source_key = ${leftOutKey('changes')}),
        'alerts', exists (select from incident_entries e where e.incident_id = f.id and e.source_key = ${leftOutKey('alerts')})) as "isFull"
    from (select i.id, i.started_at, i.updated_at, i.reopened, case when i.state in ('resolved', 'reviewed') then coalesce(i.resolved_at, i.updated_at) end as over_at,
        case when i.filled_until <= ${new Date(nowMs)}::timestamptz then i.filled_until end as mark
      from incidents i where i.merged_into is null) f
    where f.over_at is null or f.mark is null or f.mark < f.over_at + ${`${afterMs} milliseconds`}::interval
    order by f.mark nulls first, f.id limit ${mostIncidents}`;
  return z.array(Row).parse(rows);
}

async function fill(tx: Transaction, tenantId: string, rows: readonly FilledRow[], nowMs: number): Promise<void> {
  const changes = rows.filter(({ isFull }) => !isFull.changes).map((row) => changesWindow(row, nowMs));
  const alerts = rows.filter(({ isFull }) => !isFull.alerts).map((row) => alertsWindow(row, nowMs));
  await add(tx, tenantId, 'changes', [...(await deployEntries(tx, changes)), ...(await auditEntries(tx, changes))], nowMs);
  await add(tx, tenantId, 'alerts', [...(await alertEventEntries(tx, alerts)), ...(await deliveryEntries(tx, alerts))], nowMs);
}

/** Where the incident was changed since, it may touch other services or have begun at another time. */
function changesWindow(row: FilledRow, nowMs: number): FillWindow {
  const since = sinceOf(row);
  const from = new Date(Math.max(row.startedAt.getTime(), row.reopenedAt?.getTime() ?? -Infinity) - beforeMs);
  return { id: row.id, from, until: row.resolvedAt ?? new Date(nowMs), since: since !== null && row.updatedAt < since ? since : null };
}

function alertsWindow(row: FilledRow, nowMs: number): FillWindow {
  return { id: row.id, from: new Date(row.startedAt.getTime() - beforeMs), until: new Date(untilMs(row, nowMs)), since: sinceOf(row) };
}

function sinceOf({ filledUntil }: FilledRow): Date | null {
  return filledUntil && new Date(filledUntil.getTime() - overlapMs);
}

/** What ends with it comes a little later. */
function untilMs({ resolvedAt }: FilledRow, nowMs: number): number {
  return Math.min(nowMs, resolvedAt === null ? nowMs : resolvedAt.getTime() + afterMs);
}

function isOver({ resolvedAt }: FilledRow, nowMs: number): boolean {
  return resolvedAt !== null && resolvedAt.getTime() + afterMs <= nowMs;
}

async function add(tx: Transaction, tenantId: string, group: SourceGroup, found: readonly FoundEntry[], nowMs: number): Promise<void> {
  for (const [id, own] of groupedBy(found, ({ incidentId }) => incidentId)) {
    const room = Math.max(0, mostSourced[group] - (await countMade(tx, id, group)));
    const entries = own.map(({ entry }) => entry).sort((a, b) => a.at - b.at);
    const written = entries.length > room ? [...entries.slice(0, room), leftOutEntry(group, nowMs, rulesActor)] : entries;
    for (let index = 0; index < written.length; index += entriesAtOnce) await addEntries(tx, tenantId, id, nowMs, written.slice(index, index + entriesAtOnce));
  }
}

async function countMade(tx: Transaction, id: string, group: SourceGroup): Promise<number> {
  const sources = group === 'alerts' ? '^(alert_event|delivery):' : '^(deploy|audit):';
  const rows = await tx.$queryRaw`select count(*)::int as made from incident_entries where incident_id = ${id}::uuid and source_key ~ ${sources} and text !~ '^Incident [0-9]+: '`;
  return z.array(z.object({ made: z.number() })).parse(rows)[0]?.made ?? 0;
}

/** Notes how far they are filled, and answers of how many: whose row somebody else holds has its turn the next time. */
async function mark(tx: Transaction, rows: readonly FilledRow[], nowMs: number): Promise<number> {
  if (rows.length === 0) return 0;
  const ids = rows.map(({ id }) => id);
  const untils = rows.map((row) => new Date(untilMs(row, nowMs)).toISOString());
  return tx.$executeRaw`
    with held as (select id from incidents where id = any(${ids}::uuid[]) order by id for no key update skip locked)
    update incidents i set filled_until = f.until_at from held, unnest(${ids}::uuid[], ${untils}::timestamptz[]) as f(id, until_at) where i.id = held.id and f.id = held.id`;
}

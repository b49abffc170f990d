import type pg from 'pg';
import type { CheckMemory } from '@/lib/checks/plan';
import type { TenantRef } from '@/lib/tenants';
import { jsonOf } from '@/server/alerts/stored-json';
import type { Database } from '@/server/database/database';
import type { Pending } from './pending';
import type { Last } from './stored-checks';

export interface WrittenCheck {
  id: string;
  memory: CheckMemory;
  /** Reads the memory again, with the ids that its event got. */
  finalMemory: () => CheckMemory;
  last: Last | null;
  pending: Pending;
}

/** As many as are stored together. */
export const mostWritten = 1_000;

/** Stores what happened to checks of a tenant, all of it or nothing, in some statements. Checks that were deleted meanwhile are left out. */
export function writeChecks(database: Database, tenant: TenantRef, checks: readonly WrittenCheck[], nowMs: number): Promise<void> {
  return database.withTenant(tenant, async (client) => {
    const { rows } = await client.query<{ id: string }>('select id from checks where id = any($1::uuid[]) for key share', [checks.map(({ id }) => id)]);
    const there = new Set(rows.map(({ id }) => id));
    const written = checks.filter(({ id }) => there.has(id));
    await insertEvents(client, tenant, written);
    await forgetSpans(client, written);
    await putSpans(client, tenant, written);
    await putStates(client, tenant, written, nowMs);
  });
}

async function insertEvents(client: pg.ClientBase, tenant: TenantRef, checks: readonly WrittenCheck[]): Promise<void> {
  const events = checks.flatMap(({ id, pending }) => pending.events.map((event) => ({ checkId: id, event })));
  if (events.length === 0) return;
  const rows = events.map(({ checkId, event: { ref: _ref, ...event } }, place) => ({ place, checkId, ...event }));
  // Ids are taken first, because what an insert returns has no order that could be relied on.
  const { rows: ids } = await client.query<{ id: string }>(`select nextval('check_events_id_seq')::text as id from generate_series(1, $1)`, [events.length]);
  await client.query(
    `insert into check_events (id, tenant_id, check_id, at, from_state, to_state, reason, maintenance, evidence)
     select ids.id, $2, e."checkId", to_timestamp(e."atMs" / 1000.0), e."from", e."to", e.reason, nullif(e.maintenance, 'null'), nullif(e.evidence, 'null')
     from jsonb_to_recordset($1::jsonb) as e(place int, "checkId" uuid, "atMs" float8, "from" text, "to" text, reason text, maintenance jsonb, evidence jsonb)
     join unnest($3::bigint[]) with ordinality as ids(id, place) on ids.place = e.place + 1`,
    [jsonOf(rows), tenant.id, ids.map(({ id }) => id)],
  );
  events.forEach(({ event }, place) => (event.ref.id = ids[place]?.id ?? null));
}

async function forgetSpans(client: pg.ClientBase, checks: readonly WrittenCheck[]): Promise<void> {
  const rows = checks.flatMap(({ id, pending: { forgetFromMs } }) => (forgetFromMs === null ? [] : { checkId: id, fromMs: forgetFromMs }));
  if (rows.length === 0) return;
  const values = [JSON.stringify(rows)];
  const cut = `jsonb_to_recordset($1::jsonb) as f("checkId" uuid, "fromMs" float8)`;
  await client.query(`delete from check_spans s using ${cut} where s.check_id = f."checkId" and s.from_at >= to_timestamp(f."fromMs" / 1000.0)`, values);
  await client.query(`update check_spans s set to_at = to_timestamp(f."fromMs" / 1000.0) from ${cut} where s.check_id = f."checkId" and s.to_at > to_timestamp(f."fromMs" / 1000.0)`, values);
}

async function putSpans(client: pg.ClientBase, tenant: TenantRef, checks: readonly WrittenCheck[]): Promise<void> {
  const rows = checks.flatMap(({ id, pending }) => [...pending.spans.values()].map(({ event, ...span }) => ({ checkId: id, ...span, eventId: event?.id ?? null })));
  if (rows.length === 0) return;
  await client.query(
    `insert into check_spans (check_id, from_at, to_at, tenant_id, state, reason, maintenance, event_id)
     select s."checkId", to_timestamp(s."fromMs" / 1000.0), to_timestamp(s."toMs" / 1000.0), $2, s.state, s.reason, nullif(s.maintenance, 'null'), s."eventId"::bigint
     from jsonb_to_recordset($1::jsonb) as s("checkId" uuid, "fromMs" float8, "toMs" float8, state text, reason text, maintenance jsonb, "eventId" text)
     on conflict (check_id, from_at) do update set to_at = excluded.to_at, state = excluded.state, reason = excluded.reason, maintenance = excluded.maintenance, event_id = excluded.event_id`,
    [jsonOf(rows), tenant.id],
  );
}

async function putStates(client: pg.ClientBase, tenant: TenantRef, checks: readonly WrittenCheck[], nowMs: number): Promise<void> {
  if (checks.length === 0) return;
  const rows = checks.map(({ id, finalMemory, last }) => {
    const memory = finalMemory();
    const { state, sinceMs, reason, open, measuredMs, coveredMs } = memory;
    return { checkId: id, state, sinceMs, reason, maintenance: open?.maintenance ?? null, last, memory, spanFromMs: open?.fromMs ?? null, measuredMs, coveredMs };
  });
  await client.query(
    `insert into check_states (check_id, tenant_id, state, since, reason, maintenance, last, memory, span_from, measured_at, covered_until, updated_at)
     select s."checkId", $2, s.state, to_timestamp(s."sinceMs" / 1000.0), s.reason, nullif(s.maintenance, 'null'), nullif(s.last, 'null'), s.memory, to_timestamp(s."spanFromMs" / 1000.0),
       to_timestamp(s."measuredMs" / 1000.0), to_timestamp(s."coveredMs" / 1000.0), $3
     from jsonb_to_recordset($1::jsonb) as s("checkId" uuid, state text, "sinceMs" float8, reason text, maintenance jsonb, last jsonb, memory jsonb, "spanFromMs" float8, "measuredMs" float8, "coveredMs" float8)
     on conflict (check_id) do update set state = excluded.state, since = excluded.since, reason = excluded.reason, maintenance = excluded.maintenance, last = excluded.last, memory = excluded.memory,
       span_from = excluded.span_from, measured_at = excluded.measured_at, covered_until = excluded.covered_until, updated_at = excluded.updated_at`,
    [jsonOf(rows), tenant.id, new Date(nowMs)],
  );
}

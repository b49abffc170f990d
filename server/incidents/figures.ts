import type pg from 'pg';
import { z } from 'zod';
import type { Caller } from '@/lib/context';
import type { readIncidentFigures as endpoint } from '@/lib/incidents/api';
import { figuresOf, type CountedIncident } from '@/lib/incidents/figures';
import { spanEnd } from '@/server/checks/spans';
import { groupedBy } from '@/lib/sla/grouped-by';
import type { Database } from '@/server/database/database';
import { settingsIn } from './incident-settings';
import { invalid } from './references';

type Query = z.output<NonNullable<(typeof endpoint)['query']>>;

const dayMs = 86_400_000;
const usualMs = 365 * dayMs;
/** No date is later (ECMA-262, section 21.4.1.1). */
const latestMs = 8.64e15;
/** Of one answer. */
const mostIncidents = 20_000;
/** Beyond so many services of incidents, what was touched is not added up. */
const mostTouched = 2_000;

const Row = z.object({ id: z.string(), createdAt: z.date(), started: z.date(), detected: z.date().nullable(), acknowledged: z.date().nullable(), resolved: z.date().nullable(), severity: z.string(), team: z.string(), services: z.array(z.object({ id: z.string(), name: z.string() })) });
type Row = z.infer<typeof Row>;
const Touched = z.object({ incidentId: z.string(), serviceId: z.string(), ms: z.number() });

/** MTTA, MTTR and counts of the incidents declared in [from, to), a year until now unless said; merged ones are left out. Throws `invalid` for a range that is none or has too many incidents. */
export async function readFigures({ database }: { database: Database }, { tenant, now }: Caller, { from, to: wanted = now, by }: Query): Promise<z.input<(typeof endpoint)['response']>> {
  const to = Math.min(wanted, latestMs);
  const fromMs = from ?? to - usualMs;
  if (fromMs >= to) throw invalid('query.to', 'The range has to end after it begins.');
  const { settings } = await database.transaction({ kind: 'tenant', tenant }, settingsIn);
  const names = new Map(settings.severities.map(({ key, name }) => [key, name]));
  const incidents = await database.withTenant(tenant, async (client) => {
    const rows = await findRows(client, fromMs, to);
    if (rows.length > mostIncidents) throw invalid('query.from', `More than ${mostIncidents} incidents were declared in this range. Choose a shorter one.`);
    const touched = await readTouched(client, rows, now);
    return rows.map((row) => countedOf(row, touched));
  });
  return { from: fromMs, to, ...figuresOf(incidents, by, names) };
}

async function findRows(client: pg.ClientBase, fromMs: number, toMs: number): Promise<Row[]> {
  const { rows: found } = await client.query<{ id: string }>(
    `select id, created_at as "createdAt", started_at as started, detected_at as detected, acknowledged_at as acknowledged, resolved_at as resolved, severity, team
     from incidents where created_at >= $1 and created_at < $2 and merged_into is null order by created_at desc, id desc limit ${mostIncidents + 1}`,
    [new Date(fromMs), new Date(toMs)],
  );
  const { rows: touched } = await client.query<{ incidentId: string; id: string; name: string }>(
    'select x.incident_id as "incidentId", x.service_id as id, coalesce(s.name, x.gone_name) as name from incident_services x left join services s on s.id = x.service_id where x.incident_id = any($1::uuid[])',
    [found.map(({ id }) => id)],
  );
  const services = groupedBy(touched, ({ incidentId }) => incidentId);
  return z.array(Row).parse(found.map((row) => ({ ...row, services: services.get(row.id) ?? [] })));
}

/**
 * For how long each service was down or degraded from the start of an incident to its end, by both ids: what somebody said, else the time in which a check of it found that outside of
 * maintenance, each millisecond once. Null where it would be too much to count.
 */
async function readTouched(client: pg.ClientBase, rows: readonly Row[], now: number): Promise<Map<string, number> | null> {
  if (rows.reduce((total, { services }) => total + services.length, 0) > mostTouched) return null;
  const end = spanEnd('$2');
  const time = `tstzrange(greatest(s.from_at, i.started_at), least(${end}, i.ended))`;
  const { rows: found } = await client.query(
    `with i as (select id, started_at, coalesce(resolved_at, $2) as ended from incidents where id = any($1::uuid[]))
     select i.id as "incidentId", x.service_id as "serviceId", coalesce(case when x.impact is not null
       then least(coalesce((x.impact ->> 'to')::float8, date_part('epoch', i.ended) * 1000), date_part('epoch', $2::timestamptz) * 1000) - (x.impact ->> 'from')::float8
       else (select sum(round(date_part('epoch', upper(r) - lower(r)) * 1000)) from unnest((
         select range_agg(${time}) from checks c join check_spans s on s.check_id = c.id left join check_states t on t.check_id = s.check_id and t.span_from = s.from_at
         where c.service_id = x.service_id and s.state in ('down', 'degraded') and s.maintenance is null and s.from_at < i.ended and (s.to_at > i.started_at or t.span_from is not null)
           and ${end} > i.started_at and ${end} > s.from_at)) r) end, 0)::float8 as ms
     from i join incident_services x on x.incident_id = i.id`,
    [rows.map(({ id }) => id), new Date(now)],
  );
  return new Map(z.array(Touched).parse(found).map(({ incidentId, serviceId, ms }) => [`${incidentId} ${serviceId}`, Math.max(0, Math.round(ms))]));
}

function countedOf({ id, createdAt, started, detected, acknowledged, resolved, severity, team, services }: Row, touched: ReadonlyMap<string, number> | null): CountedIncident {
  return {
    createdAt: createdAt.getTime(), started: started.getTime(), detected: msOf(detected), acknowledged: msOf(acknowledged), resolved: msOf(resolved), severity, team,
    services: services.map((service) => ({ ...service, touchedMs: touched === null ? null : (touched.get(`${id} ${service.id}`) ?? 0) })),
  };
}

function msOf(date: Date | null): number | null {
  return date === null ? null : date.getTime();
}

import os from 'node:os';
import { pathToFileURL } from 'node:url';
import pino from 'pino';
import type { Caller } from '@/lib/context';
import { listIncidents as endpoint } from '@/lib/incidents/api';
import type { TenantRef } from '@/lib/tenants';
import { ServiceInput } from '@/lib/services/schemas';
import type { Database } from '@/server/database/database';
import { impactOf } from '@/server/incidents/impact';
import { createIncidentTurn } from '@/server/incidents/incident-turn';
import { listIncidents } from '@/server/incidents/list-incidents';
import { loadIncident } from '@/server/incidents/load-incidents';
import { callerOf } from './caller';
import { printTimes, timeRounds } from './latencies';
import { withScratchEngine } from './scratch-store';

const stored = 10_000;
const open = 20;
const firing = 1_000;
const services = 200;
const rounds = 60;

const pages: [what: string, query: Record<string, string>][] = [
  ['all', {}], ['resolved ones', { state: 'resolved' }], ['a severity', { severity: 'sev1' }], ['text that is rare', { text: 'number 7777' }], ['text that is nowhere', { text: 'nowhere at all' }],
];

/** The first page of 10,000 stored incidents, a turn of the engine with 1,000 alerts that fire, and the impact on 200 services; milliseconds. */
export async function measureIncidents(): Promise<void> {
  await withScratchEngine(async ({ database, tenant }) => {
    const caller = callerOf(tenant);
    await storeServices(database, tenant);
    await storeIncidents(database, tenant);
    process.stdout.write(`Load average: ${os.loadavg().map((load) => load.toFixed(1)).join(' ')}\n`);
    for (const [what, query] of pages) {
      const parsed = endpoint.query?.parse(query);
      if (parsed) printTimes(`first page of ${stored.toLocaleString('en-US')} incidents, ${what}`, await timeRounds(rounds, async () => JSON.stringify(endpoint.response.parse(await listIncidents({ database }, caller, parsed)))), 'aim: p95 under 50 ms');
    }
    const incident = await database.transaction({ kind: 'tenant', tenant }, async (tx) => loadIncident(tx, (await tx.incident.findFirstOrThrow({ where: { number: stored }, select: { id: true } })).id));
    printTimes(`impact on ${services} services`, await timeRounds(20, () => impactOf({ database }, caller, incident)), 'no aim');
    await measureTurns(database, caller);
  });
}

async function measureTurns(database: Database, { tenant }: Caller): Promise<void> {
  await storeAlerts(database, tenant);
  const log = pino({ level: 'warn' });
  const turn = () => createIncidentTurn({ database, url: 'http://localhost', log })(tenant, Date.now());
  const startedAt = performance.now();
  await turn();
  process.stdout.write(`first turn of the engine with ${firing.toLocaleString('en-US')} alerts that fire and join or declare        ${(performance.now() - startedAt).toFixed(0)} ms\n`);
  printTimes('a turn with all of them in incidents', await timeRounds(20, turn), 'no aim');
}

/** Each with a check that was down for two minutes in each of the last six hours. */
async function storeServices(database: Database, tenant: TenantRef): Promise<void> {
  await database.withTenant(tenant, async (client) => {
    await client.query(`insert into services (tenant_id, name, settings) select $1, 'service-' || i, jsonb_set($2, '{name}', to_jsonb('service-' || i)) from generate_series(1, $3::int) i`, [tenant.id, JSON.stringify(ServiceInput.parse({ name: 'x' })), services]);
    await client.query(`insert into checks (tenant_id, service_id, name, kind, settings, plan, sealed) select $1, id, name, 'http', '{}', '{}', '' from services`, [tenant.id]);
    await client.query(
      `insert into check_spans (check_id, from_at, to_at, tenant_id, state, reason)
       select c.id, now() - make_interval(hours => h) + p.after, now() - make_interval(hours => h) + p.until, $1, p.state, '' from checks c, generate_series(1, 6) h,
         (values (interval '0', interval '2 minutes', 'down'), (interval '2 minutes', interval '1 hour', 'up')) as p(after, until, state)`,
      [tenant.id],
    );
  });
}

/** The last one touches every service, the others one each; each has a timeline of twenty entries. */
async function storeIncidents(database: Database, tenant: TenantRef): Promise<void> {
  await database.withTenant(tenant, async (client) => {
    await client.query(
      `insert into incidents (tenant_id, number, title, summary, state, severity, source, declared_by, team, started_at, detected_at, acknowledged_at, resolved_at, joined_at, filled_until, created_at, updated_at)
       select $1, i, 'Incident number ' || i || ' of checkout', 'What is known of it, in a few words.', case when i > $2::int - $3::int then 'investigating' when i % 3 = 0 then 'resolved' else 'reviewed' end, 'sev' || 1 + i % 3, 'rule', '{}', 'team-' || i % 5,
         t.at, t.at, t.at, case when i > $2::int - $3::int then null else t.at + interval '30 minutes' end, t.at, t.at + interval '2 hours', t.at, t.at
       from generate_series(1, $2::int) i, lateral (select now() - interval '6 hours' - make_interval(mins => $2::int - i) as at) t`,
      [tenant.id, stored, open],
    );
    await client.query(`insert into incident_services (incident_id, service_id, tenant_id) select i.id, s.id, $1 from incidents i join services s on s.name = 'service-' || 1 + i.number % $2::int or i.number = $3::int`, [tenant.id, services, stored]);
    await client.query(
      `insert into incident_entries (tenant_id, incident_id, at, noted_at, kind, text, source_key) select $1, i.id, i.created_at, i.created_at, 'alert_state', 'Something happened.', 'alert_event:' || i.number * 20 + e from incidents i, generate_series(1, 20) e`,
      [tenant.id],
    );
  });
  await database.owner.query('analyze incidents; analyze incident_entries; analyze incident_services; analyze check_spans');
}

/** One in ten is of a service and so joins; the others are in fifty groups. */
async function storeAlerts(database: Database, tenant: TenantRef): Promise<void> {
  await database.withTenant(tenant, (client) =>
    client.query(
      `insert into alerts (tenant_id, fingerprint, source, name, severity, state, is_active, service, labels, annotations, starts_at, fired_at, group_key)
       select $1, lpad(to_hex(i), 16, '0'), 'rule', 'Alert' || i % 40, 'critical', 'firing', true, 'service-' || 1 + i % $3::int, jsonb_build_object('alertname', 'Alert' || i % 40, 'severity', 'critical', 'service', 'service-' || 1 + i % $3::int), '{}', now(), now(), 'root:' || i % 50
       from generate_series(1, $2::int) i`,
      [tenant.id, firing, services],
    ),
  );
  await database.owner.query('analyze alerts');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await measureIncidents();

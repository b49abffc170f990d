import { pathToFileURL } from 'node:url';
import { listAlertGroups as groupsEndpoint, listAlerts as endpoint } from '@/lib/alerts/api';
import type { TenantRef } from '@/lib/tenants';
import { listAlerts } from '@/server/alerts/list-alerts';
import { listAlertGroups } from '@/server/alerts/list-groups';
import type { Database } from '@/server/database/database';
import { callerOf } from './caller';
import { printTimes, timeRounds } from './latencies';
import { withScratchEngine } from './scratch-store';

const stored = 100_000;
const batch = 5_000;
const open = 8_000;
const rounds = 60;

const pages: [what: string, query: Record<string, string>][] = [
  ['open alerts', {}],
  ['resolved alerts', { state: 'resolved' }],
  ['a severity of all', { state: 'firing,resolved', severity: 'critical' }],
  ['a service that nothing has', { state: 'firing,resolved', service: 'nothing' }],
  ['an equal label', { state: 'firing,resolved', matchers: '{instance="web-17:9100"}' }],
  ['an expression', { state: 'firing,resolved', matchers: '{instance=~"web-9.+",cluster=~"eu-[12]"}' }],
  ['text that is rare', { state: 'firing,resolved', text: 'web-777:9100' }],
  ['text that is nowhere', { state: 'firing,resolved', text: 'nowhere at all' }],
];

/** The first page of the list of alerts with 100,000 stored alerts, by what is asked for; milliseconds. */
export async function measureAlertsList(): Promise<void> {
  await withScratchEngine(async ({ database, tenant }) => {
    await storeAlerts(database, tenant);
    const caller = callerOf(tenant);
    for (const [what, query] of pages) {
      const parsed = endpoint.query?.parse({ limit: '100', ...query });
      if (parsed) printTimes(`first page of ${stored.toLocaleString('en-US')} stored alerts, ${what}`, await timeRounds(rounds, async () => JSON.stringify(endpoint.response.parse(await listAlerts({ database }, caller, parsed)))), 'aim: p95 under 50 ms');
    }
    const groups = groupsEndpoint.query?.parse({});
    if (groups) printTimes(`groups of ${open} open alerts`, await timeRounds(rounds, async () => JSON.stringify(groupsEndpoint.response.parse(await listAlertGroups({ database }, caller, groups)))), 'aim: p95 under 50 ms');
  });
}

async function storeAlerts(database: Database, tenant: TenantRef): Promise<void> {
  for (let from = 1; from <= stored; from += batch) {
    await database.withTenant(tenant, (client) => client.query(
      `insert into alerts (tenant_id, fingerprint, source, name, severity, state, is_active, suppression, service, team, labels, annotations, value, starts_at, fired_at, resolved_at, resolution, group_key, is_settled)
       select $1, lpad(to_hex(i), 16, '0'), 'rule', 'Alert' || i % 40, s.severity, case when i > $2 then 'resolved' when i % 10 = 0 then 'acknowledged' else 'firing' end, i <= $2,
         case when i <= $2 and i % 5 = 0 then jsonb_build_object('kind', 'silence', 'id', 'x', 'reason', 'New disks', 'sinceMs', 1, 'untilMs', null) end, 'service-' || i % 50, 'team-' || i % 5,
         jsonb_build_object('alertname', 'Alert' || i % 40, 'instance', 'web-' || i % 1000 || ':9100', 'job', 'node', 'severity', s.severity, 'cluster', 'eu-' || i % 4, 'service', 'service-' || i % 50),
         jsonb_build_object('summary', 'CPU of web-' || i % 1000 || ' is at ' || i % 100 || ' percent', 'description', 'The host has been busy for more than ten minutes. See which processes use it, then decide.'),
         i % 100, now() - make_interval(secs => i), now(), case when i > $2 then now() end, case when i > $2 then 'condition' end, 'root:' || lpad(to_hex(i % 400), 16, '0'), true
       from generate_series($3::int, $4::int) i, lateral (select (array['critical', 'warning', 'info'])[1 + i % 3] as severity) s`,
      [tenant.id, open, from, from + batch - 1],
    ));
  }
  await database.owner.query('analyze alerts');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await measureAlertsList();

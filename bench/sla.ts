import { randomUUID } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import pino from 'pino';
import { readSla as endpoint } from '@/lib/sla/api';
import { ObjectiveInput } from '@/lib/sla/schemas';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { SlaSources } from '@/server/sla/measured-objectives';
import { readSla } from '@/server/sla/read-sla';
import { recordBurn } from '@/server/sla/record-burn';
import { recordDue } from '@/server/sla/record-due';
import { quantile } from './latencies';
import { cpuSeconds, treeOf } from './process-tree';
import { withScratchEngine } from './scratch-store';

const objectives = 200;
const days = 90;
const rounds = 40;
const dayMs = 86_400_000;

/** The list of 200 objectives of 90 days and what keeps them, milliseconds. One check in ten changes its state every hour. */
export async function measureSla(): Promise<void> {
  await withScratchEngine(async ({ database, tenant, engine }) => {
    const sources: SlaSources = { database, metrics: engine, log: pino({ level: 'warn' }) };
    const now = Date.now();
    await storeObjectives(database, tenant, now);
    const startedAt = performance.now();
    // One turn of it ends after a while, and the next goes on from there.
    let recorded = 0;
    for (let more = -1; more !== 0; recorded += more) more = (await recordDue(sources, tenant, now)).days;
    process.stdout.write(`recording ${recorded.toLocaleString('en-US')} days of ${objectives} objectives: ${((performance.now() - startedAt) / 1_000).toFixed(1)} s\n`);
    await database.owner.query('analyze');
    for (const limit of [50, 200]) {
      const query = endpoint.query?.parse({ limit: String(limit), days: String(days) });
      if (query) print(`${objectives} objectives of ${days} days, ${limit} of them with their days`, await time(async () => JSON.stringify(endpoint.response.parse(await readSla(sources, { tenant: { ...tenant, slug: 'bench', name: 'Bench' }, now: Date.now() }, query)))), 'p95 under 50 ms');
    }
    print(`burn rates of ${objectives} objectives, every 15 s`, await time(() => recordBurn(sources, tenant, Date.now())), '');
  });
}

interface Timed {
  p50Ms: number;
  p95Ms: number;
  cpuMs: number;
}

function print(what: string, { p50Ms, p95Ms, cpuMs }: Timed, aim: string): void {
  process.stdout.write(`${what.padEnd(60)} p50 ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms, CPU with PostgreSQL ${cpuMs.toFixed(1)} ms   ${aim && `(aim: ${aim})`}\n`);
}

async function time(run: () => Promise<unknown>): Promise<Timed> {
  for (let round = 0; round < 5; round += 1) await run();
  const took: number[] = [];
  const cpu = cpuSeconds(treeOf(process.pid));
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await run();
    took.push(performance.now() - startedAt);
  }
  const cpuMs = ((cpuSeconds(treeOf(process.pid)) - cpu) * 1_000) / rounds;
  return { p50Ms: quantile(took, 0.5), p95Ms: quantile(took, 0.95), cpuMs };
}

async function storeObjectives(database: Database, tenant: TenantRef, now: number): Promise<void> {
  const fromMs = now - (days + 1) * dayMs;
  for (let index = 0; index < objectives; index += 1) {
    const serviceId = randomUUID();
    const checkId = randomUUID();
    const settings = ObjectiveInput.parse({ name: `objective ${index}`, serviceId, sli: { kind: 'checks', checkIds: [] }, timeZone: ['UTC', 'Europe/Berlin', 'America/New_York'][index % 3] });
    const stretchMs = index % 10 === 0 ? 3_600_000 : 10 * dayMs;
    await database.withTenant(tenant, async (client) => {
      await client.query(`insert into services (id, tenant_id, name, settings) values ($1, $2, $3, '{"team":"web"}')`, [serviceId, tenant.id, `service ${index}`]);
      await client.query(`insert into checks (id, tenant_id, service_id, name, kind, settings, plan, sealed) values ($1, $2, $3, $4, 'http', '{}', '{"intervalMs":20000,"timeoutMs":10000}', '')`, [checkId, tenant.id, serviceId, `check ${index}`]);
      await client.query('insert into objectives (tenant_id, service_id, name, settings) values ($1, $2, $3, $4)', [tenant.id, serviceId, settings.name, JSON.stringify(settings)]);
      await client.query(
        `insert into check_spans (check_id, from_at, to_at, tenant_id, state, reason)
         select $1, to_timestamp(($3 + i * $4) / 1000.0), to_timestamp(least($3 + (i + 1) * $4, $5) / 1000.0), $2, case when i % 2 = 1 then 'down' else 'up' end, 'bench'
         from generate_series(0, floor(($5::float8 - $3) / $4)::int - 1) i`,
        [checkId, tenant.id, fromMs, stretchMs, now],
      );
    });
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await measureSla();

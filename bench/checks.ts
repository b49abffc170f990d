import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { permissions } from '@/lib/auth/permissions';
import { listChecks as checksEndpoint } from '@/lib/checks/api';
import type { Caller } from '@/lib/context';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { listServices as servicesEndpoint } from '@/lib/services/api';
import type { TenantRef } from '@/lib/tenants';
import { CheckEngine } from '@/server/checks/check-engine';
import { listChecks } from '@/server/checks/read-checks';
import { sealCheck } from '@/server/checks/sealed-check';
import { readTenantChecks } from '@/server/checks/stored-checks';
import type { Database } from '@/server/database/database';
import { createLog } from '@/server/log';
import { systemScrapeClock } from '@/server/scrape/scrape-clock';
import { createSealer } from '@/server/secrets/sealed';
import { listServices } from '@/server/services/read-services';
import { withTarget } from './checked-target';
import { quantile } from './latencies';
import { cpuSeconds, treeOf } from './process-tree';
import { withScratchEngine } from './scratch-store';

const intervalMs = 20_000;
const warmUpMs = 25_000;
const measureMs = 40_000;
const rounds = 60;
const sealer = createSealer(Buffer.alloc(32, 1).toString('base64url'));
const log = createLog('warn');

/** What 100, 500 and 1,000 HTTP checks at 20 s cost, and how late they begin; then how long the lists of them take. */
export async function measureChecks(counts: readonly number[] = [100, 500, 1_000]): Promise<void> {
  await withTarget(async (url) => {
    await withScratchEngine(async ({ database, tenant, engine: store }) => {
      for (const count of counts) await measureRunning({ database, tenant, store }, count, url);
      await storeChecks(database, tenant, 1_000, url);
      await measureLists(database, tenant);
    });
  });
}

interface Parts {
  database: Database;
  tenant: TenantRef;
  store: MetricStore;
}

async function measureRunning({ database, tenant, store }: Parts, count: number, url: string): Promise<void> {
  await storeChecks(database, tenant, count, url);
  const memoryBefore = process.memoryUsage().rss;
  let lateness: number[] = [];
  const engine = new CheckEngine({ database, store, log, clock: systemScrapeClock, onStart: (ms) => void lateness.push(ms) });
  engine.setTenant(tenant, await readTenantChecks(database, sealer, log, tenant, () => null));
  await sleep(warmUpMs);
  lateness = [];
  const own = process.cpuUsage();
  const tree = cpuSeconds(treeOf(process.pid));
  const startedMs = performance.now();
  await sleep(measureMs);
  const seconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(own);
  const share = (user + system) / 10_000 / seconds;
  const everything = ((cpuSeconds(treeOf(process.pid)) - tree) / seconds) * 100;
  const memory = (process.memoryUsage().rss - memoryBefore) / 1_048_576;
  const runs = lateness.length;
  await engine.stop();
  process.stdout.write(
    `${count.toLocaleString('en-US').padStart(5)} HTTP checks at 20 s   CPU ${share.toFixed(1)} % of one core (with PostgreSQL ${everything.toFixed(1)} %), ${memory.toFixed(0)} MiB more, ` +
      `${(runs / seconds).toFixed(1)} runs/s, begun late p99 ${quantile(lateness, 0.99).toFixed(1)} ms   (aim: under 25 %)\n`,
  );
}

/** Each of a service of its own. */
async function storeChecks(database: Database, tenant: TenantRef, count: number, url: string): Promise<void> {
  const plan = { intervalMs, timeoutMs: 10_000, failures: { count: 2, of: 2 }, retryIntervalMs: null, successes: 1, degradedAboveMs: null, labels: { env: 'live' }, probes: ['main'] };
  await database.withTenant(tenant, async (client) => {
    await client.query('delete from checks');
    await client.query('delete from services');
    await client.query(
      `insert into services (tenant_id, name, settings) select $1, 'service-' || i, jsonb_build_object('name', 'service-' || i, 'description', 'What customers see first', 'team', 'team-' || i % 20, 'tier', 1 + i % 4,
         'labels', '{}'::jsonb, 'links', '[]'::jsonb, 'runbookUrl', null, 'dependsOn', '[]'::jsonb, 'hosts', '[]'::jsonb, 'scrapeJobs', '[]'::jsonb) from generate_series(1, $2) i`,
      [tenant.id, count],
    );
    const ids = Array.from({ length: count }, () => randomUUID());
    await client.query(
      `insert into checks (id, tenant_id, service_id, name, kind, target, settings, plan, sealed)
       select c.id, $1, v.id, 'check-' || c.n, 'http', $2 || c.n, jsonb_build_object('url', $2 || c.n), $3, c.sealed
       from unnest($4::uuid[], $5::text[]) with ordinality as c(id, sealed, n) join services v on v.name = 'service-' || c.n`,
      [tenant.id, url, plan, ids, ids.map((id) => sealCheck(sealer, tenant.id, id, { secrets: {}, heartbeatToken: null }))],
    );
  });
}

/** The first page of each list with 1,000 services and checks of 30 days, each of which was down once a day. */
async function measureLists(database: Database, tenant: TenantRef): Promise<void> {
  await database.withTenant(tenant, async (client) => {
    await client.query('delete from check_spans');
    await client.query(
      `insert into check_spans (check_id, from_at, to_at, tenant_id, state, reason)
       select c.id, now() - make_interval(hours => 12 * i), now() - make_interval(hours => 12 * (i - 1)), $1, case i % 2 when 0 then 'up' else 'down' end, 'as it was' from checks c, generate_series(1, 60) i`,
      [tenant.id],
    );
  });
  await database.owner.query('analyze check_spans, checks, check_states, services');
  const actor = { kind: 'user', id: randomUUID(), email: 'alice@example.com', name: 'Alice', role: 'OWNER', sessionId: randomUUID() } as const;
  const caller: Caller = { tenant: { ...tenant, slug: 'bench', name: 'Bench' }, actor, permissions, now: Date.now(), requestId: 'bench' };
  const observer = { isWell: true, reasons: [] };
  const checks = checksEndpoint.query?.parse({});
  const services = servicesEndpoint.query?.parse({});
  if (checks) await print('checks', async () => JSON.stringify(checksEndpoint.response.parse(await listChecks({ database, sealer, url: '' }, caller, checks, observer))));
  if (services) await print('services', async () => JSON.stringify(servicesEndpoint.response.parse(await listServices({ database }, caller, services))));
}

async function print(what: string, run: () => Promise<unknown>): Promise<void> {
  for (let round = 0; round < 10; round += 1) await run();
  const took: number[] = [];
  const cpu = cpuSeconds(treeOf(process.pid));
  for (let round = 0; round < rounds; round += 1) {
    const startedAt = performance.now();
    await run();
    took.push(performance.now() - startedAt);
  }
  const cpuMs = ((cpuSeconds(treeOf(process.pid)) - cpu) * 1_000) / rounds;
  process.stdout.write(`first page (200) of 1,000 ${what.padEnd(12)} p50 ${quantile(took, 0.5).toFixed(1)} ms, p95 ${quantile(took, 0.95).toFixed(1)} ms, CPU with PostgreSQL ${cpuMs.toFixed(1)} ms   (aim: p95 under 50 ms)\n`);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await measureChecks(process.argv.length > 2 ? process.argv.slice(2).map(Number).filter((count) => count > 0) : undefined);

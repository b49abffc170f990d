import os from 'node:os';
import { pathToFileURL } from 'node:url';
import { listAudit as endpoint } from '@/lib/audit/api';
import type { Caller } from '@/lib/context';
import type { TenantRef } from '@/lib/tenants';
import { listAudit } from '@/server/audit/list-audit';
import { mutate } from '@/server/audit/mutate';
import { verifyTrail } from '@/server/audit/verify-trail';
import type { Database } from '@/server/database/database';
import { callerOf } from './caller';
import { printTimes, timeRounds, timesOf } from './latencies';
import { withScratchEngine } from './scratch-store';

const stored = 100_000;
const rounds = 60;
const mutations = 300;

const pages: [what: string, query: Record<string, string>][] = [
  ['all', {}], ['an action', { action: 'bench' }], ['a person', { actor: 'alice' }], ['text that is in many', { text: 'state' }], ['text that is nowhere', { text: 'nowhere at all' }],
];

/** What the chain adds to a change, the first page of a trail of 100,000 entries, and verifying all of it. */
export async function measureAudit(): Promise<void> {
  await withScratchEngine(async ({ database, tenant }) => {
    const caller = callerOf(tenant);
    process.stdout.write(`Load average: ${os.loadavg().map((load) => load.toFixed(1)).join(' ')}\n`);
    // In a trail of its own: one with entries that are not chained does not verify.
    await measureChange(database, callerOf(await database.transaction({ kind: 'auth' }, (tx) => tx.tenant.create({ data: { slug: 'changes', name: 'Changes' } }))));
    await store(database, tenant);
    for (const [what, query] of pages) {
      const parsed = endpoint.query?.parse(query);
      if (parsed) printTimes(`first page of ${stored.toLocaleString('en-US')} entries, ${what}`, await timeRounds(rounds, async () => JSON.stringify(endpoint.response.parse(await listAudit({ database }, caller, parsed)))), 'aim: p95 under 50 ms');
    }
    const startedAt = performance.now();
    const { entries, fault } = await verifyTrail({ database, sealer: null }, tenant, { from: null, most: 200_000 });
    if (fault) throw new Error(fault.sentence);
    process.stdout.write(`${`verifying ${entries.toLocaleString('en-US')} entries`.padEnd(62)} ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`);
  });
}

/** The same change with the chain and without its trigger, in turns. */
async function measureChange(database: Database, caller: Caller): Promise<void> {
  const service = await database.transaction({ kind: 'tenant', tenant: caller.tenant }, (tx) => tx.service.create({ data: { tenantId: caller.tenant.id, name: 'bench', settings: { name: 'bench' } }, select: { id: true } }));
  const change = () => mutate(database, caller, 'service.update', async (tx) => ({ result: await tx.service.update({ where: { id: service.id }, data: { updatedAt: new Date() } }), before: { state: 'up' }, after: { state: 'down' } }));
  const took = { on: [] as number[], off: [] as number[] };
  for (const way of ['on', 'off', 'on', 'off', 'on', 'off'] as const) {
    await database.owner.query(`alter table audit_entries ${way === 'on' ? 'enable' : 'disable'} trigger audit_entries_link`);
    for (let round = 0; round < mutations; round += 1) {
      const startedAt = performance.now();
      await change();
      if (round >= 20) took[way].push(performance.now() - startedAt);
    }
  }
  await database.owner.query('alter table audit_entries enable trigger audit_entries_link');
  for (const way of ['off', 'on'] as const) printTimes(`a change, ${way === 'on' ? 'chained' : 'its entry not chained'}`, timesOf(took[way]), 'no aim');
}

/** Chained as any, a thousand to a transaction. */
async function store(database: Database, tenant: TenantRef): Promise<void> {
  for (let at = 0; at < stored; at += 1_000) {
    await database.withTenant(tenant, (client) =>
      client.query(
        `insert into audit_entries (tenant_id, actor, action, before, after, request_id, address)
         select $1, jsonb_build_object('kind', 'user', 'id', 'user-' || i % 7), case i % 3 when 0 then 'service.update' when 1 then 'alert_rule.update' else 'bench.change' end,
           jsonb_build_object('name', 'service-' || i, 'state', 'up'), jsonb_build_object('name', 'service-' || i, 'state', 'down'), 'request-' || i, '192.0.2.' || i % 250
         from generate_series($2::int, $2::int + 999) i`,
        [tenant.id, at],
      ),
    );
  }
  await database.owner.query('analyze audit_entries');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) await measureAudit();

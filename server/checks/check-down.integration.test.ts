import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkSeeds } from '@/lib/alerts/rules/check-seeds';
import { CheckDraft } from '@/lib/checks/schemas';
import type { Caller } from '@/lib/context';
import { ServiceInput } from '@/lib/services/schemas';
import { createWorld, type World } from '@/server/alerts/rules/test-world';
import { createLog } from '@/server/log';
import { createSealer } from '@/server/secrets/sealed';
import { createService } from '@/server/services/services';
import { CheckEngine } from './check-engine';
import { createCheck } from './checks';
import { readTenantChecks } from './stored-checks';
import { drillClock, settleEngine } from './test-drill-clock';
import { startTarget, type Target } from './test-targets';

const sealer = createSealer(Buffer.alloc(32, 1).toString('base64url'));
const log = createLog('silent');
let world: World;
let target: Target;

beforeAll(async () => {
  world = await createWorld();
  target = await startTarget();
});
afterAll(async () => {
  await target.stop();
  await world.close();
});

it('raises a critical alert of the service and its team while a check of it is down, and ends it when it is up', async () => {
  const { database, tenants } = world.test;
  const caller: Caller = { tenant: tenants.alpha, actor: { kind: 'system', job: 'test' }, permissions: [], now: world.nowMs, requestId: 'test' };
  const service = await createService({ database }, caller, ServiceInput.parse({ name: 'shop', team: 'web' }));
  await createCheck({ database, sealer, url: '' }, caller, CheckDraft.parse({ name: 'front page', serviceId: service.id, kind: 'http', settings: { url: target.url }, intervalMs: 5_000, timeoutMs: 1_000 }));
  for (const { rule } of checkSeeds) await world.addRule(rule);
  const clock = drillClock(world.nowMs);
  const engine = new CheckEngine({ database, store: world.engine, log, clock });
  engine.setTenant(tenants.alpha, await readTenantChecks(database, sealer, log, tenants.alpha, () => null));
  const evaluator = world.evaluator();
  await evaluator.reload();
  const pass = async (seconds: number) => {
    for (let passed = 0; passed < seconds; passed += 1) {
      await clock.pass(1_000, () => settleEngine(engine));
      await world.pass(evaluator, clock.now() - world.nowMs);
    }
  };
  const found = () => database.transaction({ kind: 'tenant', tenant: tenants.alpha }, (tx) => tx.alert.findMany({ select: { name: true, state: true, severity: true, service: true, team: true, annotations: true } }));
  await pass(20);
  expect(await found()).toEqual([]);
  await target.stop();
  await pass(20);
  expect(await found()).toMatchObject([{ name: 'Check down', state: 'firing', severity: 'critical', service: 'shop', team: 'web', annotations: { summary: 'The check front page is down' } }]);
  await target.start();
  await pass(15);
  expect(await found()).toMatchObject([{ state: 'resolved' }]);
  await engine.stop();
  await evaluator.stop();
}, 60_000);

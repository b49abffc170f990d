import { RuleSettings, type RuleInput } from '@/lib/alerts/rules/schemas';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { createLog } from '@/server/log';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { append, openTestEngine } from '@/server/metrics/engine/test-engine';
import { alertInclude, viewOfAlert } from '../alert-row';
import { createEvaluator, type Evaluator } from './evaluator';

/** A database, an engine and a clock that only moves when it is told to. */
export interface World {
  test: TestDatabase;
  engine: MetricEngine;
  nowMs: number;
  evaluator(store?: MetricStore): Evaluator;
  /** Stores a rule and returns its id. */
  addRule(rule: RuleInput, tenant?: TenantRef): Promise<string>;
  setRule(id: string, rule: RuleInput, tenant?: TenantRef): Promise<void>;
  removeRule(id: string, tenant?: TenantRef): Promise<void>;
  /** One sample, a millisecond later. */
  sample(name: string, labels: Record<string, string>, value: number, tenant?: TenantRef): Promise<void>;
  /** Lets the time pass for an evaluator as its loop does; `each` is called before every tick. */
  pass(evaluator: Evaluator, ms: number, each?: () => Promise<void>): Promise<void>;
  alerts(tenant?: TenantRef): Promise<{ name: string; state: string; instance: string; value: number | null; resolution: string | null; isActive: boolean; after: number; firedAfter: number | null; events: string[] }[]>;
  close(): Promise<void>;
}

const startMs = Date.UTC(2026, 2, 1, 12);

export async function createWorld(): Promise<World> {
  const test = await createTestDatabase();
  const { alpha } = test.tenants;
  const time = { nowMs: startMs };
  const engine = await openTestEngine(test, () => time.nowMs);
  const world: World = {
    test,
    engine,
    get nowMs() {
      return time.nowMs;
    },
    set nowMs(nowMs) {
      time.nowMs = nowMs;
    },
    evaluator: (store = world.engine) => createEvaluator({ database: test.database, store, log: createLog('silent'), url: 'https://nines.example.org', clock: () => world.nowMs, patienceMs: Infinity }),
    addRule: (rule, tenant = alpha) =>
      test.database.transaction({ kind: 'tenant', tenant }, async (tx) => {
        const settings = RuleSettings.parse(rule);
        return (await tx.alertRule.create({ data: { tenantId: tenant.id, name: settings.name, settings } })).id;
      }),
    setRule: (id, rule, tenant = alpha) =>
      test.database.transaction({ kind: 'tenant', tenant }, async (tx) => {
        await tx.alertRule.update({ where: { id }, data: { settings: RuleSettings.parse(rule), version: { increment: 1 } } });
      }),
    removeRule: (id, tenant = alpha) => test.database.transaction({ kind: 'tenant', tenant }, async (tx) => void (await tx.alertRule.delete({ where: { id } }))),
    async sample(name, labels, value, tenant = alpha) {
      time.nowMs += 1;
      const { refused } = await append(engine, tenant, name, labels, [[time.nowMs, value]]);
      if (refused.length > 0) throw new Error(refused[0]?.example);
    },
    async pass(evaluator, ms, each) {
      const endMs = world.nowMs + ms;
      for (;;) {
        await each?.();
        const { nextDueMs } = await evaluator.tick(world.nowMs);
        if (nextDueMs === null || nextDueMs > endMs) break;
        world.nowMs = Math.max(nextDueMs, world.nowMs);
      }
      world.nowMs = endMs;
    },
    alerts: (tenant = alpha) =>
      test.database.transaction({ kind: 'tenant', tenant }, async (tx) => {
        const rows = await tx.alert.findMany({ include: { ...alertInclude, alertEvents: { orderBy: { id: 'asc' } } }, orderBy: [{ startsAt: 'asc' }, { fingerprint: 'asc' }] });
        return rows.map((row) => {
          const { name, state, value, resolution, isActive, labels, startsAt, firedAt } = viewOfAlert(row);
          return { name, state, value, resolution, isActive, instance: labels.instance ?? '', after: startsAt - startMs, firedAfter: firedAt === null ? null : firedAt - startMs, events: row.alertEvents.map(({ outcome }) => outcome) };
        });
      }),
    async close() {
      await world.engine.close();
      await test.drop();
    },
  };
  return world;
}

import { afterAll, beforeAll, expect, it } from 'vitest';
import { labelOf, metricName } from '@/lib/metrics/labels';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { openTestEngine } from '@/server/metrics/engine/test-engine';
import { createSelfMetrics } from './self-metrics';

let test: TestDatabase;
let engine: MetricEngine;
beforeAll(async () => {
  test = await createTestDatabase();
  engine = await openTestEngine(test);
});
afterAll(async () => {
  await engine.close();
  await test.drop();
});

async function addDelivery(state: string, attempts: readonly string[]): Promise<void> {
  const { alpha } = test.tenants;
  await test.database.transaction({ kind: 'tenant', tenant: alpha }, async (tx) => {
    const { id } = await tx.delivery.create({
      data: { tenantId: alpha.id, eventKey: `${state} ${attempts.length}`, kind: 'fire', channelName: 'ops', channelKind: 'webhook', recipient: {}, recipientKey: 'channel', groupKey: 'g', alertIds: [], message: {}, state, createdAt: new Date(Date.now() - 90_000) },
    });
    for (const outcome of attempts) await tx.deliveryAttempt.create({ data: { tenantId: alpha.id, deliveryId: id, at: new Date(), durationMs: 5, outcome } });
  });
}

async function stored(atMs: number): Promise<Record<string, number>> {
  const answer = await engine.query(test.tenants.alpha, { expr: '{__name__=~"nines_.+",instance="web-1"}', timeMs: atMs });
  if (answer.result.type !== 'vector') throw new Error(answer.result.type);
  return Object.fromEntries(answer.result.series.map(({ labels, value }) => [labelOf(labels, metricName), value]));
}

it('stores what the queues, the notifications, the rules and the database are like', async () => {
  const self = createSelfMetrics({ owner: test.database.owner, store: engine, tenant: test.tenants.alpha, instance: 'web-1', evaluation: () => ({ failing: 2, lateMs: 40 }) });
  const startMs = Date.now();
  await self.tick(startMs);
  await addDelivery('retrying', ['retry', 'retry']);
  await addDelivery('dead', ['failed']);
  await addDelivery('delivered', ['delivered']);
  const { nextDueMs } = await self.tick(startMs + 1_000);
  expect(nextDueMs % 15_000).toBe(0);
  const values = await stored(startMs + 1_000);
  expect(values).toMatchObject({
    nines_notifications_queued: 1,
    nines_notifications_dead: 1,
    nines_notification_failures_total: 3,
    nines_rule_evaluation_failures: 2,
    nines_rule_evaluation_lag_seconds: 0.04,
  });
  expect(values.nines_notifications_oldest_seconds).toBeGreaterThan(80);
  expect(values.nines_database_response_seconds).toBeGreaterThan(0);
  // One machine, one clock.
  expect(Math.abs(values.nines_database_clock_skew_seconds ?? NaN)).toBeLessThan(0.5);
});

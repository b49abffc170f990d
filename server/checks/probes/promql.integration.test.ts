import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { promql } from '@/lib/checks/kinds/promql';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { ProbeResult } from '@/lib/checks/schemas';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import type { MetricEngine } from '@/server/metrics/engine/metric-engine';
import { append, openTestEngine } from '@/server/metrics/engine/test-engine';
import type { TenantRef } from '@/lib/tenants';
import { runProbe } from './registry';
import { testServices } from './test-probing';

const nowMs = Date.now();
let world: TestDatabase;
let engine: MetricEngine;
beforeAll(async () => {
  world = await createTestDatabase();
  engine = await openTestEngine(world);
  const { alpha } = world.tenants;
  await append(engine, alpha, 'queue_length', { queue: 'mail' }, [[nowMs - 1_000, 12]]);
  await append(engine, alpha, 'queue_length', { queue: 'push' }, [[nowMs - 1_000, 3]]);
  await append(engine, alpha, 'idle', {}, [[nowMs - 1_000, 0]]);
});
afterAll(async () => {
  await engine.close();
  await world.drop();
});

function ask(settings: Record<string, unknown>, tenant: TenantRef = world.tenants.alpha, store: MetricStore = engine) {
  return runProbe('promql', { settings: promql.settings.parse(settings), secrets: {}, timeoutMs: 5_000, nowMs, signal: new AbortController().signal, services: { ...testServices, store, tenant } });
}

describe('an expression over the metrics of the tenant', () => {
  test.each<[settings: Record<string, unknown>, success: boolean, message: string]>([
    [{ expr: 'queue_length' }, true, 'All 2 values are not zero.'],
    [{ expr: 'idle' }, false, 'Expected not zero; 1 of 1 value is not: idle 0'],
    [{ expr: 'sum(queue_length)', operator: '=', value: 15 }, true, 'The value is 15, as expected = 15.'],
    [{ expr: 'queue_length', operator: '<', value: 10 }, false, 'Expected < 10; 1 of 2 values are not: queue_length{queue="mail"} 12'],
    [{ expr: 'queue_length > 100' }, false, 'Nothing came of the expression.'],
    [{ expr: 'vector(1) / 0 - vector(1) / 0', operator: '!=', value: 1 }, false, 'NaN'],
    [{ expr: '3', operator: '>=', value: 3 }, true, 'The value is 3'],
    [{ expr: '"text"' }, false, 'A text came of the expression'],
    [{ expr: 'queue_length[5m]' }, false, 'A range came of the expression'],
    [{ expr: 'queue_length * on() group_left queue_length' }, false, 'The expression cannot be evaluated'],
  ])('%j', async (settings, success, message) => {
    expect(ProbeResult.parse(await ask(settings))).toMatchObject({ success, isNetworkError: false, message: expect.stringContaining(message) as string });
  });

  test('sees nothing of another tenant', async () => {
    expect(await ask({ expr: 'queue_length' }, world.tenants.beta)).toMatchObject({ success: false, message: 'Nothing came of the expression.' });
  });

  test('tells what is wrong first', async () => {
    expect((await ask({ expr: 'sort(queue_length)', operator: '>', value: 5 })).evidence.answers).toEqual(['queue_length{queue="push"} 3', 'queue_length{queue="mail"} 12']);
  });

  test('that cannot be asked says nothing of the target', async () => {
    const broken = { query: () => Promise.reject(new Error('the database is away')) } as unknown as MetricStore;
    await expect(ask({ expr: 'up' }, world.tenants.alpha, broken)).rejects.toMatchObject({ code: 'unavailable' });
  });

  test.each(['', 'sum(', 'rate(up)', 'x'.repeat(20_000)])('that is none is refused when it is entered: %j', (expr) => {
    expect(promql.settings.safeParse({ expr }).success).toBe(false);
  });
});

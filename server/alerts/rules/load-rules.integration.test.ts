import { afterAll, beforeAll, expect, it } from 'vitest';
import { RuleSettings } from '@/lib/alerts/rules/schemas';
import { keepingLog } from '../channels/test-sink';
import { createTestDatabase, type TestDatabase } from '@/server/database/test-database';
import { storeAlerts } from '../test-stored-alerts';
import { createLeftOut } from './left-out';
import { loadAlertsOfRules, loadRules } from './load-rules';

let test: TestDatabase;
const startMs = Date.UTC(2026, 2, 1, 12);

beforeAll(async () => {
  test = await createTestDatabase();
  const { tenants, database } = test;
  await database.transaction({ kind: 'tenant', tenant: tenants.alpha }, async (tx) => {
    for (const name of ['a', 'b', 'c']) {
      const settings = RuleSettings.parse({ name, condition: { kind: 'promql', expr: 'up == 0', severity: 'critical' } });
      await tx.alertRule.create({ data: { tenantId: tenants.alpha.id, name, settings } });
    }
  });
  const minutes = [5, 1, 4, 2, 3].map((minute) => new Date(startMs + minute * 60_000));
  await storeAlerts(database, tenants.alpha, minutes.map((startsAt, index) => ({ source: 'rule', labels: { alertname: `a${index}` }, startsAt })));
});
afterAll(() => test.drop());

it('what is more than the bound is counted, and of alerts the newest are kept, in the order in which they began', async () => {
  expect(await loadRules(test.database)).toMatchObject({ loaded: [{}, {}, {}], leftOut: 0 });
  const rules = await loadRules(test.database, 2);
  expect([rules.loaded.length, rules.leftOut]).toEqual([2, 1]);
  const alerts = await loadAlertsOfRules(test.database, startMs, 3);
  expect(alerts.loaded.map(({ alert }) => (alert.startsAtMs - startMs) / 60_000)).toEqual([3, 4, 5]);
  expect(alerts.leftOut).toBe(2);
  expect((await loadAlertsOfRules(test.database, null, 5)).leftOut).toBe(0);
});

it('what is left out is logged once, and again when it changes', () => {
  const { log, lines } = keepingLog();
  const tell = createLeftOut(log);
  for (const count of [0, 7, 7, 7, 0, 0, 9]) tell('alert rules', count);
  expect(lines.map((line) => /"leftOut":(\d)/.exec(line)?.[1])).toEqual(['7', '9']);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { RuleSettings } from '@/lib/alerts/rules/schemas';
import { appendSamples } from '@/server/metrics/append-samples';
import { callerOf, startTestRuntime, type Person, type TestRuntime } from '@/server/test-runtime';
import { previewThresholds } from './preview-thresholds';
import { createRule } from './rules';
import { readThresholds } from './thresholds';

let nines: TestRuntime;
const now = Date.now();
const caller = (person: Person) => callerOf(person, permissions, now);

beforeAll(async () => {
  nines = await startTestRuntime();
  const { alice } = nines.cast;
  await appendSamples(nines.engine, alice.tenant, [60, 85, 97].map((value, index) => ({ name: 'system_cpu_usage_percent', labels: { instance: `web-${index}` }, value, at: now - 1_000 })));
  const rule = (name: string, isEnabled: boolean) =>
    RuleSettings.parse({
      name, isEnabled,
      condition: { kind: 'levels', query: 'system_cpu_usage_percent', comparison: '>', warning: { threshold: 'cpu', side: 'warning' }, critical: { threshold: 'cpu', side: 'critical' } },
    });
  await createRule(nines.runtime, caller(alice), rule('CPU high', true));
  await createRule(nines.runtime, caller(alice), rule('CPU off', false));
}, 60_000);
afterAll(() => nines.close());

it('counts what lower levels begin: two warnings are there, one critical is, and nothing of a rule that is off', async () => {
  const preview = await previewThresholds(nines.runtime, caller(nines.cast.alice), { cpu: { warning: 50, critical: 80 } });
  expect(preview).toMatchObject({ rules: 1, failed: [], totals: { begins: 2, ends: 0 } });
  expect(preview.begins.map(({ rule, severity, labels, value }) => [rule, severity, labels.instance, value]).sort()).toEqual([
    ['CPU high', 'critical', 'web-1', 85],
    ['CPU high', 'warning', 'web-0', 60],
  ]);
});

it('counts what higher levels end, stores nothing, and looks at the caller\'s tenant alone', async () => {
  expect(await previewThresholds(nines.runtime, caller(nines.cast.alice), { cpu: { warning: 98, critical: 99 } })).toMatchObject({ totals: { begins: 0, ends: 3 } });
  expect(await readThresholds(nines.runtime, caller(nines.cast.alice))).toMatchObject({ version: 0 });
  expect(await previewThresholds(nines.runtime, caller(nines.cast.charlie), { cpu: { warning: 1, critical: 2 } })).toMatchObject({ rules: 0, totals: { begins: 0, ends: 0 } });
});

it('refuses levels that would not be saved either', async () => {
  await expect(previewThresholds(nines.runtime, caller(nines.cast.alice), { cpu: { warning: 90, critical: 80 } })).rejects.toMatchObject({ code: 'invalid' });
});

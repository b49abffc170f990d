import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { dayMs } from '@/lib/metrics/retention';
import { RetentionSettings } from '@/lib/settings/retention-settings';
import { readConfig } from '@/server/config';
import { createLog } from '@/server/log';
import { appendSamples } from '@/server/metrics/append-samples';
import { callerOf, startTestRuntime, type Person, type TestRuntime } from '@/server/test-runtime';
import { createRetention } from './retention';
import { previewRetention, readRetention, updateRetention } from './retention-settings';

let nines: TestRuntime;
const now = Date.now();

beforeAll(async () => {
  nines = await startTestRuntime();
  await mkdir(nines.runtime.config.dataDir, { recursive: true });
  const { tenant } = nines.cast.alice;
  for (let daysAgo = 9; daysAgo >= 0; daysAgo -= 1) await appendSamples(nines.engine, tenant, [{ name: 'system_cpu_usage_percent', labels: { instance: 'web-1' }, value: daysAgo, at: now - daysAgo * dayMs }]);
  await nines.engine.sealAll();
  // A round rolls up a day: what is not rolled up yet is never dropped.
  for (let round = 0; round < 12; round += 1) await nines.engine.maintain();
}, 60_000);
afterAll(() => nines.close());

const caller = (person: Person) => callerOf(person, permissions, now);
const settings = (change: Partial<RetentionSettings>) => RetentionSettings.parse(change);
const oldestDay = async () => {
  const { rows } = await nines.database.owner.query<{ name: string }>(`select child.relname as name from pg_inherits join pg_class child on child.oid = inhrelid where inhparent = 'metrics.chunks'::regclass`);
  return Math.min(...rows.map(({ name }) => Number(name.slice(name.lastIndexOf('_p') + 2))));
};

describe('retention', () => {
  it('is what the variables say before anything is set', async () => {
    const answer = await readRetention(nines.runtime, caller(nines.cast.alice));
    expect(answer.facts.map(({ field, setBy, inForce }) => [field, setBy, inForce])).toEqual([['rawDays', 'default', 15], ['fiveMinuteDays', 'default', 180], ['hourDays', 'default', 730], ['diskBudgetBytes', 'default', null]]);
    expect(answer.figures?.totalBytes).toBeGreaterThan(0);
    expect(answer.figures?.freeBytes).toBeGreaterThan(0);
  });

  it('previews what it would remove, and removes that and no more once it is saved, without a restart', async () => {
    const before = await oldestDay();
    expect(before).toBe(Math.floor((now - 9 * dayMs) / dayMs) * dayMs);
    const preview = await previewRetention(nines.runtime, caller(nines.cast.alice), settings({ rawDays: 4 }));
    const [raw] = preview.removed;
    expect(raw).toMatchObject({ resolution: 'raw', days: 5 });
    expect(await oldestDay()).toBe(before);
    await updateRetention(nines.runtime, caller(nines.cast.alice), { version: 0, settings: settings({ rawDays: 4 }) });
    await nines.engine.maintain();
    expect(await oldestDay()).toBe(raw?.untilMs);
    const refused = await appendTooOld();
    expect(refused).toContain('too_old');
  });

  it('follows a change that somebody else stored', async () => {
    const { tenant } = nines.cast.alice;
    await nines.database.transaction({ kind: 'tenant', tenant }, (tx) => tx.tenantSettings.updateMany({ where: { section: 'retention' }, data: { settings: { rawDays: 30 }, version: 2 } }));
    for (let left = 100; left > 0 && (await appendTooOld()).length > 0; left -= 1) await wait(20);
    expect(await appendTooOld()).toEqual([]);
  });

  it('refuses a stale version, another tenant, and values out of bounds', async () => {
    const { alice, charlie } = nines.cast;
    await expect(updateRetention(nines.runtime, caller(alice), { version: 1, settings: settings({}) })).rejects.toMatchObject({ code: 'conflict' });
    for (const verb of [() => readRetention(nines.runtime, caller(charlie)), () => updateRetention(nines.runtime, caller(charlie), { version: 0, settings: settings({ rawDays: 1 }) }), () => previewRetention(nines.runtime, caller(charlie), settings({}))]) {
      await expect(verb()).rejects.toMatchObject({ code: 'not_found' });
    }
    expect(RetentionSettings.safeParse({ rawDays: 0 }).success || RetentionSettings.safeParse({ hourDays: 1 }).success || RetentionSettings.safeParse({ diskBudgetBytes: 1 }).success).toBe(false);
  });

  it('a variable that is set holds over Config, and is locked there', async () => {
    const { database, engine, cast } = nines;
    const config = readConfig({ METRICS_RETENTION: '20d' });
    const retention = createRetention({ database, engine, config, tenant: cast.alice.tenant, log: createLog('silent') });
    retention.stop();
    expect(retention.kept(settings({ rawDays: 2, hourDays: 100 }))).toMatchObject({ retentionMs: { raw: 20 * dayMs, '1h': 100 * dayMs } });
    await expect(updateRetention({ database, retention }, caller(cast.alice), { version: 2, settings: settings({ rawDays: 2 }) })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'body.settings.rawDays' }] });
  });
});

let asked = 0;

/** The reasons for which a sample of eight days ago is refused. */
async function appendTooOld(): Promise<string[]> {
  asked += 1;
  const { refused } = await appendSamples(nines.engine, nines.cast.alice.tenant, [{ name: 'system_cpu_usage_percent', labels: { instance: `old-${asked}` }, value: 1, at: now - 8 * dayMs }]);
  return refused.map(({ reason }) => reason);
}

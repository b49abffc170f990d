import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { MaintenanceInput } from '@/lib/alerts/suppression/schemas';
import { ServiceInput } from '@/lib/services/schemas';
import { createMaintenance, deleteMaintenance, updateMaintenance } from '@/server/alerts/suppression/maintenance';
import { switchBadges } from '@/server/badges/badges';
import { createService } from '@/server/services/services';
import { readStatusPage, updateStatusPage } from '@/server/status-pages/manage-page';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { currentConfiguration } from './configuration';
import { readWhole } from './history';
import { applyYaml } from './test-world';
import { watchConfigFiles, type FileWatcher } from './watch-files';

let nines: TestRuntime;
let folder: string;
let file: string;
let watcher: FileWatcher;
let lines: string[];

beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());
beforeEach(async () => {
  lines = [];
  folder = await mkdtemp(path.join(tmpdir(), 'nines-watch-'));
  file = path.join(folder, 'nines.yaml');
});
afterEach(async () => {
  await watcher.stop();
  await rm(folder, { recursive: true, force: true });
});

let clock = Date.now();
const alice = () => callerOf(nines.cast.alice, permissions, (clock += 1_000));
const shown = () => readWhole(nines.runtime, alice());
const services = (...names: string[]) => `version: 1\nservices: [${names.map((name) => `{ name: ${name} }`).join(', ')}]\n`;
const locked = { code: 'conflict', message: expect.stringContaining('managed by the file nines.yaml') as string };

async function watchIt(text: string): Promise<void> {
  await writeFile(file, text);
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  watcher = watchConfigFiles({ ...nines.runtime, log }, nines.connection, { configPath: file, environment: {} });
  await watcher.ready;
}

describe('a watched file', () => {
  it('is applied, locks what it states, keeps the last good state on a fault, and follows a swap', async () => {
    await watchIt(services('a', 'filed'));
    expect((await shown()).yaml).toContain('filed');
    await expect(createService(nines.runtime, alice(), ServiceInput.parse({ name: 'mine' }))).rejects.toMatchObject(locked);
    await applyYaml(nines, alice(), 'version: 1\nthresholds: { cpu: { warning: 50, critical: 60 } }\n');
    await writeFile(file, 'version: 1\nservices:\n  - { name: a }\n  - { name: a }\n');
    await watcher.look();
    const { file: view, yaml } = await shown();
    expect(view).toMatchObject({ sections: ['services'], problems: [{ file: 'nines.yaml', line: 4, path: 'services[1].name' }] });
    expect(yaml).toContain('filed');
    await writeFile(`${file}.new`, services('a', 'swapped'));
    await rename(`${file}.new`, file);
    await watcher.look();
    const after = await shown();
    expect(after.file?.problems).toEqual([]);
    expect(after.yaml).toContain('swapped');
    expect(after.yaml).not.toContain('filed');
  });

  it('that is deleted locks nothing any more, and the log and the trail say so; it is taken again when it comes back', async () => {
    await watchIt(services('a', 'swapped'));
    await rm(file);
    await watcher.look();
    expect((await shown()).file).toBeNull();
    expect(lines.join('')).toMatch(/nothing at CONFIG_PATH.*not there any more: what it stated stays/s);
    const said = () => nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { action: 'config.release' } }));
    expect(await said()).toMatchObject([{ actor: { kind: 'system', id: 'config-file' }, before: { file: 'nines.yaml', sections: ['services'] }, after: null }]);
    expect((await createService(nines.runtime, alice(), ServiceInput.parse({ name: 'mine' }))).settings.name).toBe('mine');
    await watcher.look();
    expect([lines.length, (await said()).length]).toEqual([2, 1]);
    await writeFile(file, services('a', 'swapped'));
    await watcher.look();
    expect((await currentConfiguration(nines.runtime, alice())).yaml).not.toContain('mine');
    await expect(createService(nines.runtime, alice(), ServiceInput.parse({ name: 'mine' }))).rejects.toMatchObject(locked);
  });

  it('locks recurring maintenance and what the status page shows of it, and leaves that of one time free', async () => {
    const recurring = { kind: 'recurring', timeZone: 'UTC', startDate: '2026-01-06', endDate: null, time: '02:00', durationMinutes: 60, recurrence: { kind: 'weekly', everyWeeks: 1, weekdays: [2] } };
    const once = { kind: 'once', startsAt: clock, endsAt: clock + 3_600_000 };
    const window = (name: string, schedule: unknown) => MaintenanceInput.parse({ name, reason: 'Work', matchers: [{ label: 'env', operator: '=', value: 'live' }], schedule });
    await watchIt(`version: 1\nservices: [{ name: shop }]\nmaintenance: [${JSON.stringify(window('weekly', recurring))}]\nstatusPage: { isOn: false, slug: alpha, settings: { name: Alpha, maintenance: [{ window: weekly, title: Weekly }] } }\n`);
    await expect(createMaintenance(nines.runtime, alice(), window('mine', recurring))).rejects.toMatchObject(locked);
    const made = await createMaintenance(nines.runtime, alice(), window('tonight', once));
    const longer = window('tonight', { ...once, endsAt: clock + 7_200_000 });
    const { version } = await updateMaintenance(nines.runtime, alice(), made.id, { version: made.version, window: longer });
    await expect(updateMaintenance(nines.runtime, alice(), made.id, { version, window: window('tonight', recurring) })).rejects.toMatchObject(locked);

    const page = await readStatusPage(nines.runtime, alice());
    const { isOn, slug, host, emailChannelId, settings, components } = page;
    const input = { isOn, slug, host, emailChannelId, settings, components };
    const [weekly] = settings.maintenance;
    const tonight = { windowId: made.id, title: 'Tonight', componentIds: [] };
    const put = (maintenance: unknown[], change = {}) => updateStatusPage(nines.runtime, alice(), { version: page.version, page: { ...input, settings: { ...settings, maintenance: maintenance as typeof settings.maintenance }, ...change } });
    await expect(put([])).rejects.toMatchObject(locked);
    await expect(put([weekly, tonight], { isOn: true })).rejects.toMatchObject(locked);
    expect((await put([weekly, tonight])).settings.maintenance).toHaveLength(2);
    await watcher.look();
    expect((await shown()).file?.problems).toEqual([]);
    await deleteMaintenance(nines.runtime, alice(), made.id);
  });

  it('locks the badges of services that it states', async () => {
    await watchIt(services('a'));
    const { id } = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.service.findFirstOrThrow({ where: { name: 'a' } }));
    await expect(switchBadges(nines.runtime, alice(), id, { isOn: true, renew: false })).rejects.toMatchObject(locked);
  });
});

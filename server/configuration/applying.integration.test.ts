import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { ServiceInput } from '@/lib/services/schemas';
import { createService } from '@/server/services/services';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { applyRequest } from './apply-request';
import { currentConfiguration } from './configuration';
import { listVersions, readVersion, readWhole, restoreVersion } from './history';
import { applyYaml } from './test-world';
import { releaseFiles } from './release-files';
import { watchConfigFiles } from './watch-files';

let nines: TestRuntime;
let folder: string;
beforeAll(async () => {
  nines = await startTestRuntime();
  folder = await mkdtemp(path.join(tmpdir(), 'nines-config-'));
});
afterAll(async () => {
  await nines.close();
  await rm(folder, { recursive: true, force: true });
});

let clock = Date.UTC(2026, 5, 1);
const alice = () => callerOf(nines.cast.alice, permissions, (clock += 1_000));
const charlie = () => callerOf(nines.cast.charlie, permissions, (clock += 1_000));
const current = () => currentConfiguration(nines.runtime, alice());
const services = (...names: string[]) => `version: 1\nservices: [${names.map((name) => `{ name: ${name} }`).join(', ')}]\n`;

describe('applying', () => {
  it('the same again changes nothing and makes no version', async () => {
    const first = await applyYaml(nines, alice(), services('a', 'b'));
    const { yaml } = await current();
    const again = await applyYaml(nines, alice(), yaml);
    expect(again).toMatchObject({ changes: [], version: first.version, sha256: first.sha256 });
  });

  it('leaves nothing of a document whose last part is refused, and names its place', async () => {
    const before = await current();
    const yaml = `${services('a', 'b', 'c')}thresholds: { cpu: { warning: 60, critical: 90 } }\nobjectives:\n  - name: broken\n    service: nowhere\n    sli: { kind: checks }\n`;
    await expect(applyRequest(nines.runtime, alice(), { yaml, sha256: null, allowRemovals: true, dryRun: false })).rejects.toMatchObject({
      code: 'invalid', issues: [{ path: expect.stringContaining('objectives[0].service') as string, message: expect.stringMatching(/line 6.*no service "nowhere"/) as string }],
    });
    expect((await current()).sha256).toBe(before.sha256);
  });

  it('a dry run says what would be and takes it back', async () => {
    const before = await current();
    const plan = await applyYaml(nines, alice(), services('a', 'c'), { dryRun: true, allowRemovals: false });
    expect(plan.isApplied).toBe(false);
    expect(plan.changes.map(({ kind, name }) => [kind, name])).toEqual([['create', 'c'], ['remove', 'b']]);
    expect((await current()).sha256).toBe(before.sha256);
  });

  it('removes only with leave', async () => {
    await expect(applyYaml(nines, alice(), services('a'), { allowRemovals: false })).rejects.toMatchObject({ code: 'conflict', issues: [{ path: 'services "b"' }] });
  });

  it('lets one of two through that were made from the same configuration; the other learns what changed', async () => {
    const { sha256 } = await current();
    const results = await Promise.allSettled([applyYaml(nines, alice(), services('a', 'b', 'left'), { sha256 }), applyYaml(nines, alice(), services('a', 'b', 'right'), { sha256 })]);
    const lost = results.find((each) => each.status === 'rejected');
    expect(results.filter((each) => each.status === 'fulfilled')).toHaveLength(1);
    expect(lost?.reason).toMatchObject({ code: 'conflict', issues: [{ message: 'was added meanwhile' }] });
  });

  it('does not resolve references of a request, nor keep a secret that there is not', async () => {
    const channel = (secret: string) => `version: 1\nchannels:\n  - { name: chat, kind: slack, secrets: { url: ${secret} } }\n`;
    for (const secret of ['{ env: CONFIG_SECRET_A }', '{ file: a }', '{ keep: true }']) {
      await expect(applyRequest(nines.runtime, alice(), { yaml: channel(secret), sha256: null, allowRemovals: true, dryRun: false })).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'channels[0].secrets.url' }] });
    }
  });

  it('needs the permission for people where a section is of people', async () => {
    const caller = { ...alice(), permissions: ['monitoring.config.read', 'monitoring.config.update'] as const };
    await expect(applyYaml(nines, caller, 'version: 1\nteams: [{ name: web }]\n')).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('refuses sections of the installation to another tenant, which sees nothing of this one', async () => {
    await expect(applyYaml(nines, charlie(), 'version: 1\nlimits: { isOn: false }\n')).rejects.toMatchObject({ code: 'invalid' });
    expect((await currentConfiguration(nines.runtime, charlie())).yaml).not.toContain('name: a');
    await expect(readVersion(nines.runtime, charlie(), 3, undefined)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('versions', () => {
  it('are written after changes of others, with who made them, and restored', async () => {
    const before = await current();
    await createService(nines.runtime, alice(), ServiceInput.parse({ name: 'by hand' }));
    const { version } = await current();
    const { versions } = await listVersions(nines.runtime, alice(), { limit: 50 });
    expect(versions[0]).toMatchObject({ version, source: 'change', actors: [{ kind: 'user', name: 'Alice' }] });
    expect((await readVersion(nines.runtime, alice(), version, undefined)).changes).toMatchObject([{ section: 'services', name: 'by hand', kind: 'create' }]);
    const restored = await restoreVersion(nines.runtime, alice(), before.version, { sha256: null, allowRemovals: true, dryRun: false });
    expect(restored.sha256).toBe(before.sha256);
    expect((await listVersions(nines.runtime, alice(), { limit: 1 })).versions[0]?.source).toBe('restore');
  });
});

describe('a watched file', () => {
  it('is applied, locks what it states, keeps the last good state on a fault, and follows a swap', async () => {
    const file = path.join(folder, 'nines.yaml');
    await writeFile(file, services('a', 'filed'));
    const watcher = watchConfigFiles(nines.runtime, nines.connection, { configPath: file, environment: {} });
    try {
      await watcher.ready;
      expect((await current()).yaml).toContain('filed');
      await expect(createService(nines.runtime, alice(), ServiceInput.parse({ name: 'mine' }))).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('managed by the file nines.yaml') as string });
      await applyYaml(nines, alice(), 'version: 1\nthresholds: { cpu: { warning: 50, critical: 60 } }\n');
      await writeFile(file, 'version: 1\nservices:\n  - { name: a }\n  - { name: a }\n');
      await watcher.look();
      const { file: shown, yaml } = await readWhole(nines.runtime, alice());
      expect(shown).toMatchObject({ sections: ['services'], problems: [{ file: 'nines.yaml', line: 4, path: 'services[1].name' }] });
      expect(yaml).toContain('filed');
      await writeFile(`${file}.new`, services('a', 'swapped'));
      await rename(`${file}.new`, file);
      await watcher.look();
      const after = await readWhole(nines.runtime, alice());
      expect(after.file?.problems).toEqual([]);
      expect(after.yaml).toContain('swapped');
      expect(after.yaml).not.toContain('filed');
    } finally {
      await watcher.stop();
    }
    await releaseFiles(nines.database, new Set());
    expect((await createService(nines.runtime, alice(), ServiceInput.parse({ name: 'mine' }))).settings.name).toBe('mine');
  });
});

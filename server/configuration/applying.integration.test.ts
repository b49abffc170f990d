import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { ServiceInput } from '@/lib/services/schemas';
import { createService } from '@/server/services/services';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { applyRequest } from './apply-request';
import { currentConfiguration } from './configuration';
import { listVersions, readVersion, restoreVersion } from './history';
import { applyYaml } from './test-world';

let nines: TestRuntime;
beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

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
    expect(lost?.reason).toMatchObject({ code: 'conflict', issues: [{ message: 'was added meanwhile' }, { message: 'is added by yours' }] });
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

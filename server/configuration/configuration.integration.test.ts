import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { currentConfiguration } from './configuration';
import { applyYaml, emptyYaml, withSecrets, worldSecrets, worldYaml } from './test-world';

let nines: TestRuntime;
beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

let clock = Date.UTC(2026, 5, 1);
const alice = () => callerOf(nines.cast.alice, permissions, (clock += 1_000));
const yaml = async () => (await currentConfiguration(nines.runtime, alice())).yaml;

describe('a document', () => {
  it('makes a whole world, and is exported, wiped, imported and exported again to the same bytes', async () => {
    const made = await applyYaml(nines, alice(), worldYaml);
    expect(made.isApplied).toBe(true);
    const exported = await yaml();
    expect(exported).toContain('keep: true');
    for (const secret of Object.values(worldSecrets)) expect(exported).not.toContain(secret);
    await applyYaml(nines, alice(), emptyYaml);
    const wiped = await yaml();
    for (const gone of ['shop front', 'Alpha Login', 'siem.example.com', 'sev2', 'badges']) expect(wiped).not.toContain(gone);
    await applyYaml(nines, alice(), withSecrets(exported, (field) => worldSecrets[field]));
    expect(await yaml()).toBe(exported);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { currentConfiguration } from './configuration';
import { applyYaml, emptyYaml, worldYaml } from './test-world';

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
    expect(exported).not.toContain('scrape-password');
    await applyYaml(nines, alice(), emptyYaml);
    expect(await yaml()).not.toContain('shop front');
    const filled = exported
      .replace(/(      url:\n\s*)keep: true/, '      url: "https://hooks.slack.com/services/T0/B0/abcdefghijklmnopqrstuvwx"')
      .replace(/password:\n\s*keep: true/, 'password: scrape-password')
      .replace(/value:\n\s*keep: true/, 'value: scope-secret');
    await applyYaml(nines, alice(), filled);
    expect(await yaml()).toBe(exported);
  });
});

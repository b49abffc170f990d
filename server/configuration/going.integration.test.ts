import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import { maxChannels } from '@/lib/alerts/channels/schemas';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { currentConfiguration } from './configuration';
import { applyYaml } from './test-world';

let nines: TestRuntime;
beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

let clock = Date.UTC(2026, 5, 1);
const alice = () => callerOf(nines.cast.alice, permissions, (clock += 1_000));
const current = () => currentConfiguration(nines.runtime, alice());
const apply = (yaml: string) => applyYaml(nines, alice(), `version: 1\n${yaml}`);
const check = (name: string) => `{ name: ${name}, service: shop, kind: tcp, settings: { host: db.example.com, port: 5432 } }`;

describe('what goes', () => {
  it('is not in the version that is recorded, also where another section named it', async () => {
    await apply(`services: [{ name: shop }, { name: stock, dependsOn: [shop] }]\nchecks: [${check('front')}, ${check('back')}]\nobjectives: [{ name: There, service: shop, sli: { kind: checks, checks: [front, back] } }]\n`);
    const { version, sha256 } = await apply(`checks: [${check('back')}]\n`);
    const after = await current();
    expect([after.version, after.sha256]).toEqual([version, sha256]);
    expect(after.yaml).not.toContain('front');
  });

  it('cannot be named by what the same document has', async () => {
    await expect(apply('services: [{ name: stock, dependsOn: [shop] }]\nobjectives: []\n')).rejects.toMatchObject({ code: 'invalid', message: 'services[0].dependsOn: names what the document removes' });
    await expect(apply('services: [{ name: stock, dependsOn: [shop], tier: 1 }]\nobjectives: []\n')).rejects.toMatchObject({ code: 'invalid', message: 'services[0].dependsOn[0]: There is no service "shop".' });
    await apply('services: [{ name: stock }]\nchecks: []\nobjectives: []\n');
    expect((await current()).yaml).not.toContain('shop');
  });
});

describe('limits', () => {
  const channels = (...names: string[]) => `channels: [${names.map((name) => `{ name: ${name}, kind: webhook, settings: { url: "https://hook.example.com/${name}" } }`).join(', ')}]\n`;
  const all = Array.from({ length: maxChannels }, (_, at) => `c${at}`);

  it('count what will be: where there is the most that there may be, one takes the place of another, which may be in use until then', async () => {
    await apply(`${channels(...all)}routing: { name: Everything, channels: [c0, c1] }\n`);
    const swapped = await apply(`${channels(...all.slice(2), 'fresh', 'other')}routing: { name: Everything, channels: [fresh, c2] }\n`);
    expect(swapped.changes.map(({ kind }) => kind).sort()).toEqual(['create', 'create', 'remove', 'remove', 'update']);
    expect((await current()).yaml).toMatch(/routing:[\s\S]*- c2\n\s+- fresh/);
  });

  it('let nothing go that something names at the end', async () => {
    await expect(apply(channels(...all.slice(2), 'other'))).rejects.toMatchObject({ code: 'conflict', message: expect.stringMatching(/"fresh" is used by the route "Everything"/) as string });
    expect((await current()).yaml).toContain('fresh');
  });
});

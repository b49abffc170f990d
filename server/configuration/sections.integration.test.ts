import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions, type Permission } from '@/lib/auth/permissions';
import { dayMs } from '@/lib/metrics/retention';
import { readConfig } from '@/server/config';
import { findHook } from '@/server/incidents/find-hook';
import { appendSamples } from '@/server/metrics/append-samples';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { applyDocument, currentConfiguration, documentOf } from './configuration';
import { systemCaller } from './snapshots';
import { applyYaml } from './test-world';

let nines: TestRuntime;
beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

let clock = Date.now();
const alice = () => callerOf(nines.cast.alice, permissions, (clock += 1_000));
const yaml = async () => (await currentConfiguration(nines.runtime, alice())).yaml;
const inAlpha = <T>(run: Parameters<typeof nines.database.transaction<T>>[1]) => nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, run);
const sentence = (text: string | RegExp) => expect.stringMatching(text) as string;

describe('permissions', () => {
  const holding = (...held: Permission[]) => callerOf(nines.cast.bob, held, (clock += 1_000));
  const document = 'version: 1\norganisation: { name: Renamed }\nlimits: { isOn: false }\naudit: { retentionDays: 99 }\nteams: [{ name: ops }]\n';

  it('refuse a document whole to a custom role that lacks what the form of a section takes, and name the sections', async () => {
    const before = await yaml();
    await expect(applyYaml(nines, holding('monitoring.config.read', 'monitoring.config.update'), document)).rejects.toMatchObject({
      code: 'forbidden', issues: ['audit', 'limits', 'teams'].map((path) => ({ path, message: 'takes the permission monitoring.people.update, which you do not have' })),
    });
    await expect(applyYaml(nines, holding('monitoring.people.update'), document)).rejects.toMatchObject({ code: 'forbidden', issues: [{ path: 'organisation', message: sentence('monitoring.config.update') }] });
    expect(await yaml()).toBe(before);
  });

  it('ask for nothing where nothing changes, and for what the form of each section takes', async () => {
    expect((await applyYaml(nines, holding('monitoring.config.update'), await yaml())).changes).toEqual([]);
    expect((await applyYaml(nines, holding('monitoring.config.update'), 'version: 1\norganisation: { name: Renamed }\n')).changes).toHaveLength(1);
  });
});

describe('providers of sign-in', () => {
  const provider = (issuer: string, secret: string, more = '') => `version: 1\nsignInProviders:\n  - { name: login, label: Login, connection: { kind: oidc, issuer: "${issuer}", clientId: nines }, clientSecret: ${secret}${more} }\n`;

  it('are set up by an owner and by who has the machine, and by nobody else', async () => {
    await expect(applyYaml(nines, callerOf(nines.cast.bob, permissions, clock), provider('https://a.example.com', 'shhh'))).rejects.toMatchObject({ code: 'forbidden' });
    await applyYaml(nines, systemCaller(nines.tenants.alpha, 'command-line'), provider('https://a.example.com', 'shhh'));
    const exported = await yaml();
    expect(exported).toMatch(/name: login\n[\s\S]*clientSecret:\n\s+keep: true/);
    expect((await applyYaml(nines, alice(), exported)).changes).toEqual([]);
    expect((await applyYaml(nines, alice(), provider('https://a.example.com', 'shhh'))).changes).toEqual([]);
  });

  it('keep a secret only where it was entered for, and tell of one in a plan that it is new and no more', async () => {
    await expect(applyYaml(nines, alice(), provider('https://b.example.com', '{ keep: true }'))).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'signInProviders[0].clientSecret', message: sentence('another place') }] });
    const { changes } = await applyYaml(nines, alice(), provider('https://b.example.com', 'other-secret'), { dryRun: true });
    expect(changes).toMatchObject([{ kind: 'update', fields: [{ path: 'clientSecret', before: '"stored"', after: '"a new value"' }, { path: 'connection.issuer' }] }]);
  });

  it('are refused with a role that there is not, at an address that is never called, and without a secret', async () => {
    const wrong: [yaml: string, path: string][] = [
      [provider('https://a.example.com', '{ keep: true }', ', rules: { grant: { role: VIEWER, customRole: Nobody } }'), 'signInProviders[0].rules.grant.customRole'],
      [provider('https://169.254.169.254', 'shhh'), 'signInProviders[0].connection.issuer'],
      [provider('https://a.example.com', 'shhh').replace(', clientSecret: shhh', ''), 'signInProviders[0].clientSecret'],
      ['version: 1\nsignInProviders: [{ name: github, label: GitHub }]\n', 'signInProviders[0].connection'],
    ];
    for (const [text, path] of wrong) await expect(applyYaml(nines, alice(), text), text).rejects.toMatchObject({ code: 'invalid', issues: [{ path }] });
  });

  it('that the variables name have their rules alone in a document', async () => {
    const config = readConfig({ AUTH_GITHUB_CLIENT_ID: 'a', AUTH_GITHUB_CLIENT_SECRET: 'b', PORT: '0' });
    const apply = (text: string) => applyDocument({ ...nines.runtime, config }, alice(), documentOf({ yaml: text }), { source: 'apply', sha256: null, allowRemovals: true, dryRun: true });
    expect((await apply('version: 1\nsignInProviders: [{ name: github, label: GitHub, rules: { domains: [example.com] } }]\n')).changes).toMatchObject([{ kind: 'create', name: 'github' }, { kind: 'remove', name: 'login' }]);
    await expect(apply('version: 1\nsignInProviders: [{ name: github, label: GitHub, clientSecret: c }]\n')).rejects.toMatchObject({ issues: [{ path: 'signInProviders[0].clientSecret' }] });
  });
});

describe('incident hooks', () => {
  const token = 'first-token-0123456789-0123456789-abcdef';
  const hooks = (...texts: string[]) => `version: 1\nincidentHooks: [${texts.join(', ')}]\n`;
  const called = (text: string) => findHook(nines.database, { token: text, address: '192.0.2.1', now: clock });

  it('are made with a token that is given, and an export neither shows nor changes it', async () => {
    await applyYaml(nines, alice(), hooks(`{ name: chat, severity: sev2, token: ${token} }`));
    const { id } = await called(token);
    const exported = await yaml();
    expect(exported).not.toContain(token);
    await applyYaml(nines, alice(), exported);
    await applyYaml(nines, alice(), hooks('{ name: chat, severity: sev1, token: { keep: true } }'));
    expect(await called(token)).toMatchObject({ id, severity: 'sev1' });
    expect((await applyYaml(nines, alice(), hooks(`{ name: chat, severity: sev1, token: ${token} }`))).changes).toEqual([]);
  });

  it('get another address by another token; the old one is gone', async () => {
    const other = token.replace('first', 'other');
    await applyYaml(nines, alice(), hooks(`{ name: chat, severity: sev1, token: ${other} }`));
    expect(await called(other)).toMatchObject({ name: 'chat' });
    await expect(called(token)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are refused without a token, with one that can be guessed, and with a severity that there is not', async () => {
    for (const [hook, path] of [['{ name: new, severity: sev1, token: { keep: true } }', 'token'], ['{ name: new, severity: sev1, token: short }', 'token'], [`{ name: new, severity: none, token: ${token} }`, 'severity']] as const) {
      await expect(applyYaml(nines, alice(), hooks(hook))).rejects.toMatchObject({ code: 'invalid', issues: [{ path: `incidentHooks[0].${path}` }] });
    }
  });

  it('of one name are told apart by a number', async () => {
    await inAlpha((tx) => tx.incidentHook.create({ data: { tenantId: nines.tenants.alpha.id, name: 'chat', severity: 'sev3', tokenHash: 'x', createdAt: new Date(clock + 9_000) } }));
    const exported = await yaml();
    expect(exported).toMatch(/name: chat\n[\s\S]*name: chat \(2\)\n/);
    expect((await applyYaml(nines, alice(), exported)).changes).toEqual([]);
  });
});

describe('badges', () => {
  const tokens = () => inAlpha((tx) => tx.service.findMany({ select: { name: true, badgeToken: true }, orderBy: { name: 'asc' } }));

  it('are switched by the service, and their address stays while they are on', async () => {
    await applyYaml(nines, alice(), 'version: 1\nservices: [{ name: a, badges: true }, { name: b }]\n');
    const [a, b] = await tokens();
    expect([typeof a?.badgeToken, b?.badgeToken]).toEqual(['string', null]);
    await applyYaml(nines, alice(), 'version: 1\nservices: [{ name: a, badges: true, tier: 1 }, { name: b, badges: true }]\n');
    expect((await tokens())[0]?.badgeToken).toBe(a?.badgeToken);
    await applyYaml(nines, alice(), 'version: 1\nservices: [{ name: a, tier: 1 }, { name: b, badges: true }]\n');
    expect((await tokens()).map(({ badgeToken }) => badgeToken === null)).toEqual([true, false]);
  });
});

describe('the stream of the audit trail', () => {
  const stream = (url: string, secrets: string) => `version: 1\naudit: { stream: { kind: webhook, url: "${url}", ${secrets} } }\n`;

  it('has its secrets as marks, which are kept, replaced and removed', async () => {
    await applyYaml(nines, alice(), stream('https://siem.example.com/in', 'signingSecret: signs-each-request, authorization: Bearer abc'));
    const exported = await yaml();
    expect(exported).toMatch(/signingSecret:\n\s+keep: true/);
    expect(exported).not.toMatch(/signs-each|abc/);
    expect((await applyYaml(nines, alice(), exported)).changes).toEqual([]);
    await applyYaml(nines, alice(), stream('https://siem.example.com/in', 'authorization: { keep: true }'));
    expect(await yaml()).toMatch(/authorization:\n\s+keep: true/);
    expect(await yaml()).not.toContain('signingSecret');
  });

  it('is not sent to another address with the authorization of before, nor with what can be no secret', async () => {
    await expect(applyYaml(nines, alice(), stream('https://other.example.com/in', 'authorization: { keep: true }'))).rejects.toMatchObject({ code: 'invalid', message: sentence('another address') });
    await expect(applyYaml(nines, alice(), stream('https://siem.example.com/in', 'signingSecret: short'))).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'audit.stream.signingSecret' }] });
  });

  it('says in the plan that a shorter retention removes entries', async () => {
    const { changes } = await applyYaml(nines, alice(), 'version: 1\naudit: { retentionDays: 40 }\n', { dryRun: true });
    expect(changes).toMatchObject([{ section: 'audit', impact: 'Entries older than 40 days are removed for good within an hour.' }]);
  });
});

describe('retention', () => {
  it('says in the plan what it removes, and not what it does not', async () => {
    for (let daysAgo = 9; daysAgo >= 0; daysAgo -= 1) await appendSamples(nines.engine, nines.tenants.alpha, [{ name: 'system_cpu_usage_percent', labels: { instance: 'web-1' }, value: 1, at: clock - daysAgo * dayMs }]);
    await nines.engine.sealAll();
    const plan = (days: number) => applyYaml(nines, alice(), `version: 1\nretention: { rawDays: ${days} }\n`, { dryRun: true });
    expect((await plan(4)).changes).toMatchObject([{ section: 'retention', impact: sentence(/^Removes for good: [45] days of samples \(.+\)\.$/) }]);
    expect((await plan(30)).changes).toMatchObject([{ section: 'retention', impact: null }]);
  });

  it('is refused where a variable sets it', async () => {
    const config = readConfig({ METRICS_RETENTION: '20d', PORT: '0' });
    const apply = (text: string) => applyDocument({ ...nines.runtime, config }, alice(), documentOf({ yaml: text }), { source: 'apply', sha256: null, allowRemovals: true, dryRun: true });
    await expect(apply('version: 1\nretention: { rawDays: 3 }\n')).rejects.toMatchObject({ code: 'invalid', issues: [{ path: 'retention.rawDays', message: sentence('METRICS_RETENTION') }] });
    expect((await apply('version: 1\nretention: { hourDays: 900 }\n')).changes).toHaveLength(1);
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Permission } from '@/lib/auth/permissions';
import { storeAlerts } from '@/server/alerts/test-stored-alerts';
import { startTestRuntime, type TestRuntime } from '@/server/test-runtime';

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

interface Sent {
  tenant?: 'alpha' | 'beta';
  scopes?: Permission[];
  body?: unknown;
}

async function send(method: string, route: string, { tenant = 'alpha', scopes = ['monitoring.read', 'monitoring.write', 'monitoring.alert.acknowledge'], body }: Sent = {}) {
  const headers = { authorization: `Bearer ${await nines.keyOf(nines.tenants[tenant], ...scopes)}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
  const response = await fetch(`${nines.origin}/api/v2/${route}`, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  const text = await response.text();
  return { status: response.status, body: (text === '' ? null : JSON.parse(text)) as unknown, allow: response.headers.get('allow'), retryAfter: response.headers.get('retry-after') };
}

const at = (fromNowMs: number) => new Date(Date.now() + fromNowMs).toISOString();
const silence = (value: string) => ({ matchers: [{ name: 'alertname', value, isRegex: false }], startsAt: at(0), endsAt: at(3_600_000), createdBy: 'alice', comment: 'new disks' });
const alertsOf = (tenant: 'alpha' | 'beta', name: string) => nines.database.transaction({ kind: 'tenant', tenant: nines.tenants[tenant] }, (tx) => tx.alert.findMany({ where: { name }, orderBy: { startsAt: 'asc' } }));

describe('a key', () => {
  const needed: [method: string, route: string, permission: Permission, body?: unknown][] = [
    ['GET', 'alerts', 'monitoring.read'],
    ['POST', 'alerts', 'monitoring.write', []],
    ['GET', 'silences', 'monitoring.read'],
    ['POST', 'silences', 'monitoring.alert.acknowledge', silence('Permitted')],
  ];
  it.each(needed)('needs for %s %s the permission %s and no other', async (method, route, permission, body) => {
    expect((await send(method, route, { scopes: [permission], body })).status).toBe(200);
    const others = (['monitoring.read', 'monitoring.write', 'monitoring.alert.acknowledge'] as const).filter((each) => each !== permission);
    expect(await send(method, route, { scopes: others, body })).toMatchObject({ status: 403, body: { code: 403, message: expect.stringContaining(permission) as string } });
  });

  it('is told which methods a path has, also where they need different permissions', async () => {
    expect(await send('DELETE', 'silences')).toMatchObject({ status: 405, allow: expect.stringMatching(/GET.*POST|POST.*GET/) as string });
  });
});

describe('posted alerts', () => {
  it('last as long as they are said again, and end when their sender says so', async () => {
    const labels = { alertname: 'Again', instance: 'web-1' };
    const post = (changed: object) => send('POST', 'alerts', { body: [{ labels, ...changed }] });
    await post({ startsAt: at(-60_000), endsAt: at(60_000) });
    const [first] = await alertsOf('alpha', 'Again');
    await post({ startsAt: at(-60_000), endsAt: at(240_000), annotations: { summary: 'worse' } });
    const [second] = await alertsOf('alpha', 'Again');
    expect(second).toMatchObject({ id: first?.id, state: 'firing', source: 'api', annotations: { summary: 'worse' } });
    expect(Number(second?.activeUntil) - Number(first?.activeUntil)).toBeGreaterThan(170_000);
    await post({ endsAt: at(-1_000) });
    await post({ endsAt: at(-1_000) });
    expect(await alertsOf('alpha', 'Again')).toMatchObject([{ state: 'resolved', isActive: false, resolution: 'source' }]);
    await post({});
    expect(await alertsOf('alpha', 'Again')).toMatchObject([{ state: 'resolved' }, { state: 'firing' }]);
  });

  it('never touch an alert that a rule of Nines keeps', async () => {
    const labels = { alertname: 'Kept' };
    await storeAlerts(nines.database, nines.tenants.alpha, [{ labels }]);
    expect(await send('POST', 'alerts', { body: [{ labels, endsAt: at(-1_000) }, { labels: { alertname: 'Taken' } }] })).toMatchObject({ status: 400, body: expect.stringContaining('a rule of Nines') as string });
    expect(await alertsOf('alpha', 'Kept')).toMatchObject([{ state: 'firing', activeUntil: null }]);
    expect(await alertsOf('alpha', 'Taken')).toHaveLength(1);
  });

  it('of one tenant are unknown to another, and may have the same labels', async () => {
    const body = [{ labels: { alertname: 'Shared' } }];
    await send('POST', 'alerts', { body });
    expect((await send('GET', 'alerts', { tenant: 'beta' })).body).toEqual([]);
    await send('POST', 'alerts', { body, tenant: 'beta' });
    expect(await alertsOf('alpha', 'Shared')).toHaveLength(1);
    expect(await alertsOf('beta', 'Shared')).toHaveLength(1);
  });

  const hostile: [what: string, alert: object, status: number][] = [
    ['a value of a label that is too long', { labels: { alertname: 'x'.repeat(4_097) } }, 400],
    ['too many labels', { labels: Object.fromEntries(Array.from({ length: 65 }, (_, index) => [`l${index}`, 'x'])) }, 400],
    ['NUL', { labels: { alertname: 'a\0b' } }, 400],
    ['half of a surrogate pair', { labels: { alertname: '\ud800' } }, 400],
    ['an annotation without end', { labels: { alertname: 'x' }, annotations: { summary: 'x'.repeat(10_001) } }, 400],
    ['a label that is a prototype', { labels: JSON.parse('{"__proto__":"x"}') as object }, 400],
    ['a link that runs code, which is left out', { labels: { alertname: 'Link' }, generatorURL: 'javascript:alert(1)' }, 200],
    ['a start in the future, which is now', { labels: { alertname: 'Soon' }, startsAt: '2090-01-01T00:00:00Z', endsAt: '2091-01-01T00:00:00Z' }, 200],
    ['a start before there were clocks', { labels: { alertname: 'Early' }, startsAt: '0500-01-01T00:00:00Z', endsAt: '9999-12-31T23:59:59Z' }, 200],
  ];
  it.each(hostile)('may have %s', async (_, alert, status) => {
    expect((await send('POST', 'alerts', { body: [alert] })).status).toBe(status);
    expect((await send('GET', 'alerts')).status).toBe(200);
  });

  it('keep no link that runs code and no time of the future', async () => {
    expect(await alertsOf('alpha', 'Link')).toMatchObject([{ generatorUrl: null }]);
    expect((await alertsOf('alpha', 'Soon'))[0]?.startsAt.getTime()).toBeLessThanOrEqual(Date.now());
  });

  it('are at most 5,000 in a request, and 20,000 active ones in a tenant', async () => {
    const many = (count: number, name: string) => Array.from({ length: count }, (_, index) => ({ labels: { alertname: name, n: String(index) } }));
    expect(await send('POST', 'alerts', { tenant: 'beta', body: many(5_001, 'Flood') })).toMatchObject({ status: 400, body: expect.stringContaining('at most 5000') as string });
    const post = async (name: string, ended = {}) => (await send('POST', 'alerts', { tenant: 'beta', body: many(4_990, name).map((alert) => ({ ...alert, ...ended })) })).status;
    for (const name of ['One', 'Two', 'Three', 'Four']) expect(await post(name)).toBe(200);
    const answer = await send('POST', 'alerts', { tenant: 'beta', body: [...many(1, 'One'), ...many(60, 'Five')] });
    expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('20000 active alerts') as string });
    expect(await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.beta }, (tx) => tx.alert.count({ where: { isActive: true } }))).toBe(20_000);
    expect(await post('One')).toBe(200);
  }, 60_000);

  it('are told to come later when too many of them are new', async () => {
    const many = (name: string) => Array.from({ length: 5_000 }, (_, index) => ({ labels: { alertname: name, n: String(index) } }));
    const answers = [];
    for (let round = 0; round < 11; round += 1) {
      answers.push(await send('POST', 'alerts', { tenant: 'alpha', body: many('Again') }));
      if (answers.at(-1)?.status === 200) await send('POST', 'alerts', { tenant: 'alpha', body: many('Again').map((alert) => ({ ...alert, endsAt: at(-1_000) })) });
    }
    expect(answers.slice(0, 9).map(({ status }) => status)).toEqual(Array.from({ length: 9 }, () => 200));
    expect(answers.at(-1)).toMatchObject({ status: 429, body: { code: 429, message: expect.stringContaining('20 a second') as string } });
    expect(Number(answers.at(-1)?.retryAfter)).toBeGreaterThan(1);
  }, 120_000);
});

describe('silences', () => {
  it('are audited with their author, and unknown to another tenant', async () => {
    const made = await send('POST', 'silences', { body: silence('Audited') });
    const { silenceID } = made.body as { silenceID: string };
    const foreign = { ...silence('Audited'), id: silenceID, comment: 'mine' };
    expect((await send('GET', `silence/${silenceID}`, { tenant: 'beta' })).status).toBe(404);
    expect((await send('DELETE', `silence/${silenceID}`, { tenant: 'beta' })).body).toBe('silence not found');
    expect((await send('POST', 'silences', { tenant: 'beta', body: foreign })).status).toBe(404);
    expect((await send('GET', 'silences', { tenant: 'beta' })).body).toEqual([]);
    await send('DELETE', `silence/${silenceID}`);
    const entries = await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.alpha }, (tx) => tx.auditEntry.findMany({ where: { action: { startsWith: 'silence.' } }, orderBy: { at: 'asc' } }));
    const own = entries.filter(({ after }) => JSON.stringify(after).includes(silenceID));
    expect(own).toMatchObject([{ action: 'silence.create', actor: { kind: 'key' }, before: null, after: { createdBy: 'alice' } }, { action: 'silence.expire', before: { version: 1 }, after: { version: 2 } }]);
  });
});

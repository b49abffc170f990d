import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@/app/api/routes';
import { defaultRoute, type Route } from '@/lib/alerts/notify/schemas';
import { expireHistory } from '@/server/alerts/notify/expire-history';
import { readPagingAccount } from '@/server/alerts/notify/read-account';
import { createLog } from '@/server/log';
import { callerOf, startTestRuntime, type TestRuntime } from '@/server/test-runtime';

let nines: TestRuntime;
const cookies = new Map<string, string>();
const channelId = randomUUID();
const policyId = randomUUID();

beforeAll(async () => {
  nines = await startTestRuntime({ routes });
  for (const person of ['alice', 'bob', 'charlie'] as const) cookies.set(person, (await nines.openSession(nines.cast[person])).cookie);
  const { tenants, cast } = nines;
  await sql('insert into notification_channels (id, tenant_id, name, kind, settings, sealed) values ($1, $2, $3, $4, $5, $6)', [channelId, tenants.alpha.id, 'mail', 'email', '{}', '']);
  const steps = [{ afterMs: 0, targets: [{ kind: 'user', id: cast.alice.id }] }, { afterMs: 60_000, targets: [{ kind: 'user', id: randomUUID() }] }];
  await sql('insert into escalation_policies (id, tenant_id, name, settings) values ($1, $2, $3, $4)', [policyId, tenants.alpha.id, 'Night', JSON.stringify({ name: 'Night', steps, repeats: 0, repeatAfterMs: 60_000 })]);
});
afterAll(() => nines.close());

const sql = <T extends object>(text: string, parameters: unknown[] = []) => nines.database.withTenant(nines.tenants.alpha, async (client) => (await client.query<T>(text, parameters)).rows);

/** What is read of the answers; each has its part of it. */
interface Body {
  version: number;
  routes: unknown[];
  issues?: { path: string }[];
  errors?: { path: string }[];
  deliveries: { id: string }[];
  counts: Record<string, number>;
  nextCursor: string;
}

interface Answer {
  status: number;
  body: Body;
}

async function call(person: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${nines.origin}/api/monitoring/${path}`, {
    method, headers: { cookie: cookies.get(person) ?? '', 'content-type': 'application/json' }, ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Body };
}

const auditOf = (action: string) => sql<{ before: unknown; after: object }>('select before, after from audit_entries where action = $1 order by at', [action]);
const tree = (changed: Partial<Route> = {}): Route => ({ ...defaultRoute, channelIds: [channelId], escalationPolicyId: policyId, ...changed });

describe('the routing of notifications', () => {
  it('is the default until it is stored, changes from the version that was read, and is audited', async () => {
    expect((await call('alice', 'GET', 'notification-routing')).body).toEqual({ version: 0, root: defaultRoute, updatedAt: null });
    expect(await call('alice', 'PUT', 'notification-routing', { version: 0, root: tree() })).toMatchObject({ status: 200, body: { version: 1, root: tree() } });
    expect((await call('alice', 'PUT', 'notification-routing', { version: 0, root: tree() })).status).toBe(409);
    expect((await call('alice', 'PUT', 'notification-routing', { version: 1, root: tree({ name: 'All' }) })).body.version).toBe(2);
    expect((await call('alice', 'PUT', 'notification-routing', { version: 1, root: tree() })).status).toBe(409);
    expect((await call('alice', 'GET', 'notification-routing')).body).toMatchObject({ version: 2, root: tree({ name: 'All' }) });
    expect(await auditOf('notification_routing.update')).toMatchObject([{ before: null, after: { version: 1 } }, { before: { version: 1 }, after: { version: 2, root: { name: 'All' } } }]);
  });

  it.each<[string, () => unknown, string]>([
    ['a channel that is not there', () => ({ version: 2, root: tree({ channelIds: [randomUUID()] }) }), 'root.channelIds.0'],
    ['a channel of another tenant', () => ({ version: 0, root: tree() }), 'root.channelIds.0'],
    ['an id that is there twice', () => ({ version: 2, root: tree({ routes: [tree()] }) }), 'root.routes.0.id'],
  ])('names the place of %s', async (name, body, path) => {
    const { status, body: problem } = await call(name.includes('another') ? 'charlie' : 'alice', 'PUT', 'notification-routing', body());
    expect([status, problem.issues?.[0]?.path ?? problem.errors?.[0]?.path]).toEqual([400, path]);
  });

  it('refuses a tree of thousands of levels without falling over', async () => {
    const start = `{"id":"a","name":"","matchers":[],"groupBy":null,"groupWaitMs":null,"groupIntervalMs":null,"repeatIntervalMs":null,"channelIds":null,"escalationPolicyId":null,"continue":false,"routes":[`;
    const levels = 2_500;
    expect((await call('alice', 'PUT', 'notification-routing', `{"version":2,"root":${start.repeat(levels)}${']}'.repeat(levels)}}`)).status).toBe(400);
  });

  it('tells which way an alert would go and who would be told', async () => {
    const { body } = await call('alice', 'POST', 'notification-routing/test', { labels: { alertname: 'DiskFull' }, root: tree({ name: 'All' }) });
    expect(body.routes).toMatchObject([
      {
        path: [{ id: 'root' }], groupLabels: { alertname: 'DiskFull' }, policy: { id: policyId, name: 'Night' }, later: [{ afterMs: 60_000, names: [] }],
        recipients: [{ name: 'mail', isPerson: false }, { name: 'Alice', channel: { name: 'mail' }, isPerson: true }],
        problems: ['Somebody who is a target of step 2 of the policy “Night” is no member any more and cannot be told.'],
      },
    ]);
    expect((await call('charlie', 'POST', 'notification-routing/test', { labels: { alertname: 'DiskFull' } })).body.routes).toMatchObject([{ recipients: [], problems: ['The route “Everything” reaches nobody.'] }]);
  });
});

describe('deliveries', () => {
  const store = async (state: string, createdAt: Date, groupKey = 'root:0', alertIds: string[] = []): Promise<string> => {
    const id = randomUUID();
    await sql(
      `insert into deliveries (id, tenant_id, event_key, kind, channel_id, channel_name, channel_kind, recipient, recipient_key, group_key, alert_ids, message, state, created_at, updated_at, delivered_at)
       values ($1::uuid, $2, $1::uuid::text, 'fire', $3, 'mail', 'email', $4, 'r', $5, $6, '{"title":"Disk full","reason":"Why."}', $7::text, $8::timestamptz, $8::timestamptz, case when $7::text = 'delivered' then $8::timestamptz end)`,
      [id, nines.tenants.alpha.id, channelId, JSON.stringify({ kind: 'user', userId: nines.cast.alice.id, name: 'Alice', address: 'alice@example.com' }), groupKey, alertIds, state, createdAt],
    );
    return id;
  };
  const now = Date.now();

  it('are listed by pages, the newest first, with filters and counts', async () => {
    const ids = await Promise.all([store('delivered', new Date(now - 3_000)), store('dead', new Date(now - 2_000)), store('queued', new Date(now - 1_000))]);
    const first = (await call('alice', 'GET', 'deliveries?limit=2')).body;
    expect([first.deliveries.map(({ id }) => id), first.counts]).toEqual([[ids[2], ids[1]], { queued: 1, sending: 0, retrying: 0, delivered: 1, dead: 1, dropped: 0 }]);
    expect((await call('alice', 'GET', `deliveries?limit=2&cursor=${first.nextCursor}`)).body).toMatchObject({ deliveries: [{ id: ids[0] }], nextCursor: null });
    expect((await call('alice', 'GET', `deliveries?state=dead,dropped&channelId=${channelId}&from=${now - 2_500}&to=${now}`)).body.deliveries).toMatchObject([{ id: ids[1] }]);
    expect((await call('alice', 'GET', `deliveries?alertId=${randomUUID()}`)).body.deliveries).toEqual([]);
    expect((await call('alice', 'GET', 'deliveries?cursor=nonsense')).status).toBe(400);
    expect((await call('alice', 'GET', 'deliveries?from=9007199254740991')).status).toBe(400);
    expect((await call('charlie', 'GET', 'deliveries')).body.deliveries).toEqual([]);
    expect((await call('bob', 'GET', 'deliveries')).status).toBe(403);
  });

  it('that are dead are sent again once, by who may, and audited', async () => {
    const id = await store('dead', new Date(now));
    expect((await call('bob', 'POST', `deliveries/${id}/resend`, {})).status).toBe(403);
    expect((await call('charlie', 'POST', `deliveries/${id}/resend`, {})).status).toBe(404);
    expect(await call('alice', 'POST', `deliveries/${id}/resend`, {})).toMatchObject({ status: 200, body: { id, state: 'queued' } });
    expect((await call('alice', 'POST', `deliveries/${id}/resend`, {})).status).toBe(409);
    expect(await auditOf('delivery.resend')).toMatchObject([{ before: { id, state: 'dead' }, after: { id, state: 'queued' } }]);
    expect((await call('alice', 'POST', `deliveries/${randomUUID()}/resend`, {})).status).toBe(404);
  });

  it('and alerts are kept for their time, and longer where their end is still to be told', async () => {
    const old = new Date(now - 31 * 86_400_000);
    const gone = await store('delivered', old);
    const kept = await store('delivered', old, 'root:open');
    const waiting = await store('retrying', old);
    await sql(`insert into notification_groups (tenant_id, key, state) values ($1, 'root:open', '{}')`, [nines.tenants.alpha.id]);
    for (const days of [364, 366]) {
      await sql(`insert into alerts (tenant_id, fingerprint, source, name, severity, state, is_active, labels, annotations, starts_at, resolved_at, is_settled) values ($1, $2, 'rule', 'Old', 'info', 'resolved', false, '{}', '{}', $3, $3, true)`, [
        nines.tenants.alpha.id, `${days}`, new Date(now - days * 86_400_000),
      ]);
    }
    expect(await expireHistory(nines.database, nines.tenants.alpha, now)).toMatchObject({ deliveries: 1, alerts: 1, isMore: false });
    expect((await sql<{ id: string }>('select id from deliveries where id = any($1::uuid[])', [[gone, kept, waiting]])).map(({ id }) => id).sort()).toEqual([kept, waiting].sort());
    expect(await sql(`select fingerprint from alerts where name = 'Old'`)).toEqual([{ fingerprint: '364' }]);
  });

  it('are the account of who was paged, for one person and for everybody', async () => {
    const [alert] = await sql<{ id: string }>(
      `insert into alerts (tenant_id, fingerprint, source, name, severity, state, is_active, labels, annotations, starts_at, fired_at) values ($1, '1', 'rule', 'DiskFull', 'critical', 'firing', true, '{"alertname":"DiskFull"}', '{}', $2, $2) returning id`,
      [nines.tenants.alpha.id, new Date(now)],
    );
    await store('delivered', new Date(now), 'root:0', [alert?.id ?? '']);
    const parts = { database: nines.database, log: createLog('silent') };
    const of = (userId: string | null, person = nines.cast.alice) => readPagingAccount(parts, callerOf(person, [], now), { id: alert?.id ?? '', userId });
    expect(await of(nines.cast.alice.id)).toMatchObject({ isPaged: true, person: { name: 'Alice' }, conclusion: expect.stringContaining('Alice was told at') });
    expect(await of(nines.cast.bob.id)).toMatchObject({ isPaged: false, conclusion: 'Bob was not told. No step of the policy “Night” names Bob.' });
    expect(await of(null)).toMatchObject({ isPaged: true, person: null });
    await expect(of(nines.cast.charlie.id)).rejects.toMatchObject({ code: 'not_found' });
    await expect(of(null, nines.cast.charlie)).rejects.toMatchObject({ code: 'not_found' });
  });
});

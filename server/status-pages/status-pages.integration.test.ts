import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import type { CheckState } from '@/lib/checks/states';
import { socketPath } from '@/lib/events';
import { createMaintenance } from '@/server/alerts/suppression/maintenance';
import { readOrganisation, updateOrganisation } from '@/server/settings/organisation';
import { addCheck, addService, type TestSpan } from '@/server/sla/test-objectives';
import { callerOf, startTestRuntime, type Person, type TestRuntime } from '@/server/test-runtime';
import { incidentKey } from './incident-key';
import { readStatusPage } from './manage-page';
import { publicationOf } from './publish-post';
import { addIncident, post, savePage } from './test-status-page';
import { withdrawPost } from './withdraw-post';

let nines: TestRuntime;
beforeAll(async () => {
  nines = await startTestRuntime();
});
afterAll(() => nines.close());

const day = 86_400_000;
const by = (person: Person, now = Date.now()) => callerOf(person, permissions, now);
const alice = () => by(nines.cast.alice);
const charlie = () => by(nines.cast.charlie);
const world = () => ({ database: nines.database, url: nines.runtime.url, config: { ...nines.runtime.config, publicUrl: 'https://nines.example.com' } });

interface Got {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
}

/** Not by fetch, which does not let a Host header be chosen. */
function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Got> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(nines.origin);
    request({ hostname, port, path, method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
    }).on('error', reject).end();
  });
}

/** The status that an upgrade to a live connection is answered with. */
function upgraded(headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(nines.origin);
    const asked = request({ hostname, port, path: `${socketPath}?EIO=4&transport=websocket`, headers: { connection: 'Upgrade', upgrade: 'websocket', 'sec-websocket-version': '13', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==', ...headers } });
    asked.on('response', (answer) => resolve(answer.statusCode ?? 0));
    asked.on('upgrade', (answer, socket) => {
      socket.destroy();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', reject).end();
  });
}

/** Waits until a page says something, which the database tells the program by itself. */
const until = (path: string, expected: string, headers: Record<string, string> = {}) =>
  vi.waitFor(async () => {
    const got = await get(path, headers);
    expect(got.text.includes(expected), `${path} says ${expected}`).toBe(true);
    return got;
  }, { timeout: 10_000, interval: 50 });

const untilStatus = (path: string, status: number, headers: Record<string, string> = {}) =>
  vi.waitFor(async () => {
    const got = await get(path, headers);
    expect(got.status).toBe(status);
    return got;
  }, { timeout: 10_000, interval: 50 });

/** A check that is in a state now, with the spans that it had. */
async function makeCheck(tenant: Person['tenant'], serviceId: string, state: CheckState, spans: readonly TestSpan[] = []): Promise<string> {
  const id = await addCheck(nines.database, tenant, serviceId, spans);
  await nines.database.withTenant(tenant, (client) =>
    client.query(
      `insert into check_states (check_id, tenant_id, state, since, reason, maintenance, memory, measured_at, covered_until, updated_at)
       values ($1, $2, $3, now(), 'connect to 10.0.0.7:5432 refused', null, '{}', now(), now() + interval '1 hour', now())`,
      [id, tenant.id, state],
    ),
  );
  return id;
}

const component = (name: string, serviceIds: string[], changed: object = {}) => ({ id: null, name, group: '', description: '', serviceIds, hasBars: true, ...changed });

describe('a page that is not there', () => {
  it('is the same 404 whether it is off, unknown, or a path of a page that is on', async () => {
    await savePage(world(), alice(), { slug: 'alpha-off', isOn: false });
    const [off, unknown, long] = [await get('/status/alpha-off'), await get('/status/nobody'), await get(`/status/${'x'.repeat(2_000)}`)];
    expect([off.status, unknown.status, long.status]).toEqual([404, 404, 404]);
    expect(unknown.text).toBe(off.text);
    const without = ({ headers }: Got) => Object.entries(headers).filter(([name]) => !['date', 'x-request-id'].includes(name));
    expect(without(unknown)).toEqual(without(off));
    await savePage(world(), alice(), { isOn: true });
    await untilStatus('/status/alpha-off', 200);
    for (const path of ['/nothing', '/incidents/1', '/incidents/0', '/incidents/1e3', '/history/1999-01', '/history/../../metrics', '//', '/constructor', '/__proto__']) {
      expect([path, (await get(`/status/alpha-off${path}`)).text]).toEqual([path, off.text]);
    }
    await savePage(world(), alice(), { isOn: false });
    expect((await untilStatus('/status/alpha-off', 404)).text).toBe(off.text);
  });

  it('costs no query, however many there are', async () => {
    let asked = 0;
    const count = () => void (asked += 1);
    nines.database.owner.on('acquire', count);
    nines.database.pool.on('acquire', count);
    const answers = await Promise.all(Array.from({ length: 500 }, (_, index) => get(`/status/guess-${index}`)));
    nines.database.owner.off('acquire', count);
    nines.database.pool.off('acquire', count);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404]));
    expect(asked).toBe(0);
  });
});

describe('a page that is on', () => {
  it('shows what was chosen, and nothing internal, however things are called', async () => {
    const tenant = nines.tenants.alpha;
    const hostile = '"><script>alert(1)</script>';
    const service = await addService(nines.database, tenant, `internal-db-7 ${hostile}`);
    const now = Date.now();
    const check = await makeCheck(tenant, service, 'down', [[now - 3 * day, now - 2 * day, 'down'], [now - 2 * day, now - 1_000, 'up']]);
    const [incident, secret] = [await addIncident(nines.database, tenant, { number: 41, title: `secret title ${hostile}`, at: now }), await addIncident(nines.database, tenant, { number: 42, title: 'never said', at: now })];
    const window = await createMaintenance(nines.runtime, alice(), {
      name: 'secret window', reason: 'secret reason', isEnabled: true, matchers: [{ label: 'service', operator: '=', value: 'secret-label' }], schedule: { kind: 'once', startsAt: now + day, endsAt: now + day + 3_600_000 },
    });
    await createMaintenance(nines.runtime, alice(), {
      name: 'unchosen window', reason: 'unchosen reason', isEnabled: true, matchers: [{ label: 'service', operator: '=', value: 'unchosen-label' }], schedule: { kind: 'once', startsAt: now + day, endsAt: now + day + 3_600_000 },
    });
    const saved = await savePage(world(), alice(), {
      isOn: true, slug: 'alpha', components: [component(`Shop ${hostile}`, [service], { description: 'Where people buy', group: `Public ${hostile}` })],
      named: { name: `Alpha ${hostile}`, description: `**Bold** ${hostile}`, links: [{ title: `Home ${hostile}`, url: 'https://example.com/?a=1&b="2"' }], maintenance: [{ windowId: window.id, title: 'We move', text: '', componentIds: [] }] },
    });
    const [shop] = saved.components;
    await post(nines.database, alice(), { id: incident, state: 'identified' }, { post: { title: `Orders fail ${hostile}`, components: [{ id: shop?.id ?? '', state: 'partial_outage' }] }, text: `We found it. ${hostile} [x](javascript:alert(1))` });
    const page = await until('/status/alpha', 'Orders fail');
    expect(page.text).toContain('We move');
    expect(page.text).toContain('partly down.');
    expect(page.text).toMatch(/<title>[^<]+: down for \d+ h/);
    const paths = ['', '/history', `/incidents/${incidentKey(incident)}`, '/feed.atom', '/feed.rss', '/summary.json', '/badge.svg'];
    for (const path of paths) {
      const { status, text, headers } = await get(`/status/alpha${path}`);
      expect([path, status]).toEqual([path, 200]);
      expect(headers['set-cookie']).toBeUndefined();
      expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/);
      expect(headers['x-content-type-options']).toBe('nosniff');
      if (path !== '/summary.json') expect(text).not.toContain('<script');
      expect(text).not.toMatch(/href="javascript/i);
      for (const internal of ['internal-db-7', 'secret', 'unchosen', 'never said', '10.0.0.7', 'check ', 'Alice', 'alice@', 'sev1', service, check, incident, secret, window.id, tenant.id, nines.cast.alice.id]) {
        expect([path, internal, text.includes(internal)]).toEqual([path, internal, false]);
      }
    }
    for (const path of ['41', '42', incidentKey(secret), incident]) expect((await get(`/status/alpha/incidents/${path}`)).status).toBe(404);
    const summary = JSON.parse((await get('/status/alpha/summary.json')).text) as { components: unknown[]; incidents: { title: string }[] };
    expect(summary.components).toEqual([{ name: `Shop ${hostile}`, group: `Public ${hostile}`, state: 'partial_outage', text: 'Partial outage' }]);
    expect(summary.incidents.map(({ title }) => title)).toEqual([`Orders fail ${hostile}`]);
    await nines.database.withTenant(tenant, (client) => client.query(`update incidents set state = 'resolved' where id = $1`, [incident]));
  });

  it('goes by posts while an incident is open, and by the checks once it is over', async () => {
    const tenant = nines.tenants.alpha;
    const service = await addService(nines.database, tenant, 'search-backend');
    await makeCheck(tenant, service, 'up', [[Date.now() - day, Date.now() - 1_000, 'up']]);
    const { components } = await savePage(world(), alice(), { isOn: true, slug: 'alpha', components: [component('Search', [service])] });
    await until('/status/alpha', 'Search is operational.');
    const id = components[0]?.id ?? '';
    const incident = await addIncident(nines.database, tenant, { number: 50, title: 'internal', at: Date.now() });
    const told = (state: 'investigating' | 'monitoring' | 'resolved', text: string, states: 'major_outage'[]) => post(nines.database, alice(), { id: incident, state }, { post: { title: 'Search fails', components: states.map((each) => ({ id, state: each })) }, text });
    await told('investigating', 'We look.', ['major_outage']);
    await until('/status/alpha', 'Search is down.');
    await told('monitoring', 'It is better.', []);
    expect((await until('/status/alpha', 'It is better.')).text).toContain('Search is down.');
    expect(await nines.database.transaction({ kind: 'tenant', tenant }, (tx) => publicationOf(tx, 'https://nines.example.com', incident))).toMatchObject({ title: 'Search fails', components: [{ id, state: 'major_outage' }], url: `https://nines.example.com/status/alpha/incidents/${incidentKey(incident)}` });
    await told('resolved', 'It is over.', []);
    expect((await until(`/status/alpha/incidents/${incidentKey(incident)}`, 'It is over.')).text).toContain('Resolved');
    await until('/status/alpha', 'Search is operational.');
  });

  it('is closed by the end of its incident, though nobody said so', async () => {
    const tenant = nines.tenants.alpha;
    const incident = await addIncident(nines.database, tenant, { number: 51, title: 'internal', at: Date.now() });
    await savePage(world(), alice(), { isOn: true, slug: 'alpha' });
    await post(nines.database, alice(), { id: incident, state: 'investigating' }, { post: { title: 'Left open', components: [] }, text: 'We look.' });
    await until('/status/alpha', 'An incident is open.');
    await nines.database.withTenant(tenant, (client) => client.query(`update incidents set state = 'resolved', resolved_at = now() where id = $1`, [incident]));
    expect((await until('/status/alpha', 'Search is operational.')).text).toContain('Left open');
  });

  it('refuses posts while it is off, and of components that it does not have', async () => {
    const incident = await addIncident(nines.database, nines.tenants.alpha, { number: 52, title: 'internal', at: Date.now() });
    const told = (id?: string) => post(nines.database, alice(), { id: incident, state: 'investigating' }, { post: { title: 'x', components: id === undefined ? [] : [{ id, state: 'degraded' }] }, text: 'x' });
    const theirs = await savePage(world(), charlie(), { isOn: false, slug: 'beta-parts', components: [component('Theirs', [])] });
    await expect(told(theirs.components[0]?.id)).rejects.toMatchObject({ code: 'invalid' });
    await savePage(world(), alice(), { isOn: false });
    await expect(told()).rejects.toMatchObject({ code: 'conflict' });
    await savePage(world(), alice(), { isOn: true });
  });
});

describe('a post that is withdrawn', () => {
  it('says nothing any more, anywhere, and leaves its time, its components and a note of who took it back', async () => {
    const tenant = nines.tenants.alpha;
    const { components } = await savePage(world(), alice(), { isOn: true, slug: 'alpha', components: [component('Mail', [])] });
    const id = components[0]?.id ?? '';
    const incident = await addIncident(nines.database, tenant, { number: 60, title: 'internal', at: Date.now() });
    const told = (title: string, text: string) => post(nines.database, alice(), { id: incident, state: 'investigating' }, { post: { title, components: [{ id, state: 'degraded' }] }, text });
    await told('Mail is slow', 'We look at the mail.');
    const { postId } = await told('Mail of Bert Leak is slow', 'The password is hunter2leak.');
    await until('/status/alpha', 'hunter2leak');
    await expect(withdrawPost(nines.runtime, charlie(), postId)).rejects.toMatchObject({ code: 'not_found' });
    await withdrawPost(nines.runtime, alice(), postId);
    const page = await until('/status/alpha', 'This update was withdrawn.');
    expect(page.text).toContain('Mail is degraded.');
    for (const path of ['', `/incidents/${incidentKey(incident)}`, '/history', '/feed.atom', '/feed.rss', '/summary.json']) {
      const { status, text } = await get(`/status/alpha${path}`);
      expect([path, status, text.includes('Mail is slow'), text.includes('Leak'), text.includes('hunter2leak')]).toEqual([path, 200, true, false, false]);
    }
    expect(await nines.database.transaction({ kind: 'tenant', tenant }, (tx) => publicationOf(tx, 'https://nines.example.com', incident))).toMatchObject({ title: 'Mail is slow', components: [{ id, state: 'degraded' }] });
    await expect(withdrawPost(nines.runtime, alice(), postId)).rejects.toMatchObject({ code: 'conflict' });
    const { rows } = await nines.database.withTenant(tenant, (client) => client.query<{ entry: string }>(`select a::text as entry from audit_entries a where action = 'status_post.withdraw'`));
    expect(rows).toHaveLength(1);
    expect(rows[0]?.entry).not.toMatch(/Leak|hunter2leak/);
    await nines.database.withTenant(tenant, (client) => client.query(`update incidents set state = 'resolved' where id = $1`, [incident]));
  });
});

describe('a copy', () => {
  it('is compressed ready-made, has a tag, and answers to it', async () => {
    await untilStatus('/status/alpha', 200);
    const plain = await get('/status/alpha');
    const small = await get('/status/alpha', { 'accept-encoding': 'br, gzip' });
    expect([plain.headers['content-encoding'], small.headers['content-encoding'], small.headers.vary]).toEqual([undefined, 'gzip', 'accept-encoding']);
    expect(plain.headers['cache-control']).toMatch(/^public, max-age=\d+/);
    const tag = String(plain.headers.etag);
    expect((await get('/status/alpha', { 'if-none-match': `"other", ${tag}` })).status).toBe(304);
    const head = await get('/status/alpha', {}, 'HEAD');
    expect([head.status, head.text, head.headers['content-length']]).toEqual([200, '', String(Buffer.byteLength(plain.text))]);
    expect((await get('/status/alpha', {}, 'DELETE')).status).toBe(405);
  });

  it('is served without any query', async () => {
    await get('/status/alpha');
    let asked = 0;
    const count = () => void (asked += 1);
    nines.database.pool.on('acquire', count);
    for (let index = 0; index < 200; index += 1) await get('/status/alpha');
    nines.database.pool.off('acquire', count);
    expect(asked).toBeLessThan(3);
  });
});

describe('a name of its own', () => {
  const own = { host: 'Status.Example.com:443' };

  it('has the page and nothing else of Nines', async () => {
    await savePage(world(), alice(), { isOn: true, slug: 'alpha', host: 'status.example.com' });
    const front = await until('/', 'href="/history"', own);
    expect(front.text).not.toContain('/status/alpha');
    expect((await get('/feed.atom', own)).text).toContain('http://status.example.com/feed.atom');
    expect((await get('/history', own)).status).toBe(200);
    for (const path of ['/api/openapi.json', '/api/auth/csrf', '/healthz', '/metrics', '/sign-in', `${socketPath}?EIO=4&transport=polling`, '/status/alpha', '/_next/x.js', '/api/v1/write']) {
      expect([path, (await get(path, own)).status]).toEqual([path, 404]);
    }
    expect((await get('/')).text).toBe('a page');
    expect(await upgraded({ host: 'status.example.com' })).toBe(404);
    expect(await upgraded({})).toBe(101);
    await savePage(world(), alice(), { host: null });
    await vi.waitFor(async () => expect((await get('/', own)).text).toBe('a page'), { timeout: 10_000 });
  });

  it('is none of Nines itself, none of another page, and none without PUBLIC_URL', async () => {
    await expect(savePage(world(), alice(), { host: 'nines.example.com' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(savePage({ ...world(), config: { ...world().config, publicUrl: null } }, alice(), { host: 'status.example.com' })).rejects.toThrow('PUBLIC_URL');
    await expect(savePage({ ...world(), config: { ...world().config, statusHosts: ['example.org'] } }, alice(), { host: 'status.example.com' })).rejects.toThrow('is not below example.org');
    await savePage(world(), charlie(), { host: 'status.beta.example.com' });
    await expect(savePage(world(), alice(), { host: 'status.beta.example.com' })).rejects.toMatchObject({ code: 'conflict', message: 'There is already a status page at status.beta.example.com. Choose another name.' });
  });
});

describe('saving', () => {
  it('moves the page at once, and leaves nothing at its address of before', async () => {
    await savePage(world(), alice(), { slug: 'alpha-before', isOn: true });
    await untilStatus('/status/alpha-before', 200);
    await savePage(world(), alice(), { slug: 'alpha-after' });
    expect((await untilStatus('/status/alpha-after', 200)).text).not.toContain('alpha-before');
    expect((await get('/status/alpha-before')).status).toBe(404);
  });

  it('begins with the time zone of the organisation, whose colour it takes on at once', async () => {
    const organise = async (change: { timeZone?: string; accent?: string }) => {
      const { version, name, settings } = await readOrganisation(nines.runtime, charlie());
      await updateOrganisation(nines.runtime, charlie(), { version, name, settings: { ...settings, ...change } });
    };
    await nines.database.transaction({ kind: 'tenant', tenant: nines.tenants.beta }, (tx) => tx.statusPage.deleteMany());
    await organise({ timeZone: 'Europe/Berlin' });
    expect(await readStatusPage(world(), charlie())).toMatchObject({ version: 0, settings: { timeZone: 'Europe/Berlin' } });
    await savePage(world(), charlie(), { slug: 'beta-colour', isOn: true });
    expect((await until('/status/beta-colour', 'Times are in Europe/Berlin.')).text).not.toContain('class="sign"');
    await organise({ accent: '#3b6ea8' });
    await until('/status/beta-colour', 'fill="#3b6ea8"');
  });

  it('refuses an address that another tenant has, without a word of whose it is', async () => {
    await savePage(world(), charlie(), { slug: 'beta-page', isOn: true });
    await expect(savePage(world(), alice(), { slug: 'beta-page' })).rejects.toMatchObject({ code: 'conflict', message: 'The address "beta-page" is taken by another status page. Choose another one.' });
  });

  it('refuses services, windows, channels and components of others', async () => {
    const theirs = await addService(nines.database, nines.tenants.beta, 'theirs');
    await expect(savePage(world(), alice(), { components: [component('x', [theirs])] })).rejects.toMatchObject({ code: 'invalid' });
    const { components } = await savePage(world(), charlie(), { components: [component('y', [theirs])] });
    await expect(savePage(world(), alice(), { components: [{ ...component('x', []), id: components[0]?.id ?? null }] })).rejects.toMatchObject({ code: 'invalid' });
    await expect(savePage(world(), alice(), { emailChannelId: theirs })).rejects.toMatchObject({ code: 'invalid' });
    await expect(savePage(world(), alice(), { named: { maintenance: [{ windowId: theirs, title: 'x', text: '', componentIds: [] }] } })).rejects.toMatchObject({ code: 'invalid' });
  });

  it('keeps a component by its id, and is a conflict for who was late', async () => {
    const { components } = await savePage(world(), alice(), { components: [component('One', []), component('Two', [])] });
    const [one, two] = components;
    const after = await savePage(world(), alice(), { components: [{ ...component('Two again', []), id: two?.id ?? null }, component('Three', [])] });
    expect(after.components.map(({ name }) => name)).toEqual(['Two again', 'Three']);
    expect(after.components[0]?.id).toBe(two?.id);
    expect(after.components.some(({ id }) => id === one?.id)).toBe(false);
    const saves = await Promise.allSettled([savePage(world(), alice(), { slug: 'alpha-1' }), savePage(world(), alice(), { slug: 'alpha-2' })]);
    expect(saves.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const { rows } = await nines.database.withTenant(nines.tenants.alpha, (client) => client.query<{ action: string }>(`select action from audit_entries where action = 'status_page.update' limit 1`));
    expect(rows).toHaveLength(1);
  });
});

describe('without the database', () => {
  it('shows the last copy, says so, and is itself again afterwards', async () => {
    await savePage(world(), alice(), { slug: 'alpha', isOn: true });
    await untilStatus('/status/alpha', 200);
    await untilStatus('/status/alpha/history', 200);
    const { owner, pool } = nines.database;
    const connect = vi.spyOn(pool, 'connect').mockImplementation(() => {
      throw new Error('the database is away');
    });
    await owner.query(`select pg_notify('nines_checks', json_build_object('table', 'check_events', 'tenantId', $1::text)::text)`, [nines.tenants.alpha.id]);
    const behind = await until('/status/alpha', 'cannot be shown now');
    expect(behind.status).toBe(200);
    expect(behind.text).toMatch(/What is newer than <time datetime="[^"]+">\d+ \w+ \d+, \d\d:\d\d UTC</);
    // A path that nobody asked for before is made of the same copy.
    expect((await get('/status/alpha/feed.rss')).status).toBe(200);
    connect.mockRestore();
    await vi.waitFor(async () => expect((await get('/status/alpha')).text).not.toContain('cannot be shown now'), { timeout: 15_000 });
  });
});

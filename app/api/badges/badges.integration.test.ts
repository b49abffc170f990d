import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { permissions } from '@/lib/auth/permissions';
import type { CheckState } from '@/lib/checks/states';
import { ServiceInput } from '@/lib/services/schemas';
import { readBadges, switchBadges } from '@/server/badges/badges';
import { findBadges } from '@/server/badges/find-badges';
import { appendSamples } from '@/server/metrics/append-samples';
import { readService } from '@/server/services/read-services';
import { createService, deleteService, updateService } from '@/server/services/services';
import { createObjective } from '@/server/sla/objectives';
import { addCheck, objectiveOf, type TestSpan } from '@/server/sla/test-objectives';
import { callerOf, startTestRuntime, type Person, type TestRuntime } from '@/server/test-runtime';
import { routes } from '../routes';

let nines: TestRuntime;
beforeAll(async () => {
  nines = await startTestRuntime({ routes });
});
afterAll(() => nines.close());

const hour = 3_600_000;
const day = 24 * hour;
const on = { isOn: true, renew: false };
const off = { isOn: false, renew: false };
const by = (person: Person) => callerOf(person, permissions, Date.now());
const alice = () => by(nines.cast.alice);
let services = 0;

async function makeService(caller = alice()): Promise<string> {
  return (await createService(nines.runtime, caller, ServiceInput.parse({ name: `secret name ${(services += 1)}` }))).id;
}

async function tokenOf(serviceId: string, caller = alice()): Promise<string> {
  return (await switchBadges(nines.runtime, caller, serviceId, on)).token ?? '';
}

/** A check that is in a state now, with the spans that it had. */
async function makeCheck(serviceId: string, state: CheckState, { tenant, spans = [], isPlanned = false }: { tenant?: Person['tenant']; spans?: TestSpan[]; isPlanned?: boolean } = {}): Promise<string> {
  const own = tenant ?? nines.tenants.alpha;
  const id = await addCheck(nines.database, own, serviceId, spans);
  const window = isPlanned ? JSON.stringify({ id, name: 'move', reason: '' }) : null;
  await nines.database.withTenant(own, (client) =>
    client.query(
      `insert into check_states (check_id, tenant_id, state, since, reason, maintenance, memory, measured_at, covered_until, updated_at)
       values ($1, $2, $3, now(), '', $4, '{}', now(), now() + interval '1 hour', now())`,
      [id, own.id, state, window],
    ),
  );
  return id;
}

const get = (path: string, init: RequestInit = {}) => fetch(`${nines.origin}/api/badges/${path}`, init);

/** What a badge says to who cannot see it. */
async function said(path: string): Promise<string> {
  const answer = await get(path);
  return `${answer.status} ${/<title>(.*)<\/title>/.exec(await answer.text())?.[1] ?? ''}`;
}

describe('badges', () => {
  it('are off until they are switched on, and shown to anybody then, without the name of the service', async () => {
    const id = await makeService();
    await makeCheck(id, 'up');
    expect(await readBadges(nines.runtime, alice(), id)).toEqual({ token: null, url: null });
    const { token, url } = await switchBadges(nines.runtime, alice(), id, on);
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(url).toBe(`${nines.runtime.url}/api/badges/${token}`);
    expect(await readBadges(nines.runtime, alice(), id)).toEqual({ token, url });
    expect(await switchBadges(nines.runtime, alice(), id, on)).toEqual({ token, url });
    const answer = await get(`${token}/status.svg`);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/svg+xml; charset=utf-8',
      'cache-control': 'public, max-age=60',
      'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
      'cross-origin-resource-policy': 'cross-origin',
      'x-content-type-options': 'nosniff',
    });
    const svg = await answer.text();
    expect(svg).toContain('<title>status: up</title>');
    expect(svg).not.toContain('secret');
    expect(await said(`${token}/status`)).toBe('200 status: up');
  });

  it('are sent once as long as they stay the same, and by HEAD without a body', async () => {
    const token = await tokenOf(await makeService());
    const whole = await get(`${token}/status.svg`);
    const [etag, length] = [whole.headers.get('etag') ?? '', whole.headers.get('content-length')];
    expect(etag).toMatch(/^"[\w-]{22}"$/);
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const again = await get(`${token}/status.svg`, { headers: { 'if-none-match': known } });
      expect([again.status, await again.text(), again.headers.get('etag'), again.headers.get('cache-control')]).toEqual([304, '', etag, 'public, max-age=60']);
    }
    const other = await get(`${token}/status.svg`, { headers: { 'if-none-match': '"other"' } });
    expect([other.status, (await other.text()).length]).toEqual([200, Number(length)]);
    const head = await get(`${token}/status.svg`, { method: 'HEAD' });
    expect([head.status, await head.text(), head.headers.get('content-length'), head.headers.get('etag')]).toEqual([200, '', length, etag]);
    expect((await get(`${token}/status.svg`, { method: 'POST' })).status).toBe(405);
  });

  it('with an address that was renewed, switched off or never was are gone at once, and say so as an image', async () => {
    const id = await makeService();
    const first = await tokenOf(id);
    expect(await said(`${first}/status.svg`)).toBe('200 status: unknown');
    const { token: second } = await switchBadges(nines.runtime, alice(), id, { isOn: true, renew: true });
    expect(second).not.toBe(first);
    expect(await said(`${first}/status.svg`)).toMatch(/^404 There are no badges/);
    expect(await said(`${second}/status.svg`)).toBe('200 status: unknown');
    expect(await switchBadges(nines.runtime, alice(), id, off)).toEqual({ token: null, url: null });
    const gone = await get(`${second}/status.svg`);
    expect([gone.status, gone.headers.get('content-type'), gone.headers.get('cross-origin-resource-policy')]).toEqual([404, 'image/svg+xml; charset=utf-8', 'cross-origin']);
    expect(await gone.text()).toContain('>not found</text>');
    expect(await tokenOf(id)).not.toBe(second);
    for (const path of ['x/status.svg', `${'x'.repeat(101)}/status.svg`, `${'A'.repeat(43)}/status.svg`, "'%20or%201=1--/status.svg", '%00/status.svg', `${await tokenOf(id)}/other.svg`]) expect((await get(path)).status, path).toBe(404);
  });

  it('of a service that is deleted are gone with it', async () => {
    const id = await makeService();
    const token = await tokenOf(id);
    expect((await get(`${token}/status.svg`)).status).toBe(200);
    await deleteService(nines.runtime, alice(), id);
    expect((await get(`${token}/status.svg`)).status).toBe(404);
    await expect(switchBadges(nines.runtime, alice(), id, on)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readBadges(nines.runtime, alice(), id)).rejects.toMatchObject({ code: 'not_found' });
  });

  it('are audited without their address, and leave the version of the service to its form', async () => {
    const id = await makeService();
    await switchBadges(nines.runtime, alice(), id, on);
    await switchBadges(nines.runtime, alice(), id, { isOn: true, renew: true });
    await switchBadges(nines.runtime, alice(), id, off);
    const { service } = await readService(nines.runtime, alice(), id);
    await expect(updateService(nines.runtime, alice(), id, { version: 1, service: ServiceInput.parse(service.settings) })).resolves.toMatchObject({ version: 2 });
    const { rows } = await nines.database.withTenant(nines.tenants.alpha, (client) =>
      client.query<{ after: unknown }>(`select after from audit_entries where action = 'service.switch_badges' and after ->> 'id' = $1 order by after ->> 'isOn' desc`, [id]),
    );
    const name = service.settings.name;
    expect(rows.map(({ after }) => after)).toEqual([{ id, name, isOn: true, isNewAddress: true }, { id, name, isOn: true, isNewAddress: true }, { id, name, isOn: false, isNewAddress: false }]);
  });

  it('that two switch at once have one address in the end, and who lost is told', async () => {
    const id = await makeService();
    const switched = await Promise.allSettled(Array.from({ length: 6 }, () => switchBadges(nines.runtime, alice(), id, { isOn: true, renew: true })));
    for (const each of switched) if (each.status === 'rejected') expect(each.reason).toMatchObject({ code: 'conflict' });
    const { token } = await readBadges(nines.runtime, alice(), id);
    expect(switched.some((each) => each.status === 'fulfilled' && each.value.token === token)).toBe(true);
  });
});

describe('a badge', () => {
  it('shows the service of its own tenant, whoever else asks', async () => {
    const { beta } = nines.tenants;
    const [ours, theirs] = [await makeService(), await makeService(by(nines.cast.charlie))];
    await makeCheck(ours, 'down');
    await makeCheck(theirs, 'up', { tenant: beta });
    const [our, their] = [await tokenOf(ours), await tokenOf(theirs, by(nines.cast.charlie))];
    const answers = await Promise.all(Array.from({ length: 40 }, (_, index) => said(`${index % 2 === 0 ? our : their}/status.svg`)));
    expect(answers).toEqual(answers.map((_, index) => (index % 2 === 0 ? '200 status: down' : '200 status: up')));
    await expect(switchBadges(nines.runtime, by(nines.cast.charlie), ours, off)).rejects.toMatchObject({ code: 'not_found' });
    await expect(readBadges(nines.runtime, by(nines.cast.charlie), ours)).rejects.toMatchObject({ code: 'not_found' });
  });

  const states: [checks: [CheckState, isPlanned?: true][], said: string][] = [
    [[['up']], 'up'],
    [[['up'], ['degraded']], 'degraded'],
    [[['degraded'], ['unknown']], 'unknown'],
    [[['unknown'], ['down']], 'down'],
    [[['down', true]], 'maintenance'],
    [[['up'], ['down', true]], 'maintenance'],
    [[['down'], ['down', true]], 'down'],
    [[], 'unknown'],
  ];
  it.each(states)('of checks that are %j says %s', async (checks, word) => {
    const id = await makeService();
    for (const [state, isPlanned = false] of checks) await makeCheck(id, state, { isPlanned });
    expect(await said(`${await tokenOf(id)}/status.svg`)).toBe(`200 status: ${word}`);
  });

  it('that nothing is known for says so, in grey', async () => {
    const id = await makeService();
    await createObjective(nines.runtime, alice(), objectiveOf(id));
    await makeCheck(id, 'unknown');
    const token = await tokenOf(id);
    for (const kind of ['status', 'uptime', 'latency', 'budget']) {
      const svg = await (await get(`${token}/${kind}.svg`)).text();
      expect(svg, kind).toContain('>unknown</text>');
      expect(svg, kind).toContain('#5b6472');
    }
  });

  it('counts uptime as the page of the service does, for each range', async () => {
    const id = await makeService();
    const now = Date.now();
    const check = await makeCheck(id, 'up', { spans: [[now - 100 * day, now - 60 * day, 'up'], [now - 60 * day, now - 57 * day, 'down'], [now - 57 * day, now - 6 * hour, 'up'], [now - 6 * hour, now - 5 * hour, 'down'], [now - 5 * hour, now, 'up']] });
    await makeCheck(id, 'up', { spans: [[now - 10 * day, now - 9 * day, 'up'], [now - 9 * day, now - 8.9 * day, 'down', 'move'], [now - 8.9 * day, now, 'up']] });
    await nines.database.withTenant(nines.tenants.alpha, (client) => client.query('update check_states set span_from = (select max(from_at) from check_spans where check_id = $1) where check_id = $1', [check]));
    const token = await tokenOf(id);
    const { uptime } = (await readService(nines.runtime, alice(), id)).service;
    const cut = (percent: number | null) => (Math.floor((percent ?? NaN) * 100) / 100).toFixed(2);
    expect(await said(`${token}/uptime.svg?range=24h`)).toBe(`200 uptime 24 h: ${cut(uptime.day)} %`);
    expect(await said(`${token}/uptime.svg`)).toBe(`200 uptime 30 d: ${cut(uptime.month)} %`);
    expect(cut(uptime.day)).toBe('95.83');
    expect(await said(`${token}/uptime.svg?range=7d`)).toBe('200 uptime 7 d: 99.40 %');
    expect(await said(`${token}/uptime.svg?range=90d`)).toBe('200 uptime 90 d: 96.62 %');
  });

  it('has the 95th percentile of the slowest check, of that service alone', async () => {
    const [id, other] = [await makeService(), await makeService()];
    const now = Date.now();
    const [fast, slow, foreign] = [await makeCheck(id, 'up'), await makeCheck(id, 'up'), await makeCheck(other, 'up')];
    const samples = (check: string, seconds: (index: number) => number) =>
      Array.from({ length: 101 }, (_, index) => ({ name: 'probe_duration_seconds', labels: { check_id: check, check: 'of a test' }, value: seconds(index), at: now - 600_000 + index * 1_000 }));
    await appendSamples(nines.runtime.metrics, nines.tenants.alpha, [...samples(fast, () => 0.001), ...samples(slow, (index) => index / 1_000), ...samples(foreign, () => 5)]);
    const token = await tokenOf(id);
    expect(await said(`${token}/latency.svg?range=24h`)).toBe('200 latency: p95 95 ms');
    expect(await said(`${token}/latency.svg?label=response%20time`)).toBe('200 response time: p95 95 ms');
    expect(await said(`${await tokenOf(other)}/latency.svg`)).toBe('200 latency: p95 5000 ms');
  });

  it('has the budget of the objective that has the least left', async () => {
    const id = await makeService();
    const now = Date.now();
    await makeCheck(id, 'up', { spans: [[now - 40 * day, now - 5 * day, 'up'], [now - 5 * day, now - 5 * day + 1_800_000, 'down'], [now - 5 * day + 1_800_000, now, 'up']] });
    await createObjective(nines.runtime, alice(), objectiveOf(id, { target: '99' }));
    const { token } = await switchBadges(nines.runtime, alice(), id, on);
    expect(await said(`${token}/budget.svg`)).toMatch(/^200 error budget: 6 h 4[12] m left$/);
    await createObjective(nines.runtime, alice(), objectiveOf(id, { target: '99.9' }));
    const { token: next } = await switchBadges(nines.runtime, alice(), id, { isOn: true, renew: true });
    expect(await said(`${next}/budget.svg?label=budget`)).toMatch(/^200 budget: 13 m (?:12|11) s left$/);
    await createObjective(nines.runtime, alice(), objectiveOf(id, { target: '99.99' }));
    const { token: last } = await switchBadges(nines.runtime, alice(), id, { isOn: true, renew: true });
    expect(await said(`${last}/budget.svg`)).toMatch(/^200 error budget: overspent 25 m 4[01] s$/);
  });

  it('takes a label of anybody, and says what is wrong with a request', async () => {
    const token = await tokenOf(await makeService());
    const label = (text: string) => `${token}/status.svg?label=${encodeURIComponent(text)}`;
    expect(await said(label('"><script>'))).toBe('200 &quot;&gt;&lt;script&gt;: unknown');
    expect(await said(label('🚀'.repeat(40)))).toBe(`200 ${'🚀'.repeat(40)}: unknown`);
    expect(await said(label(' '))).toBe('200 status: unknown');
    expect(await said(label('x'.repeat(41)))).toBe('400 label: At most 40 characters.');
    expect(await said(`${token}/uptime.svg?range=1y`)).toMatch(/^400 range: /);
    const refused = await get(`${token}/uptime.svg?style=%3Cx%3E`);
    expect([refused.status, refused.headers.get('content-type'), refused.headers.get('cache-control')]).toEqual([400, 'image/svg+xml; charset=utf-8', 'no-store']);
    expect(await refused.text()).toContain('>not valid</text>');
  });
});

describe('a flood', () => {
  it('of one badge is counted once for each of what it says', async () => {
    const id = await makeService();
    await makeCheck(id, 'up', { spans: [[Date.now() - day, Date.now(), 'up']] });
    const token = await tokenOf(id);
    let [counts, looks] = [0, 0];
    const { pool, owner } = nines.database;
    const [onCount, onLook] = [() => void (counts += 1), () => void (looks += 1)];
    pool.on('acquire', onCount);
    owner.on('acquire', onLook);
    const paths = Array.from({ length: 400 }, (_, index) => `${token}/uptime.svg?label=${index}${index % 2 === 0 ? '&range=7d' : ''}`);
    const answers = await Promise.all(paths.map(said));
    pool.off('acquire', onCount);
    owner.off('acquire', onLook);
    expect(answers).toEqual(answers.map((_, index) => `200 ${index}: 100 %`));
    // Two ranges, each with one query for the checks and one for their time.
    expect(counts).toBe(4);
    expect(looks).toBeLessThan(200);
  });

  it('of guesses shuts unknown addresses of the network out, and none that was seen', async () => {
    const [known, unseen] = [await tokenOf(await makeService()), await tokenOf(await makeService())];
    const now = Date.now();
    const find = (token: string, address = '192.0.2.7') => findBadges(nines.database, { token, address, now });
    await find(known);
    const { owner } = nines.database;
    let looks = 0;
    const onLook = () => void (looks += 1);
    owner.on('acquire', onLook);
    const guessed = await Promise.allSettled(Array.from({ length: 300 }, (_, index) => find(String(index).padStart(43, 'A'))));
    owner.off('acquire', onLook);
    const codes = guessed.map((each) => (each.status === 'rejected' ? (each.reason as { code: string }).code : 'found'));
    expect(codes.filter((code) => code === 'not_found')).toHaveLength(20);
    expect(codes.filter((code) => code === 'too_many_requests')).toHaveLength(280);
    expect(looks).toBe(20);
    await expect(find('x')).rejects.toMatchObject({ code: 'too_many_requests' });
    await expect(find(unseen)).rejects.toMatchObject({ code: 'too_many_requests' });
    expect(await find(known)).toMatchObject({ tenant: { id: nines.tenants.alpha.id } });
    expect(await find(unseen, '198.51.100.7')).toMatchObject({ tenant: { id: nines.tenants.alpha.id } });
    expect(await find(unseen)).toMatchObject({ tenant: { id: nines.tenants.alpha.id } });
  });
});

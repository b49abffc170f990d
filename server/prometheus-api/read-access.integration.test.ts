import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { createMemoryMetricStore } from './test-memory-metric-store';
import { at, storeSeries } from './test-stored-series';
import { startWireServer, type WireServer } from './test-wire-server';

const store = createMemoryMetricStore();
let wire: WireServer;
let reader: Record<string, string>;

beforeAll(async () => {
  wire = await startWireServer(store);
  await storeSeries(store, wire.nines.tenants);
  reader = await wire.as(['monitoring.read']);
});
afterAll(() => wire.close());

describe('the limits', () => {
  it('refuse an answer that is too long', async () => {
    const small = await startWireServer(store, { limits: { maxAnswerBytes: 100 } }, wire.nines);
    const response = await fetch(`${small.origin}/api/v1/query?query=up&time=${at(0)}`, { headers: reader });
    expect({ status: response.status, body: await response.json() }).toMatchObject({ status: 422, body: { errorType: 'execution', error: expect.stringContaining('longer than 100 bytes') as string } });
    await small.close();
  });

  it('let a tenant run four queries and thirty-two wait, each for as long as it may', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const timeouts: (number | undefined)[] = [];
    const query: MetricStore['query'] = async (tenant, asked) => {
      timeouts.push(asked.timeoutMs);
      await held;
      return store.query(tenant, asked);
    };
    const busy = await startWireServer({ ...store, query }, { limits: { queryTimeoutMs: 30_000 } }, wire.nines);
    const settled: Response[] = [];
    const asked = Array.from({ length: 40 }, async (_, index) => {
      settled.push(await fetch(`${busy.origin}/api/v1/query?query=1&timeout=${index % 2 ? '5s' : '10h'}`, { headers: reader }));
    });
    await expect.poll(() => settled.length).toBe(4);
    expect(settled.map(({ status, headers }) => [status, headers.get('retry-after')])).toEqual(Array(4).fill([429, '1']));
    expect(await settled[0]?.json()).toMatchObject({ status: 'error', errorType: 'too_many_requests' });
    expect(timeouts).toHaveLength(4);
    release();
    await Promise.all(asked);
    expect(settled.slice(4).map(({ status }) => status)).toEqual(Array(36).fill(200));
    expect(new Set(timeouts)).toEqual(new Set([5_000, 30_000]));
    await busy.close();
  });
});

describe('a query whose client closed the connection', () => {
  it('is told that it is canceled, and is not begun when it still waits', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const canceled: (() => boolean)[] = [];
    const query: MetricStore['query'] = async (tenant, asked) => {
      canceled.push(asked.isCanceled ?? (() => false));
      await held;
      return store.query(tenant, asked);
    };
    const busy = await startWireServer({ ...store, query }, {}, wire.nines);
    const ask = () => httpRequest(`${busy.origin}/api/v1/query?query=1`, { headers: reader, agent: false }).on('error', () => undefined).end();
    const running = Array.from({ length: 4 }, ask);
    await expect.poll(() => canceled.length).toBe(4);
    const waiting = ask();
    const patient = fetch(`${busy.origin}/api/v1/query?query=1`, { headers: reader });
    await expect.poll(() => busy.connections()).toBe(6);
    expect(canceled.map((isCanceled) => isCanceled())).toEqual([false, false, false, false]);
    for (const asked of [...running, waiting]) asked.destroy();
    await expect.poll(() => canceled.every((isCanceled) => isCanceled())).toBe(true);
    await expect.poll(() => busy.connections()).toBe(1);
    release();
    expect((await patient).status).toBe(200);
    expect(canceled).toHaveLength(5);
    await busy.close();
  });
});

describe('authentication', () => {
  const paths = ['query?query=up', 'query_range?query=up&start=0&end=1&step=1', 'series?match[]=up', 'labels', 'label/job/values', 'metadata', 'targets', 'rules', 'alerts', 'status/buildinfo', 'query_exemplars?query=up', 'format_query?query=up'];
  const bare = async (path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<{ status: number; challenge: string | null; body: unknown }> => {
    const response = await fetch(`${wire.origin}/api/v1/${path}`, { headers, method });
    return { status: response.status, challenge: response.headers.get('www-authenticate'), body: await response.json() };
  };
  const basic = (user: string, password: string) => ({ authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` });

  it.each(paths)('%s needs a key that may read', async (path) => {
    expect(await bare(path)).toMatchObject({ status: 401, body: { status: 'error', errorType: 'unauthorized' } });
    expect(await bare(path, await wire.as(['monitoring.write']))).toMatchObject({ status: 403, body: { errorType: 'forbidden' } });
    expect(await bare(path, { 'x-nines-address': '127.0.0.1', 'x-scope-orgid': 'alpha', 'x-forwarded-user': 'alice' })).toMatchObject({ status: 401 });
  });

  it('takes a key as the password of any user', async () => {
    const key = (reader.authorization ?? '').replace('Bearer ', '');
    for (const user of ['', 'grafana', 'a b', 'ü']) expect((await bare('labels', basic(user, key))).status).toBe(200);
    for (const wrong of [basic('x', `${key}x`), basic('x', ''), basic(key, ''), { authorization: `Basic ${key}` }, { authorization: 'Basic !' }, { authorization: key }, { authorization: `Bearer  ${key} x` }]) {
      expect((await bare('labels', wrong)).status).toBe(401);
    }
  });

  it('asks for a password where no page is, and never above one', async () => {
    expect((await bareChallenge({}))).toBe('Basic realm="nines", charset="UTF-8", Bearer realm="nines"');
    const signs: Record<string, string>[] = [{ cookie: 'next-auth.session-token=x' }, { 'sec-fetch-mode': 'cors' }, { origin: wire.origin }, { referer: `${wire.origin}/explore` }];
    for (const sign of signs) {
      expect(await bareChallenge(sign)).toBe('Bearer realm="nines"');
    }
  });

  it('takes the session of a page, for writes by POST from its own origin alone', async () => {
    const { cookie } = await wire.nines.openSession(wire.nines.cast.alice);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await bare('labels', { cookie })).status).toBe(200);
    expect((await bare('labels', { cookie, ...form, origin: wire.origin }, 'POST')).status).toBe(200);
    expect(await bare('labels', { cookie, ...form, origin: 'https://evil.example' }, 'POST')).toMatchObject({ status: 403, body: { errorType: 'forbidden' } });
    const { cookie: ofBob } = await wire.nines.openSession(wire.nines.cast.bob);
    expect((await bare('labels', { cookie: ofBob })).status).toBe(403);
  });

  it('refuses a query that a page of another site makes with the session', async () => {
    const { cookie } = await wire.nines.openSession(wire.nines.cast.alice);
    const statusOf = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        httpRequest(`${wire.origin}/api/v1/labels`, { headers, agent: false }, (message) => resolve(message.resume().statusCode)).on('error', reject).end();
      });
    expect(await statusOf({ cookie, 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await statusOf({ cookie, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await statusOf({ ...reader, 'sec-fetch-site': 'cross-site' })).toBe(200);
  });

  it('does not let another site use a password that a browser remembers', async () => {
    const key = (reader.authorization ?? '').replace('Bearer ', '');
    expect((await bare('labels', { ...basic('x', key), origin: 'https://evil.example' }, 'POST')).status).toBe(403);
  });

  it('shows a tenant its own series alone', async () => {
    const ofBeta = await wire.as(['monitoring.read'], 'beta');
    expect((await bare('series?match[]={__name__!=""}', ofBeta)).body).toMatchObject({ data: [{ __name__: 'secret_of_beta' }] });
    expect((await bare('query?query=up&time=1700000000', ofBeta)).body).toMatchObject({ data: { result: [] } });
    expect((await bare('label/__name__/values', ofBeta)).body).toMatchObject({ data: ['secret_of_beta'] });
    expect((await bare('metadata', ofBeta)).body).toEqual({ status: 'success', data: { secret_of_beta: [{ type: 'gauge', help: 'The secret_of_beta.', unit: '' }] } });
    expect((await bare(`query?query=secret_of_beta&time=${at(0)}`, reader)).body).toMatchObject({ data: { resultType: 'vector', result: [] } });
  });

  /** `fetch` sets some of these headers itself, so the request is made below it. */
  function bareChallenge(headers: Record<string, string>): Promise<string | undefined> {
    return new Promise((resolve, reject) => {
      httpRequest(`${wire.origin}/api/v1/labels`, { headers, agent: false }, (message) => {
        message.resume();
        resolve(message.headers['www-authenticate']);
      }).on('error', reject).end();
    });
  }
});

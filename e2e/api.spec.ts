import { readFileSync } from 'node:fs';
import http from 'node:http';
import { alice, createKey, expect, signInByScript, test } from './cast';
import type { NinesProcess } from './nines-process';
import { checkExposition, findPromtool, promtoolCheck } from './prometheus-text';

type Parameters = Record<string, string | number | undefined>;

interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  requestId: string;
  issues?: { path: string; message: string }[];
}

let readWrite = '';
let writeOnly = '';
test.beforeAll(async ({ nines }) => {
  [readWrite, writeOnly] = await Promise.all([createKey(nines, 'monitoring.read', 'monitoring.write'), createKey(nines)]);
});

test.describe('API keys', () => {
  test('what is pushed is found again, to the last sample', async ({ nines }) => {
    const now = Date.now();
    const samples = [0, 1, 2].map((index) => ({ name: 'shop_orders', labels: { shop: 'Zürich "1"' }, value: 1.5 + index, timestamp: now - 10_000 + index * 1_000 }));
    const pushed = await push(nines, readWrite, JSON.stringify({ samples }));
    expect(await pushed.json()).toEqual({ stored: 3 });
    expect(pushed.status).toBe(200);
    const one = await push(nines, readWrite, JSON.stringify({ name: 'shop_orders', labels: { shop: 'Bern' }, value: 7 }));
    expect(await one.json()).toEqual({ stored: 1 });

    const found = await query(nines, { selector: 'shop_orders{shop=~"Z.*"}', from: now - 60_000, to: now + 1_000, step: 1_000 });
    expect(found).toMatchObject({ resolution: 'raw', series: [{ name: 'shop_orders', labels: { shop: 'Zürich "1"' } }] });
    expect(found.series[0]?.points.map(([, value]) => value)).toEqual([1.5, 2.5, 3.5]);
    const sum = await query(nines, { selector: 'shop_orders{shop=~"Z.*"}', from: now - 60_000, to: now, step: 60_000, aggregation: 'sum' });
    expect(sum.series.flatMap(({ points }) => points).reduce((total, [, value]) => total + value, 0)).toBe(7.5);
  });

  test('a key does what it is for and nothing else', async ({ nines }) => {
    const health = (authorization: string) => fetch(`${nines.url}/api/monitoring/health`, { headers: { authorization } });
    await expectProblem(await health(`Bearer ${writeOnly}`), 403, /This API key does not hold monitoring\.read/);
    await expectProblem(await health(`Bearer nines_${'x'.repeat(43)}`), 401, /Sign in, or send an API key/);
    await expectProblem(await health('Basic YTpi'), 401, /Sign in, or send an API key/);
    expect((await health(`Bearer ${readWrite}`)).status).toBe(200);
  });

  test('a revoked key ends at once', async ({ nines }) => {
    const answer = await nines.command(['keys', 'create', '--name', 'short-lived', '--scope', 'monitoring.read', '--expires', '1d']);
    const key = /nines_[\w-]+/.exec(answer)?.[0] ?? '';
    const id = /Key ([0-9a-f-]{36})/.exec(answer)?.[1] ?? '';
    const status = async () => (await fetch(`${nines.url}/api/monitoring/health`, { headers: { authorization: `Bearer ${key}` } })).status;
    expect(await status()).toBe(200);
    expect(await nines.command(['keys', 'list'])).toMatch(new RegExp(`^${id}\tshort-lived\tmonitoring\\.read\tends \\S+\tused 2`, 'm'));
    await nines.command(['keys', 'revoke', id]);
    await expect.poll(status, { timeout: 1_000 }).toBe(401);
  });
});

test.describe('a session for scripts', () => {
  test('the cookie of /api/auth/callback/credentials reads and writes', async ({ request, nines }) => {
    expect((await request.get('/api/monitoring/health')).status()).toBe(401);
    expect((await signInByScript(request, alice)).ok()).toBe(true);
    const health = (await (await request.get('/api/monitoring/health')).json()) as { vitals: unknown[]; at: number; seq: number };
    expect(health.vitals).toHaveLength(8);
    const collected = await request.post('/api/monitoring/health/collect', { headers: { origin: nines.url } });
    expect(collected.status()).toBe(200);
    expect(((await collected.json()) as { at: number }).at).toBeGreaterThanOrEqual(health.at);
  });

  test('a write that another site sends with the cookie is refused', async ({ playwright, nines, aliceSession }) => {
    const request = await playwright.request.newContext({ baseURL: nines.url, storageState: aliceSession });
    for (const [name, value] of [['origin', 'https://evil.example'], ['origin', 'null'], ['sec-fetch-site', 'cross-site']] as const) {
      const answer = await request.post('/api/monitoring/health/collect', { headers: { [name]: value } });
      expect(answer.status(), `${name}: ${value}`).toBe(403);
      expect(await answer.text()).toContain('This write comes from another site.');
    }
    await request.dispose();
  });

  test('OpenAPI describes every path, and an unknown one says so', async ({ nines }) => {
    const document = (await (await fetch(`${nines.url}/api/openapi.json`)).json()) as { openapi: string; paths: object };
    expect(document.openapi).toBe('3.1.0');
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(['/api/monitoring/health', '/api/monitoring/health/dashboard', '/api/monitoring/health/collect', '/api/monitoring/metrics']),
    );
    await expectProblem(await fetch(`${nines.url}/api/nothing`), 404, /There is no \/api\/nothing/);
  });
});

test.describe('/metrics', () => {
  const expected = [
    'system_cpu_usage_percent', 'system_memory_usage_bytes', 'system_disk_usage_bytes', 'system_network_bytes_sent_total',
    'system_network_bytes_received_total', 'nines_http_request_duration_seconds', 'nines_http_requests_total', 'nines_database_pool_connections', 'nines_sockets',
  ];

  test('is the Prometheus text format, with what an operator needs', async ({ nines }) => {
    const answer = await fetch(`${nines.url}/metrics`);
    expect(answer.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    const { problems, names } = checkExposition(await answer.text());
    expect(problems).toEqual([]);
    expect(names).toEqual(expect.arrayContaining(expected));
    expect(names.filter((name) => /event_loop/.test(name))).not.toEqual([]);
    expect(names.filter((name) => /collector/.test(name))).not.toEqual([]);
    expect(names.length).toBeGreaterThanOrEqual(15);
  });

  test('promtool has no complaint', async ({ nines }) => {
    test.setTimeout(300_000);
    const promtool = await findPromtool();
    const text = await (await fetch(`${nines.url}/metrics`)).text();
    if (promtool) expect(await promtoolCheck(promtool, text)).toEqual({ code: 0, words: '' });
    else expect(checkExposition(text).problems).toEqual([]);
  });
});

test.describe('bad input to a push', () => {
  const now = Date.now();
  const good = { name: 'never_stored', value: 1, timestamp: now };
  const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${index}`, 'x']));
  const cases: { name: string; body: string | Buffer; status?: number; path?: string; says: RegExp }[] = [
    { name: 'a value that is a string', body: json({ ...good, value: '12' }), path: 'body.value', says: /finite number/ },
    { name: 'a value that is null', body: json({ ...good, value: null }), path: 'body.value', says: /finite number/ },
    { name: 'NaN', body: `{"name":"never_stored","value":NaN}`, says: /not valid JSON.*NaN/ },
    { name: 'an infinity', body: '{"name":"never_stored","value":1e999}', path: 'body.value', says: /finite number/ },
    { name: 'an unknown field', body: json({ ...good, colour: 'red' }), path: 'body', says: /colour/ },
    { name: 'a time as text', body: json({ ...good, timestamp: '2026-01-01' }), path: 'body.timestamp', says: /number/ },
    { name: 'a time in the future', body: json({ samples: [good, { ...good, timestamp: now + 600_000 }] }), path: 'body.samples.1.timestamp', says: /future; the limit is 300 s/ },
    { name: 'a time beyond retention', body: json({ samples: [good, { ...good, timestamp: now - 90 * 86_400_000 }] }), path: 'body.samples.1.timestamp', says: /past; the limit is 3600 s/ },
    { name: 'a time in seconds', body: json({ ...good, timestamp: Math.floor(now / 1000) }), path: 'body.timestamp', says: /Is it in milliseconds/ },
    { name: '100,000 labels', body: json({ ...good, labels: many(100_000) }), path: 'body.labels', says: /At most 32 labels; these are 100000/ },
    { name: 'a million labels', body: json({ ...good, labels: many(1_000_000) }), status: 413, says: /larger than 8388608 bytes/ },
    { name: 'a label name with a space', body: json({ ...good, labels: { 'a b': 'x' } }), path: 'body.labels.a b', says: /letters, digits and _/ },
    { name: 'a label value of 2,000 characters', body: json({ ...good, labels: { a: 'x'.repeat(2_000) } }), path: 'body.labels.a', says: /1024/ },
    { name: 'a metric name of 300 characters', body: json({ ...good, name: 'x'.repeat(300) }), path: 'body.name', says: /200/ },
    { name: 'a metric name that is not ASCII', body: json({ ...good, name: 'größe' }), path: 'body.name', says: /letters, digits, _ and :/ },
    { name: 'a lone surrogate', body: json({ ...good, labels: { a: '\ud800' } }), path: 'body.labels.a', says: /valid UTF-8/ },
    { name: 'a body that is not UTF-8', body: Buffer.from('{"name":"never_stored\xff","value":1}', 'latin1'), says: /not valid UTF-8/ },
    { name: '60,000 samples', body: json({ samples: Array.from({ length: 60_000 }, () => ({ name: 'never_stored', value: 1 })) }), path: 'body.samples', says: /At most 50000 samples/ },
    { name: 'no sample', body: json({ samples: [] }), path: 'body.samples', says: /1/ },
    { name: 'a list', body: '[]', path: 'body', says: /object/ },
    { name: 'no JSON', body: 'name=never_stored', says: /not valid JSON/ },
  ];
  for (const { name, body, status = 400, path, says } of cases) {
    test(name, async ({ nines }) => {
      const problem = await expectProblem(await push(nines, readWrite, body), status, says);
      if (path) expect(problem.issues?.map((issue) => issue.path)).toContain(path);
    });
  }

  test('a body that is no JSON by its type', async ({ nines }) => {
    await expectProblem(await push(nines, readWrite, json(good), 'text/plain'), 400, /send Content-Type: application\/json, not text\/plain/);
  });

  test('nothing of what was refused is stored', async ({ nines }) => {
    const { series } = await query(nines, { selector: '{__name__=~"never_stored.*"}', from: now - 600_000, to: now + 600_000, step: 1_000 });
    expect(series).toEqual([]);
  });

  for (const framing of ['content-length', 'chunked'] as const) {
    test(`a body of 100 MB (${framing}) is refused early and costs no memory`, async ({ nines }) => {
      const before = peakMemoryBytes(nines);
      const { status, text, sentBytes } = await pushHuge(nines, framing);
      expect(status).toBe(413);
      expect(text).toMatch(/larger than 8388608 bytes/);
      expect(sentBytes).toBeLessThan(40 * 1024 * 1024);
      expect(peakMemoryBytes(nines) - before).toBeLessThan(64 * 1024 * 1024);
      expect((await fetch(`${nines.url}/healthz`)).status).toBe(200);
    });
  }
});

test.describe('bad input to a query', () => {
  const now = Date.now();
  const good = { selector: 'system_load1', from: now - 60_000, to: now, step: 1_000 };
  const cases: { name: string; query: Parameters; path: string; says: RegExp }[] = [
    { name: 'a range that runs backwards', query: { ...good, from: now, to: now - 60_000 }, path: 'query.to', says: /to must be after from/ },
    { name: 'a negative time', query: { ...good, from: -1 }, path: 'query.from', says: /milliseconds since 1970/ },
    { name: 'a gigantic range', query: { ...good, from: 0, step: 86_400_000 }, path: 'query.from', says: /at most 400 days/ },
    { name: 'a time after the end of time', query: { ...good, to: '1e300' }, path: 'query.to', says: /milliseconds since 1970/ },
    { name: 'a time that is a word', query: { ...good, from: 'yesterday' }, path: 'query.from', says: /milliseconds since 1970/ },
    { name: 'a step of millions of points', query: { ...good, from: now - 30 * 86_400_000 }, path: 'query.step', says: /2592000 points a series; the limit is 11000/ },
    { name: 'a step of zero', query: { ...good, step: 0 }, path: 'query.step', says: /At least 1000 ms/ },
    { name: 'a step that is no number', query: { ...good, step: 'NaN' }, path: 'query.step', says: /number/ },
    { name: 'no selector', query: { ...good, selector: undefined }, path: 'query.selector', says: /string/ },
    { name: 'a selector of everything', query: { ...good, selector: '{a=~".*"}' }, path: 'query.selector', says: /at least one non-empty matcher/ },
    { name: 'a selector that is not closed', query: { ...good, selector: 'up{a="b"' }, path: 'query.selector', says: /1:\d+: parse error/ },
    { name: 'an expression', query: { ...good, selector: 'rate(up[5m])' }, path: 'query.selector', says: /functions, ranges and offsets belong in/ },
    { name: 'an unknown aggregation', query: { ...good, aggregation: 'median' }, path: 'query.aggregation', says: /avg/ },
    { name: 'an unknown parameter', query: { ...good, limit: 5 }, path: 'query', says: /limit/ },
  ];
  for (const { name, query: parameters, path, says } of cases) {
    test(name, async ({ nines }) => {
      const problem = await expectProblem(await get(nines, parameters), 400, says);
      expect(problem.issues?.map((issue) => issue.path)).toContain(path);
    });
  }
});

function json(value: unknown): string {
  return JSON.stringify(value);
}

function push(nines: NinesProcess, key: string, body: string | Buffer, type = 'application/json'): Promise<Response> {
  const headers = { authorization: `Bearer ${key}`, 'content-type': type };
  return fetch(`${nines.url}/api/monitoring/metrics`, { method: 'POST', headers, body: new Uint8Array(Buffer.from(body)) });
}

function get(nines: NinesProcess, parameters: Parameters): Promise<Response> {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) if (value !== undefined) search.set(name, String(value));
  return fetch(`${nines.url}/api/monitoring/metrics?${search.toString()}`, { headers: { authorization: `Bearer ${readWrite}` } });
}

async function query(nines: NinesProcess, parameters: Parameters) {
  const answer = await get(nines, parameters);
  expect(answer.status).toBe(200);
  return (await answer.json()) as { resolution: string; series: { name: string; labels: Record<string, string>; points: [number, number][] }[] };
}

/** Problem details as RFC 9457 has them; `says` is looked for in the detail and in every issue. */
async function expectProblem(answer: Response, status: number, says: RegExp): Promise<Problem> {
  const text = await answer.text();
  expect(answer.status, text.slice(0, 500)).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const problem = JSON.parse(text) as Problem;
  expect(problem).toMatchObject({ status, type: expect.stringMatching(/^urn:nines:problem:/), title: expect.any(String), requestId: expect.any(String) });
  expect([problem.detail, ...(problem.issues ?? []).map((issue) => issue.message)].join('\n')).toMatch(says);
  const told = (problem.issues ?? []).map((issue) => `${issue.path}: ${issue.message}`);
  expect(told, 'no issue is told twice').toEqual([...new Set(told)]);
  expect(text.length).toBeLessThan(20_000);
  return problem;
}

/** Sends 100 MB as fast as the server takes it, and stops when it answers. */
function pushHuge(nines: NinesProcess, framing: 'content-length' | 'chunked'): Promise<{ status: number; text: string; sentBytes: number }> {
  const total = 100 * 1024 * 1024;
  const part = Buffer.alloc(256 * 1024, 'x');
  return new Promise((resolve, reject) => {
    let sentBytes = 0;
    let isAnswered = false;
    const headers = { authorization: `Bearer ${readWrite}`, 'content-type': 'application/json', ...(framing === 'content-length' ? { 'content-length': total } : {}) };
    const request = http.request(`${nines.url}/api/monitoring/metrics`, { method: 'POST', headers }, (answer) => {
      isAnswered = true;
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, text, sentBytes });
        request.destroy();
      });
    });
    request.on('error', (error) => {
      if (!isAnswered) reject(error);
    });
    const send = () => {
      while (!isAnswered && sentBytes < total) {
        sentBytes += part.byteLength;
        if (!request.write(part)) return void request.once('drain', send);
      }
      request.end();
    };
    send();
  });
}

/** The most that the process ever held resident (proc(5), VmHWM); where there is no /proc, nothing is measured. */
function peakMemoryBytes(nines: NinesProcess): number {
  if (process.platform !== 'linux') return 0;
  return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${nines.pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
}

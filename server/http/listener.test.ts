import { request, type IncomingHttpHeaders, type IncomingMessage, type RequestOptions } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readConfig } from '@/server/config';
import { createRateLimits } from '@/server/limits/rate-limits';
import { createLog } from '@/server/log';
import { setRuntime, type Runtime } from '@/server/runtime';
import { jsonAnswer } from './answer';
import { openHttpServer, type HttpServer } from './http-server';
import { createListener, type ListenerOptions } from './listener';
import { createRequestStats, type RequestStats } from './request-stats';
import { publicRoute } from './route';
import { createRouteTable } from './route-table';

const log = createLog('silent');
const open: HttpServer[] = [];

afterEach(async () => {
  for (const http of open.splice(0)) {
    http.server.closeAllConnections();
    await http.drain();
  }
});

interface Entrance {
  port: number;
  requests: RequestStats;
  /** The requests that reached the pages, as the pages saw them. */
  seen: { url: string; headers: IncomingHttpHeaders }[];
}

const echo = publicRoute(
  { method: 'POST', path: '/api/echo', permission: 'public', summary: 'Says it again', body: z.strictObject({ text: z.string() }), response: z.strictObject({ text: z.string() }), maxBodyBytes: 1_000 },
  ({ body }) => body,
);
const who = publicRoute(
  { method: 'GET', path: '/api/who', permission: 'public', summary: 'What handlers believe', response: z.record(z.string(), z.string().nullable()) },
  ({ request: { headers } }) => Object.fromEntries(['x-request-id', 'x-nines-address', 'x-forwarded-proto'].map((name) => [name, headers.get(name)])),
);
const broken = publicRoute({ method: 'GET', path: '/api/broken', permission: 'public', summary: 'Fails', response: z.null() }, () => {
  throw new Error('the password is secret');
});

async function entrance(environment: Record<string, string> = {}, changed: Partial<ListenerOptions> = {}): Promise<Entrance> {
  const config = readConfig({ NODE_ENV: 'test', PORT: '0', ...environment });
  const http = await openHttpServer('127.0.0.1', 0);
  open.push(http);
  setRuntime({ log, limits: createRateLimits() } as Runtime);
  const requests = createRequestStats(http.connections);
  const seen: Entrance['seen'] = [];
  http.serve(
    createListener({
      config,
      log,
      requests,
      routes: createRouteTable({ '/api/echo': { POST: echo }, '/api/who': { GET: who }, '/api/broken': { GET: broken } }),
      operations: { '/healthz': () => jsonAnswer({ status: 'alive' }) },
      pages: async (message, answer) => {
        seen.push({ url: message.url ?? '', headers: message.headers });
        answer.end('a page');
      },
      ...changed,
    }),
  );
  const address = http.server.address();
  return { port: typeof address === 'object' && address ? address.port : 0, requests, seen };
}

interface Answered {
  status: number;
  headers: IncomingHttpHeaders;
  body: string;
}

function ask({ port }: Entrance, path: string, options: RequestOptions & { body?: string | string[] } = {}): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const { body, ...rest } = options;
    const asked = request({ port, host: '127.0.0.1', path, agent: false, ...rest }, (message: IncomingMessage) => {
      let text = '';
      message.on('data', (part) => (text += String(part)));
      message.on('end', () => resolve({ status: message.statusCode ?? 0, headers: message.headers, body: text }));
    });
    asked.on('error', reject);
    for (const part of [body ?? []].flat()) asked.write(part);
    asked.end();
  });
}

/** Sends bytes as they are and gives all that comes back. */
function sendRaw({ port }: Entrance, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
    let text = '';
    socket.on('data', (part) => (text += String(part)));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
}

describe('headers that later code believes', () => {
  const forged = {
    'x-nines-address': '203.0.113.9', 'x-forwarded-for': '203.0.113.9', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.example',
    'x-forwarded-port': '1', 'x-real-ip': '203.0.113.9', forwarded: 'for=203.0.113.9;proto=https', 'x-nonce': 'bm9uY2U=',
    'content-security-policy': "script-src 'nonce-forged'", 'x-middleware-subrequest': 'middleware:middleware', 'x-request-id': 'a\tforged id',
  };

  it('are those that the listener saw, whatever the client sends', async () => {
    const nines = await entrance();
    await ask(nines, '/', { headers: { ...forged, host: 'nines.example' } });
    const headers = nines.seen[0]?.headers ?? {};
    expect(headers).toMatchObject({ 'x-nines-address': '127.0.0.1', 'x-forwarded-proto': 'http', 'x-forwarded-host': 'nines.example' });
    expect(JSON.stringify(headers)).not.toMatch(/203\.0\.113|evil|forged|middleware|bm9uY2U=/);
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-port', 'x-middleware-subrequest']) expect(headers[name]).toBeUndefined();
  });

  it('are the same for the API', async () => {
    const { body } = await ask(await entrance(), '/api/who', { headers: forged });
    expect(JSON.parse(body)).toMatchObject({ 'x-nines-address': '127.0.0.1', 'x-forwarded-proto': 'http', 'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/) as string });
  });

  it('come from the nearest proxy when it is trusted', async () => {
    const nines = await entrance({ TRUST_PROXY: '1' });
    const headers = { 'x-forwarded-for': 'invented, 198.51.100.7', 'x-forwarded-proto': 'http, https', 'x-nines-address': 'forged' };
    const { body, headers: answered } = await ask(nines, '/api/who', { headers });
    expect(JSON.parse(body)).toMatchObject({ 'x-nines-address': '198.51.100.7', 'x-forwarded-proto': 'https' });
    expect(answered['strict-transport-security']).toContain('max-age=');
  });

  const ids: [given: string, isKept: boolean][] = [['0f8fad5b-d9cb-469f-a165-70867728950e', true], ['short', false], ['with space in it', false], ['x'.repeat(65), false], ['{"a":1}{"b":2}', false]];
  it.each(ids)('keep a request id only when it is plausible: %s', async (given, isKept) => {
    const { headers } = await ask(await entrance(), '/api/who', { headers: { 'x-request-id': given } });
    expect(headers['x-request-id'] === given).toBe(isKept);
  });

  it('say https to pages by PUBLIC_URL, whatever the client says', async () => {
    const nines = await entrance({ PUBLIC_URL: 'https://nines.example' });
    await ask(nines, '/', { headers: { 'x-forwarded-proto': 'http' } });
    expect(nines.seen[0]?.headers['x-forwarded-proto']).toBe('https');
  });
});

describe('a page', () => {
  it('gets a content security policy with a nonce of its own each time, the same in answer and request', async () => {
    const nines = await entrance();
    const policies = [(await ask(nines, '/')).headers['content-security-policy'], (await ask(nines, '/')).headers['content-security-policy']];
    expect(policies[0]).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/]{22}==' 'strict-dynamic'/);
    expect(policies[0]).not.toBe(policies[1]);
    expect(nines.seen.map(({ headers }) => headers['content-security-policy'])).toEqual(policies);
  });

  const bodies: [what: string, options: RequestOptions & { body?: string }, status: number][] = [
    ['of 64 KiB', { method: 'POST', headers: { 'content-length': 65_536 }, body: 'x'.repeat(65_536) }, 200],
    ['of a byte more', { method: 'POST', headers: { 'content-length': 65_537 }, body: 'x'.repeat(65_537) }, 413],
    ['without a length', { method: 'POST', headers: { 'transfer-encoding': 'chunked' }, body: 'x' }, 413],
    ['without a length by another verb', { method: 'PUT', headers: { 'transfer-encoding': 'chunked' }, body: 'x' }, 413],
  ];
  it.each(bodies)('answers a body %s', async (_, options, status) => {
    const nines = await entrance();
    for (const path of ['/', '/api/auth/callback/credentials']) expect((await ask(nines, path, options)).status).toBe(status);
  });
});

describe('the Host header', () => {
  it.each(['%%%', 'a b', '[', 'x@y', 'a/b', 'evil.example:99999', 'a,b', '[::1', ''])('of "%s" reaches no page', async (host) => {
    const nines = await entrance();
    const text = await sendRaw(nines, `GET /api/auth/session HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
    expect(text).toMatch(/^HTTP\/1\.1 400 /);
    expect(nines.seen).toEqual([]);
  });

  it.each(['nines.example', 'localhost:3000', '[::1]:3000', 'nines_web:3000', '192.0.2.1'])('of "%s" reaches a page', async (host) => {
    expect((await ask(await entrance(), '/', { headers: { host } })).status).toBe(200);
  });
});

describe('every answer', () => {
  it.each(['/', '/healthz', '/api/who', '/api/nothing', '/api/broken', '/_next/static/x.js'])('of %s is neither sniffed, framed nor told to other sites', async (path) => {
    const { headers } = await ask(await entrance(), path);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin' });
    expect(headers['strict-transport-security']).toBeUndefined();
    expect(headers['x-powered-by']).toBeUndefined();
  });
});

describe('the API', () => {
  it('answers an unknown path with problem details', async () => {
    const { status, body, headers } = await ask(await entrance(), '/api/<script>');
    expect(status).toBe(404);
    expect(headers['content-type']).toBe('application/problem+json');
    expect(JSON.parse(body)).toMatchObject({ status: 404, type: 'urn:nines:problem:not_found' });
  });

  it('answers HEAD like GET, without the body', async () => {
    const nines = await entrance();
    const [get, head] = [await ask(nines, '/api/who'), await ask(nines, '/api/who', { method: 'HEAD' })];
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head.headers['content-type']).toBe(get.headers['content-type']);
  });

  it.each(['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND'])('answers %s, which nothing declares, with 405 and what it allows', async (method) => {
    expect(await ask(await entrance(), '/api/who', { method })).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD, OPTIONS' } });
  });

  it('answers OPTIONS without letting another site in', async () => {
    const { status, headers } = await ask(await entrance(), '/api/who', { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } });
    expect(status).toBe(204);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('answers a failure with the id of the request alone', async () => {
    const { status, body } = await ask(await entrance(), '/api/broken', { headers: { 'x-request-id': 'request-of-test' } });
    expect(status).toBe(500);
    expect(body).toContain('request-of-test');
    expect(body).not.toContain('secret');
  });

  it('answers a body in parts that is too large, instead of hanging up', async () => {
    const nines = await entrance();
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };
    const { status } = await ask(nines, '/api/echo', { method: 'POST', headers, body: Array<string>(40).fill('x'.repeat(50_000)) });
    expect(status).toBe(413);
  });

  it('takes nothing of a refused body for the next request', async () => {
    const nines = await entrance();
    const smuggled = 'GET /smuggled HTTP/1.1\r\nhost: x\r\n\r\n';
    const text = await sendRaw(nines, `POST /api/who HTTP/1.1\r\nhost: x\r\ncontent-length: 4000\r\n\r\n${smuggled}`);
    expect(text.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 405']);
    expect(nines.seen).toEqual([]);
  });
});

describe('a request line', () => {
  const lines: [what: string, bytes: string, status: string][] = [
    ['with a whole URL', 'GET http://evil.example/api/who HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', '400'],
    ['with a star', 'OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n', '400'],
    ['without a host', 'GET / HTTP/1.1\r\nconnection: close\r\n\r\n', '400'],
    ['with two lengths', 'POST /api/echo HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab', '400'],
    ['with a length and chunks', 'POST /api/echo HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n', '400'],
    ['with a space before the colon', 'GET / HTTP/1.1\r\nhost : x\r\n\r\n', '400'],
    ['with a folded header', 'GET / HTTP/1.1\r\nhost: x\r\na: b\r\n c\r\n\r\n', '400'],
    ['with headers of 20 KiB', `GET / HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(20_480)}\r\n\r\n`, '431'],
  ];
  it.each(lines)('%s reaches no page', async (_, bytes, status) => {
    const nines = await entrance();
    expect(await sendRaw(nines, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(nines.seen).toEqual([]);
  });

  const paths: [path: string, answeredBy: string][] = [
    ['//evil.example/api/who', 'page'],
    ['/api/../healthz', '/api/*'],
    ['/api/who/', '/api/*'],
    ['/%61pi/who', 'page'],
    ['/api%2Fwho', 'page'],
    ['/healthz/..', 'page'],
    ['/constructor', 'page'],
    ['/__proto__', 'page'],
    ['/api/__proto__', '/api/*'],
    ['/api/auth/../who', '/api/auth/*'],
  ];
  it.each(paths)('of %s is not taken for another path', async (path, answeredBy) => {
    const nines = await entrance();
    await ask(nines, path);
    await expect.poll(() => [...nines.requests.routes()].map(({ route }) => route)).toEqual([answeredBy]);
  });
});

describe('statistics', () => {
  it('name declared routes and known methods alone, so that a scanner cannot grow them', async () => {
    const nines = await entrance();
    for (let index = 0; index < 20; index += 1) await ask(nines, `/api/x${index}`, { method: index % 2 ? 'PROPFIND' : 'GET' });
    await ask(nines, '/api/who?a=1');
    await expect.poll(() => [...nines.requests.routes()].map(({ route, method, count }) => `${method} ${route} ${count}`).sort()).toEqual(['GET /api/* 10', 'GET /api/who 1', 'OTHER /api/* 10']);
  });

  it('count a page that throws as a failure and answer it', async () => {
    const nines = await entrance({}, { pages: () => Promise.reject(new Error('secret')) });
    expect((await ask(nines, '/')).body).not.toContain('secret');
    await expect.poll(() => [...nines.requests.routes()].map(({ byStatus }) => [...byStatus])).toEqual([[[500, 1]]]);
  });
});

import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAddressPolicy } from './address-policy';
import { createOutgoingClient, failureOfAnswer, type OutgoingRequest } from './http-client';

const fixture = (name: string) => readFileSync(path.join(import.meta.dirname, '../scrape/fixtures', name), 'utf8');
const local = createAddressPolicy({ allowPrivate: true, resolve: (name, done) => done({ addresses: [{ address: name.startsWith('metadata') ? '169.254.169.254' : '127.0.0.1', family: 4 }], error: null }) });
const client = createOutgoingClient({ policy: local, timeouts: { connectMs: 1_000, totalMs: 2_000 } });

const seen: { url: string; method: string; headers: http.IncomingHttpHeaders; body: string }[] = [];
const servers: net.Server[] = [];
let plain = '';
let secure = '';
let silent = '';
let closed = '';

function portOf(server: net.Server): Promise<number> {
  servers.push(server);
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)));
}

function answer(request: http.IncomingMessage, response: http.ServerResponse): void {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const url = request.url ?? '';
    seen.push({ url, method: request.method ?? '', headers: request.headers, body });
    const query = new URL(url, 'http://x').searchParams;
    if (url.startsWith('/huge')) {
      response.writeHead(200);
      const chunk = Buffer.alloc(64 * 1024, 120);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      return more();
    }
    if (url.startsWith('/slow')) return void response.writeHead(200).write('x');
    if (url.startsWith('/reset')) return void request.socket.resetAndDestroy();
    response.writeHead(Number(query.get('status') ?? 200), { ...(query.has('to') ? { location: query.get('to') ?? '' } : {}) });
    response.end('said');
  });
}

beforeAll(async () => {
  plain = `http://hooks.test:${await portOf(http.createServer(answer))}`;
  secure = `https://server.example.com:${await portOf(https.createServer({ cert: fixture('server.pem'), key: fixture('server.key') }, answer))}`;
  silent = `https://silent.test:${await portOf(net.createServer(() => undefined))}`;
  const gone = net.createServer();
  closed = `http://closed.test:${await portOf(gone)}`;
  gone.close();
});
afterAll(() => servers.forEach((server) => (server.close(), 'closeAllConnections' in server && (server as http.Server).closeAllConnections())));

const send = (url: string, changed: Partial<OutgoingRequest> = {}) => client.request({ method: 'POST', url, headers: { 'x-a': 'b' }, body: 'text', hasSecrets: true, ...changed });
const redirect = (base: string, status: number, to: string) => `${base}/?status=${status}&to=${encodeURIComponent(to)}`;

describe('a request', () => {
  it('is sent as it is, with its length, and answered with status, headers and text', async () => {
    expect(await send(`${plain}/a?b=c`)).toMatchObject({ status: 200, body: 'said' });
    expect(seen.at(-1)).toMatchObject({ url: '/a?b=c', method: 'POST', body: 'text', headers: { 'x-a': 'b', 'content-length': '4', 'user-agent': 'Nines' } });
  });

  it('reads the first 64 KiB of an endless answer and ends it', async () => {
    expect((await send(`${plain}/huge`)).body).toHaveLength(64 * 1024);
  });

  it('does not use a proxy', async () => {
    process.env.HTTP_PROXY = process.env.http_proxy = closed;
    expect((await send(plain)).status).toBe(200);
    delete process.env.HTTP_PROXY;
    delete process.env.http_proxy;
  });

  const failures: [what: string, url: () => string, expected: object, message: RegExp][] = [
    ['that nobody takes', () => closed, { isRetryable: true, isUncertain: false }, /^closed\.test:\d+: the connection was refused/],
    ['whose answer does not end', () => `${plain}/slow`, { isRetryable: true, isUncertain: true }, /did not answer within 2 s/],
    ['whose TLS handshake does not end', () => silent, { isRetryable: true, isUncertain: false }, /no connection came about within 1 s/],
    ['whose connection breaks', () => `${plain}/reset`, { isRetryable: true, isUncertain: true }, /closed before an answer came/],
    ['to a server with an unknown authority', () => secure, { isRetryable: false, isUncertain: false }, /^The certificate of server\.example\.com/],
    ['to a server with the certificate of another', () => secure.replace('server.example.com', 'other.test'), { isRetryable: false }, /is for another name/],
    ['by TLS to a server without it', () => plain.replace('http:', 'https:'), { isRetryable: false }, /TLS/],
    ['to a metadata service', () => 'http://metadata.test/latest', { isRetryable: false, isUncertain: false }, /^metadata\.test is a link-local/],
    ['to what is no URL', () => 'ftp://hooks.test/', { isRetryable: false }, /no http or https URL/],
  ];
  it.each(failures)('%s fails with its reason and whether to try again', async (what, url, expected, message) => {
    const ca = what.includes('certificate of another') ? fixture('ca.pem') : null;
    await expect(send(url(), { ca })).rejects.toMatchObject({ name: 'OutgoingFailure', ...expected, message: expect.stringMatching(message) as string });
  });

  it('trusts the authority that it is given', async () => {
    expect((await send(secure, { ca: fixture('ca.pem') })).status).toBe(200);
  });

  it('can be stopped', async () => {
    await expect(send(`${plain}/slow`, { signal: AbortSignal.timeout(50) })).rejects.toMatchObject({ message: expect.stringContaining('was stopped') as string, isRetryable: true });
    await expect(send(plain, { signal: AbortSignal.abort() })).rejects.toMatchObject({ message: expect.stringContaining('was stopped') as string, isUncertain: false });
  });
});

describe('a redirect', () => {
  it('is followed with what was sent, on the same origin', async () => {
    expect((await send(redirect(plain, 307, '/next'))).status).toBe(200);
    expect(seen.at(-1)).toMatchObject({ url: '/next', method: 'POST', body: 'text', headers: { 'x-a': 'b' } });
  });

  it('to another origin is followed without secrets only', async () => {
    const elsewhere = plain.replace('hooks', 'others');
    await expect(send(redirect(plain, 308, elsewhere))).rejects.toMatchObject({ isRetryable: false, status: 308, message: expect.stringContaining('must not get the secrets') as string });
    expect((await send(redirect(plain, 308, elsewhere), { hasSecrets: false })).status).toBe(200);
  });

  const refused: [what: string, status: number, to: string, message: RegExp][] = [
    ['that would lose the body', 302, '/next', /would lose what is sent/],
    ['to a refused address', 307, 'http://metadata.test/', /link-local/],
    ['to a refused address as a number', 307, 'http://2852039166/', /169\.254\.169\.254 is a link-local/],
    ['to another protocol', 307, 'file:///etc/passwd', /unprotected|no URL/],
    ['in a circle', 307, 'self', /more than 3 times/],
  ];
  it.each(refused)('%s is not followed', async (_, status, to, message) => {
    const url = to === 'self' ? redirect(plain, status, '/?status=307&to=%2F%3Fstatus%3D307%26to%3D%252F%253Fstatus%253D307%2526to%253D%25252F%25253Fstatus%25253D307%252526to%25253D%2525252Fx') : redirect(plain, status, to);
    await expect(send(url, { hasSecrets: false })).rejects.toMatchObject({ isRetryable: false, message: expect.stringMatching(message) as string });
  });

  it('never leads from https to http', async () => {
    await expect(send(redirect(secure, 307, plain), { ca: fixture('ca.pem'), hasSecrets: false })).rejects.toThrow('unprotected');
  });
});

describe('an answer', () => {
  const nowMs = Date.parse('2026-03-01T12:00:00Z');
  it.each<[status: number, isRetryable: boolean | null, retryAfterMs: number | null]>([
    [200, null, null], [204, null, null], [302, false, null], [400, false, null], [401, false, null], [403, false, null], [404, false, null], [408, true, 7_000],
    [410, false, null], [429, true, 7_000], [500, true, 7_000], [502, true, 7_000], [503, true, 7_000],
  ])('of status %i: worth another try %j, after %j ms', (status, isRetryable, retryAfterMs) => {
    const failure = failureOfAnswer({ status, headers: { 'retry-after': '7' }, body: '' }, 'hooks.test', 'why', nowMs);
    if (isRetryable === null) expect(failure).toBeNull();
    else expect(failure).toMatchObject({ status, isRetryable, retryAfterMs, isUncertain: false, message: expect.stringMatching(/^hooks\.test answered \d{3} .*: why$/) as string });
  });
});

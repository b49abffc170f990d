import { gzipSync, brotliCompressSync, deflateSync } from 'node:zlib';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startHttp, startRaw, type TestServer } from './test-servers';
import { probe } from './test-probing';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function kept(starting: Promise<TestServer>): Promise<number> {
  const server = await starting;
  servers.push(server);
  return server.port;
}

const http = async (listener: RequestListener) => `http://127.0.0.1:${await kept(startHttp(listener))}/`;
const raw = async (text: string, isEnded = true) => `http://127.0.0.1:${await kept(startRaw((socket) => {
  socket.write(text);
  if (isEnded) socket.end();
}))}/`;
const value = (result: Awaited<ReturnType<typeof probe>>, name: string) => result.values.find((each) => each.name === name)?.value;
const ok = 'HTTP/1.1 200 OK\r\n';

describe('an answer is measured and judged', () => {
  it('tells status, headers, body, phases and values', async () => {
    const url = await http((_, response) => response.writeHead(200, { 'content-type': 'text/plain', 'set-cookie': 'session=1', 'x-kept': 'yes' }).end('hello'));
    const result = await probe('http', { url });
    expect(result).toMatchObject({ success: true, message: expect.stringMatching(/^200 OK in \d+ ms\.$/), evidence: { status: 200, httpVersion: '1.1', body: 'hello', address: '127.0.0.1', error: null } });
    expect(result.evidence.headers).toMatchObject({ 'x-kept': 'yes', 'content-type': 'text/plain' });
    expect(result.evidence.headers).not.toHaveProperty('set-cookie');
    expect(Object.keys(result.evidence.phasesMs)).toEqual(['connect', 'first_byte', 'transfer']);
    expect([value(result, 'probe_http_status_code'), value(result, 'probe_ip_protocol'), value(result, 'probe_http_version'), value(result, 'probe_http_uncompressed_body_length')]).toEqual([200, 4, 1.1, 5]);
  });

  it('measures each phase by itself', async () => {
    const url = await http((_, response) => void setTimeout(() => {
      response.write('a');
      setTimeout(() => response.end('b'), 150);
    }, 250));
    const { evidence, durationMs } = await probe('http', { url: url.replace('127.0.0.1', 'www.example.com') });
    const { dns = -1, connect = -1, first_byte: firstByte = 0, transfer = 0 } = evidence.phasesMs;
    expect([dns >= 0 && dns < 150, connect >= 0 && connect < 150, firstByte > 240 && firstByte < 600, transfer > 100 && transfer < 500]).toEqual([true, true, true, true]);
    expect(Math.abs(durationMs - dns - connect - firstByte - transfer)).toBeLessThan(50);
  });

  it('sends method, headers, credentials and body', async () => {
    const url = await http((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => response.end(JSON.stringify({ method: request.method, headers: request.headers, body: Buffer.concat(chunks).toString() })));
    });
    const settings = { url, method: 'POST', body: '{"a":1}', headers: [{ name: 'X-Plain', value: 'p' }], auth: 'basic', username: 'bob', conditions: ['$.method == "POST"', '$.headers["x-plain"] == p', '$.headers["x-key"] == k-secret-k', '$.headers["content-type"] == "application/json"', '$.headers.authorization == "Basic Ym9iOnMzY3JldCE="', '$.body == "{\\"a\\":1}"'] };
    const result = await probe('http', settings, { secrets: { password: 's3cret!', secretHeaders: 'X-Key: k-secret-k' } });
    expect(result.message).toMatch(/^200 OK/);
    expect(JSON.stringify(result)).not.toMatch(/Ym9iOnMzY3JldCE|k-secret-k/);
  });

  const body = '{"status":"ok","nodes":[{"load":1},{"load":7}],"note":"","list":["a"]}';
  it.each([
    [{ statuses: '200-299,301' }, null],
    [{ statuses: '404' }, 'It answered 200 OK; expected is 404.'],
    [{ contains: ['"status":"ok"', 'load'] }, null],
    [{ contains: ['missing'] }, '"missing" is not in the body.'],
    [{ lacks: ['error'] }, null],
    [{ lacks: ['"ok"'] }, '"\\"ok\\"" is in the body.'],
    [{ conditions: ['$.status == ok', '$.nodes[*].load < 8', '$.nodes[-1].load >= 7', '$.note exists', '$.list contains "a"', '$.error != true'] }, null],
    [{ conditions: ['$.nodes[*].load < 5'] }, '$.nodes[*].load < 5: it is 7.'],
    [{ conditions: ['$.gone exists'] }, '$.gone exists: there is no such value.'],
  ])('%j', async (settings, fault) => {
    const url = await http((_, response) => response.end(body));
    const result = await probe('http', { url, ...settings });
    expect(result.success).toBe(fault === null);
    if (fault !== null) expect(result.message).toBe(fault);
  });

  it('fails above the bound of its time, and says how long it took', async () => {
    const url = await http((_, response) => void setTimeout(() => response.end(), 60));
    expect(await probe('http', { url, maxResponseMs: 30 })).toMatchObject({ success: false, message: expect.stringMatching(/^It took \d+ ms; at most 30 ms are expected\.$/), isNetworkError: false });
  });

  it('looks at a bounded part of a document, whatever its conditions lead to', async () => {
    const rows = JSON.stringify(Array.from({ length: 400 }, () => Array.from({ length: 100 }, () => 1)));
    const url = await http((_, response) => response.end(rows));
    const result = await probe('http', { url, conditions: Array.from({ length: 20 }, () => '$[*][*] == 1') });
    expect(result).toMatchObject({ success: false, message: expect.stringContaining('$[*][*] == 1: it leads to too many values.') as string });
    expect(await probe('http', { url, conditions: ['$[*][0] == 1', '$[0][*] == 1'] })).toMatchObject({ success: true });
  });

  it('says what a body is that is not JSON', async () => {
    const url = await http((_, response) => response.end('<html>'));
    expect((await probe('http', { url, conditions: ['$.a exists'] })).message).toBe('The body is not JSON: it begins with "<html>".');
  });

  it.each([['gzip', gzipSync], ['br', brotliCompressSync], ['deflate', deflateSync]] as const)('reads a body in %s', async (coding, compress) => {
    const url = await http((_, response) => response.writeHead(200, { 'content-encoding': coding }).end(compress('hello there')));
    expect(await probe('http', { url, contains: ['hello'] })).toMatchObject({ success: true, evidence: { body: 'hello there' } });
  });

  it('takes an empty body, and none of HEAD, whatever they are said to be', async () => {
    const url = await http((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end());
    expect([(await probe('http', { url })).message, (await probe('http', { url, method: 'HEAD' })).message]).toEqual([expect.stringMatching(/^200/), expect.stringMatching(/^200/)]);
  });

  it('keeps what cannot be stored out of the evidence', async () => {
    const url = await http((_, response) => response.end(Buffer.from([0, 255, 0xd8, 65])));
    expect((await probe('http', { url })).evidence.body).toBe('\uFFFD\uFFFD\uFFFDA');
  });
});

describe('a target that misbehaves is a clear failure', () => {
  it.each([
    ['refuses', async () => {
      const server = await startHttp(() => undefined);
      await server.close();
      return `http://127.0.0.1:${server.port}/`;
    }, /^127\.0\.0\.1:\d+ refused the connection \(ECONNREFUSED\)\.$/, false],
    ['is a metadata service', () => 'http://169.254.169.254/', /does not connect to it/, false],
    ['is a metadata service in another notation', () => 'http://[::ffff:a9fe:a9fe]/', /does not connect to it/, false],
    ['says nothing and closes', () => raw(''), /closed the connection/, false],
    ['resets', async () => `http://127.0.0.1:${await kept(startRaw((socket) => void socket.once('data', () => socket.resetAndDestroy())))}/`, /closed the connection/, false],
    ['does not speak HTTP', () => raw('SSH-2.0-OpenSSH_9.2\r\n'), /does not answer as HTTP says/, false],
    ['has a header of 10 MB', () => raw(`${ok}X-Large: ${'x'.repeat(10_000_000)}\r\n\r\n`), /headers of 127\.0\.0\.1:\d+ are larger than 16 KiB/, false],
    ['has very many headers', () => raw(`${ok}${'X-Many: 1\r\n'.repeat(20_000)}\r\n`), /are larger than 16 KiB/, false],
    ['ends in the middle of its body', () => raw(`${ok}Content-Length: 100\r\n\r\nabc`), /closed the connection before the end/, false],
    ['ends in the middle of a chunk', () => raw(`${ok}Transfer-Encoding: chunked\r\n\r\n10\r\nabc`), /closed the connection before the end/, false],
    ['has a body that is badly compressed', () => raw(`${ok}Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nabcde`), /badly compressed \(gzip\)/, false],
    ['switches the protocol', () => raw('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n'), /closed the connection|answered 101/, false],
    ['informs for ever', () => raw('HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(50), false), /sends more than 20 answers of status 1xx/, false],
    ['redirects to itself for ever', () => http((_, response) => response.writeHead(302, { location: '/again' }).end()), /redirects more than 10 times/, false],
    ['redirects to a file', () => http((_, response) => response.writeHead(302, { location: 'file:///etc/passwd' }).end()), /no http or https URL/, false],
    ['redirects to a metadata service', () => http((_, response) => response.writeHead(302, { location: 'http://169.254.169.254/latest' }).end()), /does not connect to it/, false],
  ])('%s', async (_, urlOf, message, isNetworkError) => {
    const result = await probe('http', { url: await urlOf() });
    expect(result).toMatchObject({ success: false, message: expect.stringMatching(message), isNetworkError, evidence: { error: expect.stringMatching(message) } });
    expect(result.durationMs).toBeLessThan(3_000);
  });

  it('has no name: it is told', async () => {
    expect(await probe('http', { url: 'http://nothing.invalid/' })).toMatchObject({ success: false, message: expect.stringContaining('nothing.invalid') as string });
  });

  it.each([
    ['never accepts TLS', async () => `https://127.0.0.1:${await kept(startRaw(() => undefined))}/`, /TLS handshake .* is not over/],
    ['says nothing', () => raw('', false), /the headers .* have not come/],
    ['is slow with its headers', async () => `http://127.0.0.1:${await kept(startRaw((socket) => drip(socket, ok)))}/`, /the headers .* have not come/],
    ['is slow with its body', async () => `http://127.0.0.1:${await kept(startRaw((socket) => {
      socket.write(`${ok}\r\n`);
      drip(socket, '');
    }))}/`, /the body .* has not ended/],
  ])('%s: it is cut off in time', async (_, urlOf, message) => {
    const result = await probe('http', { url: await urlOf() }, { timeoutMs: 400 });
    expect(result).toMatchObject({ success: false, message: expect.stringMatching(message), isNetworkError: false });
    expect(result.message).toMatch(/^No answer within 0\.4 s: /);
    expect(result.durationMs).toBeGreaterThan(380);
    expect(result.durationMs).toBeLessThan(900);
  });

  it('reads 1 MiB of a body that never ends, and says that it was cut where that matters', async () => {
    const url = await http((_, response) => {
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536))) continue;
      };
      response.on('drain', more);
      more();
    });
    expect(await probe('http', { url })).toMatchObject({ success: true, evidence: { body: 'x'.repeat(1024) } });
    expect((await probe('http', { url, contains: ['y'] })).message).toBe('"y" is not in the first MiB of the body, which is all that is read.');
    expect((await probe('http', { url, conditions: ['$ exists'] })).message).toMatch(/larger than 1 MiB/);
  });

  it('reads a body in a million chunks without keeping a million buffers', async () => {
    const url = await raw(`${ok}Transfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(900_000)}0\r\n\r\n`);
    const result = await probe('http', { url }, { timeoutMs: 20_000 });
    expect([result.success, value(result, 'probe_http_uncompressed_body_length')]).toEqual([true, 900_000]);
  });

  it('decompresses 1 MiB of a bomb and no more', async () => {
    const bomb = gzipSync(Buffer.alloc(300_000_000));
    const url = await http((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
    const before = process.memoryUsage().rss;
    const result = await probe('http', { url, contains: ['x'] });
    expect([result.success, value(result, 'probe_http_uncompressed_body_length')]).toEqual([false, 1_048_576]);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });
});

describe('redirects', () => {
  it('are followed by what comes next, and told', async () => {
    const url = await http((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/a?token=abc' }).end();
      else response.end(`${request.method} ${request.url}`);
    });
    const result = await probe('http', { url, method: 'POST', body: 'x' });
    expect(result).toMatchObject({ success: true, evidence: { body: 'GET /a?token=abc', redirects: [`${url}a?...`] } });
    expect(value(result, 'probe_http_redirects')).toBe(1);
  });

  it('keep method and body at 307', async () => {
    const url = await http((request, response) => {
      if (request.url === '/') response.writeHead(307, { location: '/a' }).end();
      else request.pipe(response);
    });
    expect((await probe('http', { url, method: 'PUT', body: 'kept' })).evidence.body).toBe('kept');
  });

  it('are not followed when that is off', async () => {
    const url = await http((_, response) => response.writeHead(301, { location: '/a' }).end('moved'));
    expect(await probe('http', { url, followRedirects: false, statuses: '301' })).toMatchObject({ success: true, evidence: { status: 301, body: 'moved', redirects: [] } });
  });

  it('do not carry secrets to another origin, and bring them back home', async () => {
    const seen: Record<string, (string | undefined)[]> = {};
    const note = (name: string, headers: NodeJS.Dict<string | string[]>) => (seen[name] = [headers.authorization as string | undefined, headers['x-key'] as string | undefined, headers['x-plain'] as string | undefined]);
    let home = '';
    const other = await http((request, response) => {
      note('other', request.headers);
      response.writeHead(302, { location: `${home}end` }).end();
    });
    home = await http((request, response) => {
      note(request.url ?? '', request.headers);
      if (request.url === '/') response.writeHead(302, { location: other }).end();
      else response.end();
    });
    await probe('http', { url: home, auth: 'bearer', headers: [{ name: 'x-plain', value: 'p' }] }, { secrets: { token: 'secret-token', secretHeaders: 'X-Key: secret-key' } });
    expect(seen).toEqual({ '/': ['Bearer secret-token', 'secret-key', 'p'], other: [undefined, undefined, 'p'], '/end': ['Bearer secret-token', 'secret-key', 'p'] });
  });
});

it('what a target repeats of the secrets is not kept', async () => {
  const url = await http((request, response) => response.writeHead(500, { 'x-echo': request.headers.authorization, location: `/?a=${request.headers.authorization}` }).end(`${'x'.repeat(1_010)}${request.headers.authorization}`));
  const result = await probe('http', { url, auth: 'bearer', conditions: ['$.a exists'], contains: ['a'] }, { secrets: { token: 'a-very-secret-token' } });
  expect(result.success).toBe(false);
  expect(JSON.stringify(result)).not.toMatch(/very|secret/);
});

/** A byte every 50 ms, for as long as the other side is there. */
function drip(socket: Socket, text: string): void {
  let at = 0;
  const timer = setInterval(() => socket.write(text[at++] ?? 'x'), 50);
  socket.once('close', () => clearInterval(timer));
}

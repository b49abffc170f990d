import type { Socket } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { probe } from './test-probing';
import { fixture, identity, startRaw, type TestServer } from './test-servers';

/** These servers speak RESP and misbehave as no Redis would; redis.integration.test.ts asks a real one. */
let server: TestServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

/** A server that answers each piece that comes with the next text. */
async function serving(replies: (string | ((socket: Socket) => void))[], secured = false): Promise<{ host: string; port: number; received: string[] }> {
  const received: string[] = [];
  server = await startRaw((socket) => {
    let index = 0;
    socket.on('data', (data) => {
      received.push(data.toString());
      const reply = replies[index++];
      if (typeof reply === 'string') socket.write(reply);
      else reply?.(socket);
    });
  }, secured ? identity('server.pem') : undefined);
  return { host: 'server.example.com', port: server.port, received };
}

describe('a server that speaks RESP', () => {
  test('is signed in to, its database selected, and asked', async () => {
    const { received, ...target } = await serving(['+OK\r\n', '+OK\r\n', '$2\r\n42\r\n']);
    const result = await probe('redis', { ...target, user: 'nines', database: 3, command: 'get "a key"', operator: '>=', value: '42' }, { secrets: { password: 'secret word' } });
    expect(result).toMatchObject({ success: true, message: 'Expected >= 42, and 42 came.', evidence: { answers: ['42'], address: '127.0.0.1' } });
    expect(received).toEqual(['*3\r\n$4\r\nAUTH\r\n$5\r\nnines\r\n$11\r\nsecret word\r\n', '*2\r\n$6\r\nSELECT\r\n$1\r\n3\r\n', '*2\r\n$3\r\nGET\r\n$5\r\na key\r\n']);
    expect(JSON.stringify(result)).not.toContain('secret word');
  });

  test('may repeat the password, which nobody sees', async () => {
    const { received: _, ...target } = await serving([`-ERR wrong: ${'x'.repeat(290)}secret word\r\n`]);
    const refused = await probe('redis', target, { secrets: { password: 'secret word' } });
    expect(refused).toMatchObject({ success: false, message: expect.stringContaining('Redis refused signing in: ERR wrong') as string });
    expect(JSON.stringify(refused)).not.toMatch(/secr|word/);
    await server?.close();
    const { received: __, ...other } = await serving(['+OK\r\n', `+${'x'.repeat(95)}secret word\r\n`]);
    const answered = await probe('redis', { ...other, operator: '=', value: 'x' }, { secrets: { password: 'secret word' } });
    expect(answered.evidence.answers[0]).toContain('xxx***');
    expect(JSON.stringify(answered)).not.toMatch(/secr|word/);
  });

  test('may answer byte by byte', async () => {
    const { received: _, ...target } = await serving([(socket) => {
      const bytes = [...'$4\r\nPONG\r\n'];
      const next = () => void (bytes.length > 0 && socket.write(bytes.shift() ?? '', () => setImmediate(next)));
      next();
    }]);
    expect(await probe('redis', target)).toMatchObject({ success: true, message: 'Redis answered PONG.' });
  });
});

describe('TLS', () => {
  test('verified is for a certificate that is trusted', async () => {
    const { received, ...target } = await serving(['+OK\r\n', '+PONG\r\n'], true);
    const options = { secrets: { password: 'secret' } };
    expect(await probe('redis', { ...target, tls: 'verified' }, options)).toMatchObject({ success: false, message: expect.stringContaining('not trusted') as string });
    expect(received, 'no secret goes to a server that is not trusted').toEqual([]);
    const trusted = await probe('redis', { ...target, tls: 'verified', ca: fixture('ca.pem') }, options);
    expect(trusted).toMatchObject({ success: true, evidence: { certificate: { isTrusted: true } } });
    expect(trusted.values.map(({ name }) => name)).toContain('probe_ssl_earliest_cert_expiry');
  });

  test('unverified is for any', async () => {
    const { received: _, ...target } = await serving(['+PONG\r\n'], true);
    expect(await probe('redis', { ...target, tls: 'unverified' })).toMatchObject({ success: true });
  });
});

describe('what goes wrong is told', () => {
  test.each<[name: string, replies: (string | ((socket: Socket) => void))[], settings: Record<string, unknown>, message: string]>([
    ['an error', ['-LOADING Redis is loading\r\n'], {}, 'Redis answered with an error: LOADING'],
    ['another value', ['+PONG\r\n'], { operator: '=', value: 'DONE' }, 'Expected = DONE, and PONG came.'],
    ['no value', ['$-1\r\n'], { command: 'GET a', operator: '!=', value: '1' }, 'Expected != 1, and nothing came.'],
    ['no such field', ['$9\r\nrole:x\r\n\r\r\n'], { command: 'INFO', infoField: 'master_link_status' }, 'INFO has no field master_link_status.'],
    ['another protocol', ['HTTP/1.1 400 Bad Request\r\n\r\n'], {}, 'What answers is no Redis server'],
    ['a closed connection', [(socket) => socket.end()], {}, 'Redis closed the connection instead of answering PING.'],
    ['a reset', [(socket) => socket.resetAndDestroy()], {}, 'closed'],
    ['an endless answer', [endless], {}, 'The answer is longer than 256 KiB.'],
    ['no answer', [], {}, 'No answer within 0.3 s: Redis has not answered PING.'],
  ])('%s', async (_, replies, settings, message) => {
    const { received: __, ...target } = await serving(replies);
    expect(await probe('redis', { ...target, ...settings }, { timeoutMs: replies.length === 0 ? 300 : 5_000 })).toMatchObject({ success: false, message: expect.stringContaining(message) as string });
  });

  test('a refused connection', async () => {
    const { received: _, ...target } = await serving([]);
    await server?.close();
    expect(await probe('redis', target)).toMatchObject({ success: false, message: expect.stringContaining('refused the connection') as string });
  });
});

function endless(socket: Socket): void {
  const block = Buffer.alloc(65_536, 'x');
  socket.write('$900000000\r\n');
  const more = () => void (!socket.destroyed && socket.write(block, () => setImmediate(more)));
  more();
}

import { createServer, request, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { deflateSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createByteBudget } from './byte-budget';
import { decodeBytes, readBytes } from './read-bytes';

const limits = { maxBytes: 100_000, timeoutMs: 5_000 };
let handle: (message: IncomingMessage) => Promise<unknown> = () => Promise.resolve();

const server = createServer((message, answer) => {
  handle(message).then(
    (value) => answer.end(JSON.stringify(value)),
    (error: unknown) => answer.writeHead(500, { connection: 'close' }).end(error instanceof Error ? error.message : ''),
  );
});
beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => void server.close());

/** Sends parts of a body and gives what the handler made of it. */
function send(parts: Uint8Array[], headers: Record<string, string | number> = {}, end = true): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const asked = request({ port, host: '127.0.0.1', method: 'POST', headers, agent: false }, (message) => {
      let text = '';
      message.on('data', (part) => (text += String(part))).on('end', () => resolve(text));
    });
    asked.on('error', reject);
    for (const part of parts) asked.write(part);
    if (end) asked.end();
    else asked.flushHeaders();
  });
}

describe('readBytes', () => {
  const length = (message: IncomingMessage) => readBytes(message, limits).then((bytes) => [...bytes].reduce((sum, byte) => sum + byte, 0));

  it.each([[[]], [[1]], [[50_000]], [[30_000, 30_000, 40_000]]])('gives a body sent in parts of %j bytes whole', async (sizes) => {
    handle = length;
    const total = sizes.reduce((sum, size) => sum + size, 0);
    expect(await send(sizes.map((size) => new Uint8Array(size).fill(1)))).toBe(String(total));
    expect(await send(sizes.map((size) => new Uint8Array(size).fill(1)), { 'content-length': total })).toBe(String(total));
  });

  it('refuses a body by its length before it comes, and by its bytes when it names none', async () => {
    handle = length;
    const message = 'The body is larger than 100000 bytes. Send it in smaller parts.';
    expect(await send([], { 'content-length': 100_001 }, false)).toBe(message);
    expect(await send([new Uint8Array(100_001)], { 'transfer-encoding': 'chunked' })).toBe(message);
  });

  it('waits no longer than it may', async () => {
    handle = (message) => readBytes(message, { maxBytes: 10, timeoutMs: 20 });
    expect(await send([new Uint8Array(1)], { 'content-length': 10 }, false)).toBe('The body did not arrive within 0.02 s. Send it again.');
  });

  it('ends for who holds back the rest', async () => {
    handle = (message) => readBytes(message, { ...limits, idleMs: 20 });
    expect(await send([new Uint8Array(9)], { 'content-length': 10 }, false)).toBe('No byte of the body came for 0.02 s. Send it again.');
  });

  it('says that the client went away', async () => {
    const outcome = new Promise<string>((resolve) => {
      handle = (message) => {
        const reading = readBytes(message, limits).then(() => 'whole', (error: Error) => error.message);
        message.socket.destroy();
        return reading.then(resolve);
      };
    });
    await send([new Uint8Array(1)], { 'content-length': 10 }, false).catch(() => undefined);
    expect(await outcome).toMatch(/closed before the body was complete|could not be read/);
  });

  it('ends when all bodies together are too large, and frees what it held', async () => {
    const budget = createByteBudget(100_000);
    let held = 0;
    handle = (message) => readBytes(message, limits, (bytes) => {
      budget.take(bytes, 1);
      held += bytes;
    });
    expect(await send([new Uint8Array(60_000)])).toMatch(/^Too much is being sent at once/);
    budget.release(held, 1);
    expect(() => budget.take(50_000, 1)).not.toThrow();
    expect(() => budget.take(1, 1)).toThrow(expect.objectContaining({ code: 'unavailable', retryAfterSeconds: 1 }));
  });
});

describe('decodeBytes', () => {
  const text = Buffer.from('up 1\n'.repeat(1_000));

  it.each([['gzip', gzipSync(text)], ['x-gzip', gzipSync(text)], [' GZIP ', gzipSync(text)], ['deflate', deflateSync(text)], ['', text], ['identity', text]])('undoes "%s"', async (encoding, bytes) => {
    expect(Buffer.compare(Buffer.from(await decodeBytes(bytes, encoding, 10_000)), text)).toBe(0);
  });

  it('stops a bomb at its limit', async () => {
    const bomb = gzipSync(Buffer.alloc(50_000_000));
    let seen = 0;
    await expect(decodeBytes(bomb, 'gzip', 1_000_000, (bytes) => void (seen += bytes))).rejects.toMatchObject({ code: 'too_large' });
    expect(seen).toBeLessThanOrEqual(1_000_000);
  });

  it.each([['gzip', text], ['gzip', gzipSync(text).subarray(0, 20)], ['deflate', gzipSync(text)], ['br', text], ['gzip, gzip', gzipSync(gzipSync(text))]])('refuses %s that is none', async (encoding, bytes) => {
    await expect(decodeBytes(bytes, encoding, 10_000)).rejects.toMatchObject({ code: 'invalid' });
  });
});

import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { startRaw, type TestServer } from './test-servers';
import { probe } from './test-probing';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function at(onSocket: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const server = await startRaw(onSocket);
  servers.push(server);
  return { host: '127.0.0.1', port: server.port };
}

describe('a port', () => {
  it('is connected to', async () => {
    const result = await probe('tcp', await at(() => undefined));
    expect(result).toMatchObject({ success: true, message: expect.stringMatching(/^Connected in \d+ ms\.$/), values: [{ name: 'probe_ip_protocol', labels: {}, value: 4 }], evidence: { address: '127.0.0.1' } });
    expect(Object.keys(result.evidence.phasesMs)).toEqual(['connect']);
  });

  it('greets as expected, in whatever pieces that comes', async () => {
    const place = await at((socket) => {
      socket.write('22');
      setTimeout(() => socket.write('0 mail.example.com ready\r\n'), 100);
    });
    const result = await probe('tcp', { ...place, expect: '220 ' });
    expect(result).toMatchObject({ success: true, evidence: { answers: ['220 mail.example.com ready\r\n'] } });
    expect(Object.keys(result.evidence.phasesMs)).toEqual(['connect', 'first_byte', 'transfer']);
  });

  it('answers what is sent, with control characters as they were meant', async () => {
    const place = await at((socket) => void socket.once('data', (data) => socket.write(JSON.stringify(data.toString()))));
    expect(await probe('tcp', { ...place, send: 'PING\\r\\n\\\\n', expect: '"PING' })).toMatchObject({ success: true, evidence: { answers: ['"PING\\r\\n\\\\n"'] } });
  });

  it('takes what is sent without being asked for an answer', async () => {
    const heard: string[] = [];
    const place = await at((socket) => void socket.on('data', (data) => heard.push(data.toString())));
    expect((await probe('tcp', { ...place, send: 'x' })).success).toBe(true);
    await expect.poll(() => heard).toEqual(['x']);
  });
});

describe('a port that misbehaves is a clear failure', () => {
  it.each<[string, (socket: Socket) => void, RegExp]>([
    ['says something else and closes', (socket) => socket.end('500 no\r\n'), /did not say "220 " and closed the connection\.$/],
    ['closes at once', (socket) => socket.end(), /did not say "220 " and closed the connection\.$/],
    ['resets', (socket) => void socket.once('data', () => socket.resetAndDestroy()), /closed the connection in the middle \(ECONNRESET\)\.$/],
    ['says too much', (socket) => void socket.write('x'.repeat(100_000)), /did not say "220 " in its first 64 KiB\.$/],
  ])('%s', async (_, onSocket, message) => {
    const result = await probe('tcp', { ...(await at(onSocket)), send: 'hello', expect: '220 ' });
    expect(result).toMatchObject({ success: false, isNetworkError: false, message: expect.stringMatching(message) });
  });

  it.each<[string, (socket: Socket) => void, RegExp]>([
    ['says nothing', () => undefined, /^No answer within 0\.3 s: 127\.0\.0\.1:\d+ has said nothing\.$/],
    ['does not say it', (socket) => void socket.write('hello'), /^No answer within 0\.3 s: 127\.0\.0\.1:\d+ did not say "220 "\.$/],
  ])('%s: it is cut off in time', async (_, onSocket, message) => {
    const result = await probe('tcp', { ...(await at(onSocket)), expect: '220 ' }, { timeoutMs: 300 });
    expect(result).toMatchObject({ success: false, isNetworkError: false, message: expect.stringMatching(message) });
    expect(result.durationMs).toBeLessThan(900);
  });

  it('refuses', async () => {
    const server = await startRaw(() => undefined);
    await server.close();
    expect(await probe('tcp', { host: 'localhost', port: server.port })).toMatchObject({ success: false, isNetworkError: false, message: expect.stringMatching(/^localhost:\d+ refused the connection \(ECONNREFUSED\)\.$/) });
  });

  it('has no address of the IP version that is asked for', async () => {
    expect((await probe('tcp', { host: '127.0.0.1', port: 1, ipVersion: '6' })).message).toBe('127.0.0.1 has no address of IPv6.');
  });
});

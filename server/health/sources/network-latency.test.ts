import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import { createSystemFixture, tick } from './fixture';
import { createNetworkLatencySource, parseTarget } from './network-latency';
import type { Source, SourceReadings } from './source';

/** Ticks until the connect that the first tick began has ended. */
async function reported(source: Source, isDone: (reason: string) => boolean): Promise<SourceReadings | string> {
  for (let monotonicMs = 0; ; monotonicMs += 1) {
    try {
      return await source.collect(tick(monotonicMs));
    } catch (error) {
      if (error instanceof Error && isDone(error.message)) return error.message;
    }
    await new Promise((resolve) => setImmediate(resolve));
  }
}
const afterFirst = (reason: string) => !reason.includes('under way');

describe('parseTarget', () => {
  test.each([
    ['example.com:443', { host: 'example.com', port: 443 }],
    ['192.0.2.1:53', { host: '192.0.2.1', port: 53 }],
    ['[2001:db8::1]:80', { host: '2001:db8::1', port: 80 }],
  ])('takes %s', (text, target) => {
    expect(parseTarget(text)).toEqual(target);
  });

  test.each(['', 'example.com', ':80', 'a:0', 'a:65536', 'a:b', '2001:db8::1:80', 'http://a:80'])('refuses %j', (text) => {
    expect(() => parseTarget(text)).toThrow(/write host:port/);
  });
});

test('a target that accepts is timed, by name too', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const source = createNetworkLatencySource({ target: `localhost:${port}`, routePath: null });
  // localhost may resolve to ::1 first, where nobody listens; the next connect goes to the next address.
  const result = await reported(source, () => false);
  expect(result).toMatchObject({ readings: [{ name: 'system_network_latency_seconds', labels: { target: `localhost:${port}` } }], unknown: [] });
  source.close?.();
  server.close();
});

test('a target that refuses is unknown, and the reason says what to set', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const source = createNetworkLatencySource({ target: `127.0.0.1:${port}`, routePath: null });
  expect(await reported(source, afterFirst)).toBe(`No latency target answers: connect ECONNREFUSED 127.0.0.1:${port}. Set LATENCY_TARGET to host:port.`);
  source.close?.();
});

test('without a target, a gateway that refuses has answered', async () => {
  const fixture = createSystemFixture({ 'proc/net/route': 'Iface\nlo\t00000000\t0100007F\t0003\t0\t0\t0\t00000000\t0\t0\t0\n' });
  const source = createNetworkLatencySource({ target: null, routePath: `${fixture.paths.proc}/net/route` });
  expect(await reported(source, afterFirst)).toMatchObject({ readings: [{ labels: { target: '127.0.0.1:53' } }] });
  source.close?.();
  fixture.remove();
});

test('without a target and a gateway it is unknown', async () => {
  const source = createNetworkLatencySource({ target: null, routePath: null });
  expect(await reported(source, afterFirst)).toBe('No latency target is configured, and there is no default gateway. Set LATENCY_TARGET to host:port.');
  source.close?.();
});

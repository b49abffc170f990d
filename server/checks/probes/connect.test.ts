import { afterEach, describe, expect, it } from 'vitest';
import { type Attempt, connectTo } from './connect';
import { createPhaseClock } from './phases';
import { startRaw, type TestServer } from './test-servers';

const servers: TestServer[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

async function listening(): Promise<number> {
  const server = await startRaw(() => undefined);
  servers.push(server);
  return server.port;
}

function attemptWith(lookup: Attempt['lookup'], timeoutMs = 5_000): Attempt {
  return { lookup, timeoutMs, signal: AbortSignal.timeout(timeoutMs), phases: createPhaseClock() };
}

const v4 = (address: string) => ({ address, family: 4 });

describe('connecting', () => {
  it('goes on to the next address when one refuses', async () => {
    const { socket, address, family } = await connectTo(attemptWith(() => Promise.resolve([v4('127.0.0.2'), v4('127.0.0.1')])), { host: 'www.example.com', port: await listening() });
    socket.destroy();
    expect([address, family]).toEqual(['127.0.0.1', 4]);
  });

  it('takes the addresses that were checked and looks up no name again', async () => {
    let lookups = 0;
    const lookup = () => {
      lookups += 1;
      return lookups === 1 ? Promise.resolve([v4('127.0.0.1'), v4('127.0.0.2')]) : Promise.reject(new Error('asked again'));
    };
    const { socket } = await connectTo(attemptWith(lookup), { host: 'name.invalid', port: await listening() });
    socket.destroy();
    expect(lookups).toBe(1);
  });

  it('takes only addresses of the version that is asked for', async () => {
    const lookup = () => Promise.resolve([{ address: '::1', family: 6 }, v4('127.0.0.1')]);
    const { socket, address } = await connectTo(attemptWith(lookup), { host: 'www.example.com', port: await listening(), ipVersion: '4' });
    socket.destroy();
    expect(address).toBe('127.0.0.1');
  });

  it('tells that the target was reached, and only then', async () => {
    let reached = 0;
    const attempt = { ...attemptWith(() => Promise.resolve([v4('127.0.0.1')])), onConnected: () => (reached += 1) };
    const server = await startRaw(() => undefined);
    const connecting = connectTo(attempt, { host: 'www.example.com', port: server.port });
    expect(reached).toBe(0);
    (await connecting).socket.destroy();
    expect(reached).toBe(1);
    await server.close();
    await expect(connectTo(attempt, { host: 'www.example.com', port: server.port })).rejects.toMatchObject({ isNetworkError: false });
    expect(reached).toBe(1);
  });

  it('says one sentence when every address refuses', async () => {
    const server = await startRaw(() => undefined);
    await server.close();
    const connecting = connectTo(attemptWith(() => Promise.resolve([v4('127.0.0.1'), v4('127.0.0.2')])), { host: 'www.example.com', port: server.port });
    await expect(connecting).rejects.toMatchObject({ message: `www.example.com:${server.port} refused the connection (ECONNREFUSED).`, isNetworkError: false });
  });

  it('ends in time, and measures how long it tried', async () => {
    const attempt = attemptWith(() => new Promise(() => undefined), 100);
    await expect(connectTo(attempt, { host: 'www.example.com', port: 1 })).rejects.toMatchObject({ isNetworkError: true });
    expect(attempt.phases.phasesMs().dns).toBeGreaterThan(90);
  });
});

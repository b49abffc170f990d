import { get } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openHttpServer, type HttpServer } from './http-server';

const open: HttpServer[] = [];

afterEach(async () => {
  for (const http of open.splice(0)) {
    http.server.closeAllConnections();
    await http.drain();
  }
});

async function openOne(host = '127.0.0.1', port = 0): Promise<HttpServer> {
  const http = await openHttpServer(host, port);
  open.push(http);
  return http;
}

const answerOf = async (url: string) => {
  const response = await fetch(url);
  return { status: response.status, body: (await response.json()) as unknown, retryAfter: response.headers.get('retry-after') };
};

describe('openHttpServer', () => {
  it('is alive but not ready until Nines serves', async () => {
    const http = await openOne();
    expect(await answerOf(`${http.url}/healthz`)).toMatchObject({ status: 200, body: { status: 'alive' } });
    for (const path of ['/', '/readyz', '/api/monitoring/health']) {
      expect(await answerOf(http.url + path)).toEqual({ status: 503, body: { status: 'not ready', reasons: ['Nines is starting.'] }, retryAfter: '1' });
    }
    http.serve((_, answer) => void answer.end('{"status":"served"}'));
    expect(await answerOf(http.url)).toMatchObject({ status: 200, body: { status: 'served' } });
  });

  it('names the port that it got', async () => {
    expect((await openOne()).url).toMatch(/^http:\/\/127\.0\.0\.1:[1-9]\d+$/);
    expect((await openOne('0.0.0.0')).url).toMatch(/^http:\/\/localhost:[1-9]\d+$/);
  });

  it('says which port is used and what to do', async () => {
    const port = Number(new URL((await openOne()).url).port);
    await expect(openOne('127.0.0.1', port)).rejects.toMatchObject({ code: 'conflict', message: `Port ${port} on 127.0.0.1 is used by another program. Stop it, or set PORT to another port.` });
  });

  it.each(['203.0.113.1', 'no-such-host.invalid'])('says that %s is not an address of this machine', async (host) => {
    await expect(openOne(host)).rejects.toMatchObject({ message: expect.stringContaining(host) as string });
  });

  it('closes a connection whose headers or body never end', async () => {
    const { server } = await openOne();
    expect(server.headersTimeout).toBeGreaterThan(0);
    expect(server.headersTimeout).toBeLessThanOrEqual(30_000);
    expect(server.requestTimeout).toBeGreaterThan(0);
    expect(server.requestTimeout).toBeLessThanOrEqual(120_000);
  });

  it('counts open connections', async () => {
    const http = await openOne();
    const sockets = await Promise.all([connectTo(http), connectTo(http)]);
    await expect.poll(() => http.connections()).toBe(2);
    for (const socket of sockets) socket.destroy();
    await expect.poll(() => http.connections()).toBe(0);
  });
});

describe('drain', () => {
  it('lets a running request end and takes no new connection', async () => {
    const http = await openOne();
    let finish: () => void = () => undefined;
    const arrived = new Promise<void>((resolve) => {
      http.serve((_, answer) => {
        finish = () => void answer.end('done');
        resolve();
      });
    });
    const running = new Promise<string>((resolve, reject) => {
      get(http.url, { agent: false }, (message) => message.on('data', (part) => resolve(String(part)))).on('error', reject);
    });
    await arrived;
    const drained = http.drain();
    await expect(fetch(http.url)).rejects.toThrow();
    finish();
    expect(await running).toBe('done');
    await drained;
    await http.drain();
  });

  it('does not wait for an idle connection', async () => {
    const http = await openOne();
    const idle = await connectTo(http);
    http.serve((_, answer) => void answer.end('{}'));
    idle.write('GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    await new Promise((resolve) => idle.once('data', resolve));
    await http.drain();
    await expect.poll(() => http.connections()).toBe(0);
  });
});

function connectTo(http: HttpServer): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(http.url).port), '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
  });
}

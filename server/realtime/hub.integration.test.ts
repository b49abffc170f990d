import { io, type Socket } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { serverEvents } from '@/lib/events';
import type { HealthFrame } from '@/lib/health/schemas';
import { createAccessCache } from '@/server/auth/access-cache';
import { endSessionsOf, setRole } from '@/server/auth/members';
import { openHttpServer } from '@/server/http/http-server';
import { healthSample, startTestRuntime, type TestRuntime } from '@/server/test-runtime';
import { createHub } from './hub';

const change = { actor: { kind: 'system', id: 'test' }, requestId: 'test', now: Date.UTC(2026, 0, 5, 3, 0, 0) };
const open: Socket[] = [];

let nines: TestRuntime;

beforeAll(async () => {
  nines = await startTestRuntime();
});
afterEach(() => {
  for (const socket of open.splice(0)) socket.disconnect();
});
afterAll(() => nines.close());

type Person = keyof TestRuntime['cast'];

interface Viewer {
  socket: Socket;
  frames: HealthFrame[];
  isOpen(): boolean;
}

/** Connects with these headers; rejects with the reason of a refusal. */
function connect(headers: Record<string, string>, { origin = nines.origin, transports = ['websocket'] } = {}): Promise<Viewer> {
  const socket = io(origin, { extraHeaders: headers, transports, reconnection: false, forceNew: true });
  open.push(socket);
  const frames: HealthFrame[] = [];
  socket.on('health:sampled', (frame: HealthFrame) => frames.push(frame));
  return new Promise((resolve, reject) => {
    socket.on('connect', () => resolve({ socket, frames, isOpen: () => socket.connected }));
    socket.on('connect_error', (error) => reject(error));
  });
}

const watch = async (person: Person) => connect({ cookie: (await nines.openSession(nines.cast[person])).cookie });

function publish(seq: number, tenant: keyof TestRuntime['tenants'] = 'alpha'): void {
  nines.runtime.hub.publish(nines.tenants[tenant].id, 'health:sampled', nines.runtime.health.accept(healthSample(Date.now(), { seq })));
}

describe('a handshake', () => {
  const refused: [who: string, headers: () => Promise<Record<string, string>>, reason: string][] = [
    ['without a session', async () => ({}), 'unauthenticated'],
    ['with a cookie that is not ours', async () => ({ cookie: 'next-auth.session-token=x' }), 'unauthenticated'],
    ['with a revoked session', async () => ({ cookie: (await nines.openSession(nines.cast.alice, { revokedAt: new Date(change.now) })).cookie }), 'unauthenticated'],
    ['with an expired session', async () => ({ cookie: (await nines.openSession(nines.cast.alice, { expiresAt: new Date(change.now) })).cookie }), 'unauthenticated'],
    ['of a MEMBER', async () => ({ cookie: (await nines.openSession(nines.cast.bob)).cookie }), 'forbidden'],
    ['of a VIEWER', async () => ({ cookie: (await nines.openSession(nines.cast.victor)).cookie }), 'forbidden'],
    ['with an API key alone', async () => ({ authorization: `Bearer ${await nines.keyOf(nines.tenants.alpha, 'monitoring.read')}` }), 'unauthenticated'],
    ['from a page of another site', async () => ({ cookie: (await nines.openSession(nines.cast.alice)).cookie, origin: 'https://evil.example' }), 'bad_origin'],
    ['from a sandboxed frame', async () => ({ cookie: (await nines.openSession(nines.cast.alice)).cookie, origin: 'null' }), 'bad_origin'],
  ];
  it.each(refused)('%s is refused', async (_, headers, reason) => {
    const given = await headers();
    for (const transports of [['websocket'], ['polling']]) await expect(connect(given, { transports })).rejects.toThrow(reason);
  });

  it('of an owner from our own page is taken, by websocket and by polling', async () => {
    const { cookie } = await nines.openSession(nines.cast.alice);
    for (const transports of [['websocket'], ['polling']]) {
      const viewer = await connect({ cookie, origin: nines.origin }, { transports });
      // A frame that comes while a poll is on its way is lost, as it is by any slow viewer.
      await expect
        .poll(() => {
          publish(1);
          return viewer.frames.length;
        })
        .toBeGreaterThan(0);
    }
  });
});

describe('a frame', () => {
  it('reaches every viewer of the tenant in the form of the catalogue, and nobody of another', async () => {
    const [alice, again, charlie] = [await watch('alice'), await watch('alice'), await watch('charlie')];
    publish(7);
    await expect.poll(() => [alice.frames.length, again.frames.length]).toEqual([1, 1]);
    expect(serverEvents['health:sampled'].schema.parse(alice.frames[0])).toMatchObject({ seq: 7, instance: 'web-1' });
    // What follows in order proves that the frame before it was not merely late.
    publish(8, 'beta');
    await expect.poll(() => charlie.frames.map(({ seq }) => seq)).toEqual([8]);
    expect(alice.frames.map(({ seq }) => seq)).toEqual([7]);
  });

  it('cannot be had by asking for the room or by sending one', async () => {
    const [alice, charlie] = [await watch('alice'), await watch('charlie')];
    for (const word of ['join', 'subscribe', 'health:sampled']) charlie.socket.emit(word, `tenant:${nines.tenants.alpha.id}:monitoring`);
    publish(9);
    await expect.poll(() => alice.frames.length).toBe(1);
    publish(10, 'beta');
    await expect.poll(() => charlie.frames.map(({ seq }) => seq)).toEqual([10]);
  });
});

describe('a viewer', () => {
  it('is dropped at once when the sessions are ended; others stay', async () => {
    const [alice, charlie] = [await watch('alice'), await watch('charlie')];
    await endSessionsOf(nines.database, nines.tenants.alpha, nines.cast.alice.email, change);
    await expect.poll(alice.isOpen).toBe(false);
    expect(charlie.isOpen()).toBe(true);
  });

  it('is dropped at once when the role is lowered, and let in again when it is raised', async () => {
    await setRole(nines.database, nines.tenants.alpha, nines.cast.bob.email, 'ADMIN', change);
    const { cookie } = await nines.openSession(nines.cast.bob);
    const bob = await connectWhen(cookie);
    await setRole(nines.database, nines.tenants.alpha, nines.cast.bob.email, 'MEMBER', change);
    await expect.poll(bob.isOpen).toBe(false);
    await expect(connect({ cookie })).rejects.toThrow('forbidden');
    await setRole(nines.database, nines.tenants.alpha, nines.cast.bob.email, 'ADMIN', change);
    await connectWhen(cookie);
  });

  it('is dropped when the membership is removed', async () => {
    await setRole(nines.database, nines.tenants.alpha, nines.cast.victor.email, 'ADMIN', change);
    const victor = await connectWhen((await nines.openSession(nines.cast.victor)).cookie);
    await nines.database.transaction({ kind: 'auth' }, (tx) => tx.membership.deleteMany({ where: { userId: nines.cast.victor.id } }));
    await expect.poll(victor.isOpen).toBe(false);
  });

  it('that sends a message over the limit loses the connection, not the server', async () => {
    const alice = await watch('alice');
    alice.socket.emit('anything', 'x'.repeat(100_000));
    await expect.poll(alice.isOpen).toBe(false);
    expect((await watch('alice')).isOpen()).toBe(true);
  });
});

describe('a hub of its own', () => {
  /** A hub whose access can be made unreachable or slow, on another port. */
  async function ownHub() {
    const cache = createAccessCache(nines.database);
    const control = { isDown: false, beforeAnswer: () => Promise.resolve() };
    const http = await openHttpServer('127.0.0.1', 0);
    const access = {
      ...cache,
      bySession: async (id: string) => {
        if (control.isDown) throw new Error('The database does not answer.');
        const found = await cache.bySession(id);
        await control.beforeAnswer();
        return found;
      },
    };
    const { authSecret, log } = nines.runtime;
    const hub = createHub(http.server, { access, authSecret, log, publicUrl: null, isDevelopment: false });
    return { hub, http, cache, control, close: () => hub.close() };
  }

  it('keeps its viewers while the database does not answer, and lets nobody new in', async () => {
    const { hub, http, control, close } = await ownHub();
    const { cookie } = await nines.openSession(nines.cast.alice);
    const alice = await connect({ cookie }, { origin: http.url });
    control.isDown = true;
    await hub.recheck(null);
    await hub.recheck(nines.cast.alice.id);
    expect(alice.isOpen()).toBe(true);
    await expect(connect({ cookie }, { origin: http.url })).rejects.toThrow('unavailable');
    control.isDown = false;
    await hub.recheck(null);
    expect(alice.isOpen()).toBe(true);
    close();
  });

  it('drops a viewer whose session was revoked during the handshake', async () => {
    const { hub, http, cache, control, close } = await ownHub();
    const session = await nines.openSession(nines.cast.charlie);
    control.beforeAnswer = async () => {
      control.beforeAnswer = () => Promise.resolve();
      await nines.database.transaction({ kind: 'auth' }, (tx) => tx.session.update({ where: { id: session.id }, data: { revokedAt: new Date() } }));
      cache.forget();
      await hub.recheck(nines.cast.charlie.id);
    };
    const charlie = await connect({ cookie: session.cookie }, { origin: http.url });
    await expect.poll(charlie.isOpen).toBe(false);
    close();
  });

  it('closes every viewer when it closes', async () => {
    const { http, close } = await ownHub();
    const alice = await connect({ cookie: (await nines.openSession(nines.cast.alice)).cookie }, { origin: http.url });
    close();
    await expect.poll(alice.isOpen).toBe(false);
  });
});

/** A change of role arrives by notification: until then the handshake is refused. */
async function connectWhen(cookie: string): Promise<Viewer> {
  return expect.poll(() => connect({ cookie }).catch(() => null), { interval: 20 }).not.toBeNull().then(() => connect({ cookie }));
}

import type { IncomingMessage, Server as HttpServer } from 'node:http';
import { Server, type Socket } from 'socket.io';
import { serverEvents, socketPath, type ServerEventName, type ServerEvents } from '@/lib/events';
import type { AccessCache } from '@/server/auth/access-cache';
import { assertSameOrigin } from '@/server/auth/same-origin';
import { sessionIdFrom } from '@/server/auth/session-token';
import type { Log } from '@/server/log';
import { OneWriteAdapter } from './one-write-adapter';

export interface Hub {
  /** Sends one frame to every viewer of a tenant; encoded once. Volatile events are lost by who is slow, never queued. */
  publish<Name extends ServerEventName>(tenantId: string, name: Name, ...payload: Parameters<ServerEvents[Name]>): void;
  /** Checks again what sockets may see, of one user or of all, and closes those that may no more. */
  recheck(userId: string | null): Promise<void>;
  sockets(): number;
  /** Closes every socket; the clients try again, and find the next start. */
  close(): void;
}

interface SocketData {
  sessionId: string;
  userId: string;
  tenantId: string;
}

type Viewer = Socket<Record<string, never>, ServerEvents, Record<string, never>, SocketData>;
type NinesServer = Server<Record<string, never>, ServerEvents, Record<string, never>, SocketData>;

interface HubOptions {
  access: AccessCache;
  authSecret: string;
  log: Log;
  publicUrl: string | null;
  isDevelopment: boolean;
  /** Whether the address of a handshake may open one more socket. */
  mayOpen?: (handshake: IncomingMessage) => boolean;
}

const recheckEveryMs = 60_000;

/** The one Socket.IO server: a socket is a session's, in the room of its tenant, for as long as the session may read. */
export function createHub(http: HttpServer, options: HubOptions): Hub {
  const { access, log } = options;
  const io: NinesServer = new Server(http, {
    path: socketPath,
    adapter: OneWriteAdapter,
    serveClient: false,
    // In development Next's hot reload has a websocket of its own on this server.
    destroyUpgrade: !options.isDevelopment,
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: 16_384,
    pingInterval: 20_000,
    pingTimeout: 20_000,
    connectTimeout: 10_000,
    cleanupEmptyChildNamespaces: true,
    allowRequest: (handshake, answer) => (options.mayOpen?.(handshake) ?? true ? answer(null, true) : answer('Too many live connections were opened from your address. Wait a moment.', false)),
  });
  io.use((socket, next) => {
    admit(socket, options).then(
      (refusal) => (refusal ? next(new Error(refusal)) : next()),
      (error: unknown) => {
        log.warn({ err: error }, 'socket handshake failed');
        next(new Error('unavailable'));
      },
    );
  });
  const recheckSession = async (sessionId: string, sockets: readonly Viewer[]) => {
    const found = await access.bySession(sessionId).catch(() => undefined);
    // An unreachable database is no reason to throw people out of the view they need now.
    if (found === undefined) return;
    const isViewer = found?.permissions.includes('monitoring.read') ?? false;
    // A session that went to another tenant must not go on watching the one before.
    for (const socket of sockets) if (!isViewer || socket.data.tenantId !== found?.tenant.id) socket.disconnect(true);
  };
  // A change that came during the handshake found no socket to close yet.
  io.on('connection', (socket) => void recheckSession(socket.data.sessionId, [socket]));
  const recheck = async (userId: string | null) => {
    const concerned = [...io.sockets.sockets.values()].filter((socket) => userId === null || socket.data.userId === userId);
    for (const [sessionId, sockets] of groupBySession(concerned)) await recheckSession(sessionId, sockets);
  };
  const timer = setInterval(() => void recheck(null), recheckEveryMs);
  timer.unref();
  return {
    publish(tenantId, name, ...payload) {
      const room = io.to(roomOf(tenantId));
      (serverEvents[name].volatile ? room.volatile : room).emit(name, ...payload);
    },
    recheck,
    sockets: () => io.engine.clientsCount,
    close: () => {
      clearInterval(timer);
      // Not io.close(): it would end the HTTP server under the requests that still run.
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}

/** Null when the socket may watch, else why not. */
async function admit(socket: Viewer, { access, authSecret, publicUrl }: HubOptions): Promise<string | null> {
  const headers = new Headers();
  for (const name of ['origin', 'host', 'sec-fetch-site'] as const) {
    const value = socket.handshake.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  try {
    assertSameOrigin(headers, publicUrl);
  } catch {
    return 'bad_origin';
  }
  const sessionId = await sessionIdFrom(socket.handshake.headers.cookie ?? null, authSecret);
  const found = sessionId && (await access.bySession(sessionId));
  if (!found || found.actor.kind !== 'user') return 'unauthenticated';
  if (!found.permissions.includes('monitoring.read')) return 'forbidden';
  socket.data.sessionId = found.actor.sessionId;
  socket.data.userId = found.actor.id;
  socket.data.tenantId = found.tenant.id;
  await socket.join(roomOf(found.tenant.id));
  return null;
}

function groupBySession<T extends { data: SocketData }>(sockets: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const socket of sockets) {
    const group = groups.get(socket.data.sessionId);
    if (group) group.push(socket);
    else groups.set(socket.data.sessionId, [socket]);
  }
  return groups;
}

function roomOf(tenantId: string): string {
  return `tenant:${tenantId}:monitoring`;
}

import { io, type Socket } from 'socket.io-client';
import { goToSignIn } from '@/components/api-client';
import { socketPath, type ServerEventName, type ServerEvents } from '@/lib/events';
import { startConnection, stepConnection, type Connection, type ConnectionSignal, type EndReason } from '@/lib/realtime/connection';

export interface Realtime {
  /** Connects; the returned function closes. */
  open: () => () => void;
  on: <Name extends ServerEventName>(name: Name, listener: ServerEvents[Name]) => () => void;
  /** Called each time the socket is back after a loss, when what was pushed meanwhile is missing. */
  onReconnected: (listener: () => void) => () => void;
  connection: () => Connection;
  subscribeConnection: (listener: () => void) => () => void;
}

type ClientSocket = Socket<ServerEvents, Record<string, never>>;

/** The socket and its connection state as one external store. Nothing connects before `open`. */
export function createRealtime(): Realtime {
  let connection = startConnection(Date.now());
  const watchers = new Set<() => void>();
  const reconnected = new Set<() => void>();
  const socket: ClientSocket = io({
    path: socketPath,
    autoConnect: false,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
  });

  function signal(next: ConnectionSignal) {
    const stepped = stepConnection(connection, next, Date.now());
    if (stepped === connection) return;
    connection = stepped;
    for (const watcher of watchers) watcher();
  }

  return {
    open: () => openSocket(socket, signal, () => reconnected.forEach((listener) => listener())),
    on: (name, listener) => {
      // The overloads of socket.io cannot follow a generic name; the catalogue has already typed the listener.
      const untyped = socket as unknown as Socket;
      const event: string = name;
      untyped.on(event, listener);
      return () => void untyped.off(event, listener);
    },
    onReconnected: (listener) => {
      reconnected.add(listener);
      return () => void reconnected.delete(listener);
    },
    connection: () => connection,
    subscribeConnection: (listener) => {
      watchers.add(listener);
      return () => void watchers.delete(listener);
    },
  };
}

function openSocket(socket: ClientSocket, signal: (next: ConnectionSignal) => void, onReconnected: () => void): () => void {
  let connectedBefore = false;
  let retry: ReturnType<typeof setTimeout> | undefined;
  const clock = setInterval(() => signal({ type: 'tick' }), 500);
  const look = () => signal({ type: 'tick' });
  document.addEventListener('visibilitychange', look);

  function end(reason: EndReason) {
    signal({ type: 'ended', reason });
    if (reason === 'unauthenticated') goToSignIn();
    else window.location.reload();
  }

  // socket.io tries again by itself after a loss, but not when the server closed or refused.
  function retrySoon() {
    clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), 500 + Math.random() * 1_500);
  }

  socket.on('connect', () => {
    signal({ type: 'connected' });
    if (connectedBefore) onReconnected();
    connectedBefore = true;
  });
  socket.on('disconnect', (reason) => {
    signal({ type: 'disconnected' });
    if (reason === 'io server disconnect') retrySoon();
  });
  socket.on('connect_error', (error) => {
    signal({ type: 'disconnected' });
    const reason = endReason(error);
    if (reason) end(reason);
    else if (!socket.active) retrySoon();
  });
  socket.on('health:sampled', (frame) => signal({ type: 'frame', at: frame.at }));
  socket.connect();

  return () => {
    clearInterval(clock);
    clearTimeout(retry);
    document.removeEventListener('visibilitychange', look);
    socket.off('connect').off('disconnect').off('connect_error').off('health:sampled');
    socket.disconnect();
  };
}

/** Why the handshake was refused for good, as the server says in the error's `data.code` or its message. */
function endReason(error: Error): EndReason | null {
  const data: unknown = 'data' in error ? error.data : null;
  const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : error.message;
  return code === 'unauthenticated' || code === 'forbidden' ? code : null;
}

import http from 'node:http';
import net from 'node:net';
import type { AddressInfo } from 'node:net';

export interface DrillTarget {
  readonly port: number;
  /** Resolves when connections are refused, and those that were open have ended. */
  stop(): Promise<void>;
  /** Resolves when it answers again, on the same port. */
  start(): Promise<void>;
  /** For good. */
  close(): Promise<void>;
}

/** A web page that is there or refuses connections. */
export function startPage(): Promise<DrillTarget> {
  return listening(http.createServer((_request, response) => void response.end('fine')));
}

/** A port that takes connections or refuses them. */
export function startPort(): Promise<DrillTarget> {
  return listening(net.createServer((socket) => void socket.on('error', () => undefined).end()));
}

/** A web page that, stopped, still takes requests, and never answers them. */
export async function startHangingPage(): Promise<DrillTarget> {
  let isHanging = false;
  const { port, close } = await listening(http.createServer((_request, response) => void (isHanging || response.end('fine'))));
  const hang = (wanted: boolean) => () => {
    isHanging = wanted;
    return Promise.resolve();
  };
  return { port, stop: hang(true), start: hang(false), close };
}

async function listening(server: http.Server | net.Server): Promise<DrillTarget> {
  const open = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of open) socket.destroy();
    });
  return { port, stop, start: () => listen(port), close: stop };
}

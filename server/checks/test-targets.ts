import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Target {
  url: string;
  /** Ends it as a crash would: connections are refused from now on. */
  stop(): Promise<void>;
  /** Starts it again at the same port. */
  start(): Promise<void>;
}

/** A service of this machine that can be stopped and started. */
export async function startTarget(): Promise<Target> {
  let server: Server | null = null;
  let port = 0;
  const target = {
    url: '',
    async stop() {
      const running = server;
      server = null;
      await new Promise<void>((resolve) => {
        if (!running) return resolve();
        running.close(() => resolve());
        running.closeAllConnections();
      });
    },
    async start() {
      const next = createServer((_, answer) => answer.end('ok'));
      await new Promise<void>((resolve) => next.listen(port, '127.0.0.1', resolve));
      server = next;
      port = (next.address() as AddressInfo).port;
    },
  };
  await target.start();
  target.url = `http://127.0.0.1:${port}/`;
  return target;
}

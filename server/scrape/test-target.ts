import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type RequestListener, type Server } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

/** A real server that is scraped. */
export interface TestTarget {
  /** host:port */
  address: string;
  /** What was asked, newest last. */
  requests: IncomingMessage[];
  /** Connections that were opened. */
  connections(): number;
  close(): Promise<void>;
}

export function certificate(name: string): string {
  return readFileSync(path.join(import.meta.dirname, 'fixtures', name), 'utf8');
}

/** Serves a text, or what a listener does, on a free port. */
export async function startTarget(answer: string | RequestListener, tls?: https.ServerOptions): Promise<TestTarget> {
  const requests: IncomingMessage[] = [];
  const listener: RequestListener = (request, response) => {
    requests.push(request);
    if (typeof answer === 'function') return void answer(request, response);
    response.setHeader('content-type', 'text/plain; version=0.0.4');
    response.end(answer);
  };
  const server: Server = tls ? https.createServer(tls, listener) : http.createServer(listener);
  let connections = 0;
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    connections: () => connections,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

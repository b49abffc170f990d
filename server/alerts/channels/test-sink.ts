import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import pino from 'pino';
import type { Log } from '@/server/log';
import type { OutgoingClient, OutgoingRequest } from '@/server/outgoing/http-client';

export interface SinkRequest {
  method: string;
  path: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

export interface Sink {
  origin: string;
  requests: SinkRequest[];
  /** How the next requests are answered. */
  answer: (request: SinkRequest, response: http.ServerResponse) => void;
  close(): void;
}

export const fixture = (name: string) => readFileSync(path.join(import.meta.dirname, '../../scrape/fixtures', name), 'utf8');

/** A real server that keeps what it is sent. With TLS its certificate is of an authority that nobody trusts. */
export async function startSink({ tls = false } = {}): Promise<Sink> {
  const sink: Sink = { origin: '', requests: [], answer: (_, response) => response.end('ok'), close: () => undefined };
  const listener = (request: http.IncomingMessage, response: http.ServerResponse) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks) };
      sink.requests.push(seen);
      sink.answer(seen, response);
    });
  };
  const server = tls ? https.createServer({ cert: fixture('server.pem'), key: fixture('server.key') }, listener) : http.createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  sink.origin = `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  sink.close = () => {
    server.close();
    server.closeAllConnections();
  };
  return sink;
}

/** The client of the product, whose requests to the services of the world arrive at `origin`; `sent` keeps where they were going. */
export function relayTo(client: OutgoingClient, origin: () => string, sent: OutgoingRequest[] = []): OutgoingClient {
  return {
    request: (request) => {
      sent.push(request);
      const { pathname, search } = new URL(request.url);
      return client.request({ ...request, url: `${origin()}${pathname}${search}` });
    },
  };
}

/** A log whose lines a test can read. */
export function keepingLog(): { log: Log; lines: string[] } {
  const lines: string[] = [];
  return { log: pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) }), lines };
}

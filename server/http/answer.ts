import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { RateFields } from '@/lib/limits/rate-fields';

/**
 * The part of a web Request that handlers read. A real Request fits; our own listener passes something far cheaper,
 * because building a Request and reading a Response back cost more than most answers (measured: 4 times the throughput).
 */
export interface RouteRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: { get(name: string): string | null };
  readonly body: ReadableStream<Uint8Array> | null;
  /** What the caller has left, once the request was counted. */
  rate?: RateFields | undefined;
}

const lingerMs = 2_000;

/** A whole answer, before it is sent. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  body: string | Uint8Array;
}

export function jsonAnswer(body: unknown, status = 200): Answer {
  return { status, headers: { 'content-type': 'application/json', 'cache-control': 'no-store' }, body: JSON.stringify(body) };
}

export function toResponse({ status, headers, body }: Answer): Response {
  return new Response(body as BodyInit, { status, headers });
}

/** A Node request as handlers read it. The body becomes a stream only when somebody asks for it. */
export function routeRequestOf(message: IncomingMessage): RouteRequest {
  return {
    method: message.method ?? 'GET',
    url: message.url ?? '/',
    headers: {
      get(name) {
        const value = message.headers[name];
        return value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;
      },
    },
    get body() {
      return Readable.toWeb(message) as ReadableStream<Uint8Array>;
    },
  };
}

/** Sends an answer, without its body for HEAD. */
export function sendAnswer(answer: Answer, message: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent || response.destroyed) return;
  for (const name in answer.headers) response.setHeader(name, answer.headers[name] ?? '');
  // What was not read of a refused body must not be taken for the next request on this connection.
  const hasBody = 'transfer-encoding' in message.headers || Number(message.headers['content-length'] ?? 0) > 0;
  const isUnread = hasBody && !message.complete;
  if (isUnread) response.setHeader('connection', 'close');
  response.setHeader('content-length', Buffer.byteLength(answer.body));
  response.statusCode = answer.status;
  const body = message.method === 'HEAD' ? '' : answer.body;
  if (isUnread) endAfterRest(message, response, body);
  else response.end(body);
}

/**
 * Closing a socket that still holds unread bytes resets it, and a client that is still sending never sees the answer. So the rest
 * is read and thrown away, for a moment, before the connection closes (as "lingering close" of other servers).
 */
function endAfterRest(message: IncomingMessage, response: ServerResponse, body: string | Uint8Array): void {
  response.flushHeaders();
  if (body.length > 0) response.write(body);
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, lingerMs);
  message.removeAllListeners('data').on('data', () => undefined).once('end', end).once('close', end).resume();
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';

/** A Node request as a web Request. The authority in the URL means nothing; the Host header is what counts. */
export function toRequest(message: IncomingMessage): Request {
  const method = message.method ?? 'GET';
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value === undefined || name.startsWith(':')) continue;
    headers.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  const hasBody = method !== 'GET' && method !== 'HEAD' && (message.headers['content-length'] !== '0' || 'transfer-encoding' in message.headers);
  const init: RequestInit & { duplex?: 'half' } = { method, headers };
  if (hasBody) {
    init.body = Readable.toWeb(message) as ReadableStream<Uint8Array>;
    init.duplex = 'half';
  }
  return new Request(`http://nines${message.url ?? '/'}`, init);
}

/** Sends a web Response, without its body for HEAD. */
export async function sendResponse(response: Response, message: IncomingMessage, answer: ServerResponse): Promise<void> {
  const body = Buffer.from(await response.arrayBuffer());
  if (answer.headersSent || answer.destroyed) return;
  answer.statusCode = response.status;
  for (const [name, value] of response.headers) answer.setHeader(name, value);
  answer.setHeader('content-length', body.byteLength);
  // What was not read of a refused body must not be taken for the next request on this connection.
  if (!message.complete) answer.setHeader('connection', 'close');
  answer.end(message.method === 'HEAD' ? undefined : body);
}

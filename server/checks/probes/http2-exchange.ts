import http2 from 'node:http2';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type Attempt, failureOfConnection, waitFor } from './connect';
import { readBody } from './http-body';
import { type HttpAnswer, type HttpRequest, headersTooLarge, maxHeaderBytes, maxHints, tooManyHints } from './http-exchange';
import { ProbeFailure } from './probe';

const maxSessionMegabytes = 2;
/** What a server may hold back to send next; the body is read on. */
const windowBytes = 256 * 1024;

/** One request of HTTP/2 (RFC 9113) over a connection that stands; measures `first_byte` and `transfer`. Throws ProbeFailure. */
export async function exchangeHttp2(attempt: Attempt, socket: Socket | TLSSocket, request: HttpRequest, wantsBody: (status: number, headers: HttpAnswer['headers']) => boolean): Promise<HttpAnswer> {
  const where = request.url.host;
  const session = http2.connect(request.url.origin, {
    createConnection: () => socket, maxSessionMemory: maxSessionMegabytes,
    settings: { enablePush: false, maxHeaderListSize: maxHeaderBytes, initialWindowSize: windowBytes },
  });
  try {
    const { stream, headers: received } = await attempt.phases.measure('first_byte', () => ask(attempt, session, request));
    const status = received[':status'] ?? 0;
    const headers = plain(received, where);
    if (!wantsBody(status, headers)) return { status, version: '2', headers, body: null };
    const body = await attempt.phases.measure('transfer', () => readBody(stream, headers['content-encoding'], attempt, where));
    return { status, version: '2', headers, body };
  } finally {
    session.destroy();
  }
}

interface Answered {
  stream: http2.ClientHttp2Stream;
  headers: http2.IncomingHttpHeaders & http2.IncomingHttpStatusHeader;
}

function ask(attempt: Attempt, session: http2.ClientHttp2Session, { method, url, headers, body }: HttpRequest): Promise<Answered> {
  const where = url.host;
  return waitFor(attempt, `the headers of ${where} have not come`, (resolve, reject) => {
    const { host, ...others } = headers;
    const stream = session.request({
      ':method': method, ':path': `${url.pathname}${url.search}`, ':scheme': url.protocol.slice(0, -1), ':authority': host ?? where, ...others,
      ...(body === '' ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    }, { endStream: body === '' });
    let hints = 0;
    stream.on('headers', () => (hints += 1) > maxHints && reject(tooManyHints(where)));
    const fail = (error: unknown) => reject(failureOfHttp2(error, where));
    session.on('error', fail);
    stream.on('error', fail);
    session.once('close', () => fail(null));
    stream.once('close', () => fail(stream.rstCode === http2.constants.NGHTTP2_ENHANCE_YOUR_CALM ? headersTooLarge(where) : null));
    stream.once('response', (answer) => resolve({ stream, headers: answer }));
    if (body !== '') stream.end(body);
    return () => session.destroy();
  });
}

/** Without the pseudo headers; what came several times is joined. What a server sends before it knows of the bound is at most 64 KiB. */
function plain(received: http2.IncomingHttpHeaders, where: string): Record<string, string> {
  const headers = Object.entries(received).filter(([name]) => !name.startsWith(':')).map(([name, value]) => [name, [value ?? ''].flat().join(', ')] as const);
  if (headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0) > maxHeaderBytes) throw headersTooLarge(where);
  return Object.fromEntries(headers);
}

function failureOfHttp2(error: unknown, where: string): ProbeFailure {
  if (!(error instanceof Error)) return new ProbeFailure(`${where} closed the connection without an answer.`, false);
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ERR_HTTP2_ERROR') return new ProbeFailure(`${where} does not answer as HTTP/2 says.`, false);
  if (code !== 'ERR_HTTP2_STREAM_ERROR' && code !== 'ERR_HTTP2_SESSION_ERROR') return failureOfConnection(error, where);
  return error.message.includes('ENHANCE_YOUR_CALM') ? headersTooLarge(where) : new ProbeFailure(`${where} broke off the exchange of HTTP/2: ${error.message}.`, false);
}

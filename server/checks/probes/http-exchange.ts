import http from 'node:http';
import type { Socket } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { type Attempt, failureOfConnection, waitFor } from './connect';
import { type BodyStart, readBody } from './http-body';
import { ProbeFailure } from './probe';

export interface HttpRequest {
  method: string;
  url: URL;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

export interface HttpAnswer {
  status: number;
  version: '1.0' | '1.1' | '2';
  /** Names in lower case; what came several times is joined. */
  headers: Readonly<Record<string, string>>;
  /** Null for a redirect that is followed: nobody reads it. */
  body: BodyStart | null;
}

/** Whether the body of an answer is to be read. */
type Wants = (status: number, headers: HttpAnswer['headers']) => boolean;

/** Names and values of all headers together (node:http counts nearly the same). */
export const maxHeaderBytes = 16 * 1024;

/** Answers before the answer, such as 103 Early Hints. */
export const maxHints = 20;

export const tooManyHints = (where: string) => new ProbeFailure(`${where} sends more than ${maxHints} answers of status 1xx before its answer.`, false);
export const headersTooLarge = (where: string) => new ProbeFailure(`The headers of ${where} are larger than ${maxHeaderBytes / 1024} KiB.`, false);

/** One request of HTTP/1.1 over a connection that stands; measures `first_byte` and `transfer`. Throws ProbeFailure. */
export async function exchangeHttp1(attempt: Attempt, socket: Socket | TLSSocket, request: HttpRequest, wantsBody: Wants): Promise<HttpAnswer> {
  const where = request.url.host;
  const response = await attempt.phases.measure('first_byte', () => waitFor<http.IncomingMessage>(attempt, `the headers of ${where} have not come`, (resolve, reject) => {
    const sent = http.request({
      createConnection: () => socket, method: request.method, path: `${request.url.pathname}${request.url.search}`, maxHeaderSize: maxHeaderBytes,
      headers: { host: where, connection: 'close', ...request.headers, ...(request.body === '' ? {} : { 'content-length': String(Buffer.byteLength(request.body)) }) },
    });
    let hints = 0;
    sent.on('information', () => (hints += 1) > maxHints && reject(tooManyHints(where)));
    sent.once('response', resolve);
    sent.on('error', (error) => reject(failureOfExchange(error, where)));
    sent.once('close', () => reject(new ProbeFailure(`${where} closed the connection without an answer.`, false)));
    sent.end(request.body);
    return () => sent.destroy();
  }));
  const status = response.statusCode ?? 0;
  const headers = joined(response.headersDistinct);
  const version = response.httpVersion === '1.0' ? '1.0' : '1.1';
  if (!wantsBody(status, headers)) {
    response.destroy();
    return { status, version, headers, body: null };
  }
  const body = await attempt.phases.measure('transfer', () => readBody(response, headers['content-encoding'], attempt, where));
  return { status, version, headers, body };
}

function joined(headers: NodeJS.Dict<string[]>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, values]) => [name, (values ?? []).join(', ')]));
}

function failureOfExchange(error: Error, where: string): ProbeFailure {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'HPE_HEADER_OVERFLOW') return headersTooLarge(where);
  if (code.startsWith('HPE_')) return new ProbeFailure(`${where} does not answer as HTTP says: ${'reason' in error ? String(error.reason) : code}.`, false);
  if (code === 'ECONNRESET' && error.message === 'socket hang up') return new ProbeFailure(`${where} closed the connection without an answer.`, false);
  return failureOfConnection(error, where);
}

import http from 'node:http';
import https from 'node:https';
import type { AddressPolicy } from './address-policy';
import { failureOfConnection, OutgoingFailure, permanent } from './outgoing-failure';
import { retryAfterMs } from './retry-after';

export interface OutgoingRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers: Readonly<Record<string, string>>;
  body: string | Buffer | null;
  /** Whether URL, headers or body hold a secret: then no redirect leads to another origin. */
  hasSecrets: boolean;
  /** PEM of an authority that is trusted in place of the public ones; null trusts those of this machine. */
  ca?: string | null;
  signal?: AbortSignal;
}

export interface OutgoingAnswer {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** The first 64 KiB as UTF-8. */
  body: string;
}

export interface OutgoingClient {
  /** Resolves with the answer, whatever its status. Throws OutgoingFailure. */
  request(request: OutgoingRequest): Promise<OutgoingAnswer>;
}

const maxRedirects = 3;
const maxBodyBytes = 64 * 1024;
const maxHeaderBytes = 16 * 1024;
const standardTimeouts = { connectMs: 5_000, totalMs: 10_000 };

/**
 * The one client for requests to addresses that people enter: each connection goes to an address that `policy` allows, no proxy is used, and
 * certificates are verified. The connection must stand within 5 s and the whole exchange, redirects included, be over within 10 s.
 */
export function createOutgoingClient({ policy, timeouts = standardTimeouts }: { policy: AddressPolicy; timeouts?: typeof standardTimeouts }): OutgoingClient {
  return {
    async request(request) {
      const ended = new AbortController();
      const end = (reason: Ended) => ended.abort(reason);
      const timer = setTimeout(() => end('timeout'), timeouts.totalMs);
      const onAbort = () => end('aborted');
      request.signal?.addEventListener('abort', onAbort);
      if (request.signal?.aborted) end('aborted');
      try {
        return await follow(request, { policy, timeouts, ended: ended.signal });
      } finally {
        clearTimeout(timer);
        request.signal?.removeEventListener('abort', onAbort);
      }
    },
  };
}

type Ended = 'timeout' | 'aborted';

interface Parts {
  policy: AddressPolicy;
  timeouts: typeof standardTimeouts;
  /** Aborted with a reason of type Ended. */
  ended: AbortSignal;
}

async function follow(request: OutgoingRequest, parts: Parts): Promise<OutgoingAnswer> {
  let url = urlOf(request.url);
  for (let redirects = 0; ; redirects += 1) {
    const answer = await exchange(request, url, parts);
    const next = redirectOf(answer, url, request);
    if (next === null) return answer;
    if (redirects === maxRedirects) throw permanent(`${url.host} redirects more than ${maxRedirects} times.`, answer.status);
    url = next;
  }
}

function urlOf(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) throw permanent('The address is no http or https URL.');
  return url;
}

/** Where an answer leads; null when it is no redirect. Throws OutgoingFailure for one that is not followed. */
function redirectOf({ status, headers }: OutgoingAnswer, from: URL, { method, hasSecrets }: OutgoingRequest): URL | null {
  if (![301, 302, 303, 307, 308].includes(status) || headers.location === undefined) return null;
  if (!URL.canParse(headers.location, from.href)) throw permanent(`${from.host} redirects to what is no URL.`, status);
  const next = new URL(headers.location, from);
  // The older three make a GET of a POST: what was sent would be lost without a word.
  if (method !== 'GET' && status < 307) throw permanent(`${from.host} redirects to ${next.host} (${status}), which would lose what is sent. Enter the final address.`, status);
  if (next.protocol !== 'https:' && (next.protocol !== 'http:' || from.protocol === 'https:')) throw permanent(`${from.host} redirects from https to an unprotected address.`, status);
  if (hasSecrets && next.origin !== from.origin) throw permanent(`${from.host} redirects to ${next.host}, which must not get the secrets. Enter the final address.`, status);
  next.username = '';
  next.password = '';
  return next;
}

function exchange({ method, headers, body, ca }: OutgoingRequest, url: URL, { policy, timeouts, ended }: Parts): Promise<OutgoingAnswer> {
  policy.checkHost(url.hostname);
  const isTls = url.protocol === 'https:';
  // Agents of its own: the global ones may be set to use a proxy.
  const agent = isTls ? new https.Agent({ ca: ca ?? undefined }) : new http.Agent();
  return new Promise((resolve, reject) => {
    let isSent = false;
    const content = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = (isTls ? https : http).request(url, {
      method, agent, lookup: policy.lookup, maxHeaderSize: maxHeaderBytes, headers: { 'user-agent': 'Nines', accept: '*/*', ...headers, ...content },
    });
    const fail = (failure: unknown) => {
      clearTimeout(connecting);
      ended.removeEventListener('abort', onEnd);
      reject(failureOfConnection(failure, url.host, isSent));
      sent.destroy();
    };
    const onEnd = () => fail(endFailure(ended.reason as Ended, url.host, isSent, timeouts.totalMs));
    const connecting = setTimeout(
      () => fail(new OutgoingFailure(`${url.host}: no connection came about within ${timeouts.connectMs / 1_000} s.`, { isRetryable: true })),
      timeouts.connectMs,
    );
    sent.once('socket', (socket) => socket.once(isTls ? 'secureConnect' : 'connect', () => clearTimeout(connecting)));
    sent.once('finish', () => (isSent = true));
    sent.on('error', fail);
    sent.once('response', (response) => {
      readStart(response, (text) => {
        clearTimeout(connecting);
        ended.removeEventListener('abort', onEnd);
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
        sent.destroy();
      }, fail);
    });
    if (ended.aborted) return onEnd();
    ended.addEventListener('abort', onEnd);
    sent.end(body ?? undefined);
  });
}

/** Hands over what comes first of a body; what is longer is not waited for. */
function readStart(response: http.IncomingMessage, done: (text: string) => void, fail: (error: Error) => void): void {
  const chunks: Buffer[] = [];
  let size = 0;
  const finish = () => done(Buffer.concat(chunks, size).subarray(0, maxBodyBytes).toString('utf8'));
  response.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    size += chunk.length;
    if (size < maxBodyBytes) return;
    response.removeAllListeners('data');
    finish();
  });
  response.once('end', finish);
  response.on('error', fail);
}

function endFailure(reason: Ended, host: string, isSent: boolean, totalMs: number): OutgoingFailure {
  const message = reason === 'timeout' ? `${host} did not answer within ${totalMs / 1_000} s.` : `The request to ${host} was stopped.`;
  return new OutgoingFailure(message, { isRetryable: true, isUncertain: isSent });
}

/** What an answer that is no success means for another try; null for a success (2xx). `said` is what the service says of it. */
export function failureOfAnswer({ status, headers }: OutgoingAnswer, host: string, said: string, nowMs: number): OutgoingFailure | null {
  if (status >= 200 && status < 300) return null;
  const isRetryable = status === 408 || status === 425 || status === 429 || status >= 500;
  const name = http.STATUS_CODES[status] ?? '';
  const message = `${host} answered ${status}${name && ` ${name}`}${said && `: ${said}`}`;
  return new OutgoingFailure(message, { status, isRetryable, retryAfterMs: isRetryable ? retryAfterMs(headers['retry-after'], nowMs) : null });
}

import type { IncomingMessage } from 'node:http';
import type { Permission } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { AppError, isAppError } from '@/lib/errors';
import { authenticate, challengesFor } from '@/server/auth/authenticate';
import { routeRequestOf, type Answer, type RouteRequest } from './answer';
import type { ByteBudget } from './byte-budget';
import { createPathTable } from './path-table';
import { decodeBytes, readBytes, type BodyLimits } from './read-bytes';
import { requestIdFrom } from './request-headers';

/** A request of a wire protocol: its body is bytes. */
export interface WireRequest extends RouteRequest {
  readonly requestId: string;
  /** What stands in the path for `{name}`. */
  readonly params: Readonly<Record<string, string>>;
  /** The whole body as it was sent; held in memory until the request is answered. Throws as readBytes does. */
  sentBytes(limits: Omit<BodyLimits, 'maxDecodedBytes'>): Promise<Uint8Array>;
  /** The same with its Content-Encoding undone. Throws as decodeBytes does. */
  decodedBytes(limits: BodyLimits): Promise<Uint8Array>;
}

/** A path of a protocol that others defined: it has its own forms of answers and failures instead of schemas and problem details. */
export interface WireEndpoint {
  methods: readonly ('GET' | 'POST')[];
  /** With parameters in braces: `/api/v1/label/{name}/values`. */
  path: string;
  permission: Permission;
  summary: string;
  answer(request: WireRequest, caller: Caller): Answer | Promise<Answer>;
  failure(error: unknown, request: RouteRequest & { requestId: string }): Answer;
}

export interface WireTable {
  endpoints: readonly WireEndpoint[];
  /** Whether a path belongs to a wire protocol, known or not. */
  owns(pathname: string): boolean;
  /** Answers a request, whatever happens; `route` is the declared path, or the protocol's prefix for one that is not known. */
  answer(message: IncomingMessage, pathname: string): { route: string; answer: Promise<Answer> };
}

/** Endpoints that belong together; they own the paths that they declare and, where there is a prefix, all below it. */
export interface WireProtocol {
  prefix?: string;
  endpoints: readonly WireEndpoint[];
  /** For paths below the prefix that nothing declares. */
  failure: WireEndpoint['failure'];
}

export interface WireOptions {
  protocols: readonly WireProtocol[];
  budget: ByteBudget;
}

/** The wire protocols of this node: finds the endpoint, authenticates before a byte of the body is read, and answers in its words. */
export function createWireTable({ protocols, budget }: WireOptions): WireTable {
  const endpoints = protocols.flatMap((protocol) => protocol.endpoints);
  const table = createPathTable(endpoints.map((endpoint) => [endpoint.path, endpoint] as const));
  const prefixed = protocols.flatMap(({ prefix, failure }) => (prefix === undefined ? [] : [{ prefix, failure }]));
  return {
    endpoints,
    owns: (pathname) => prefixed.some(({ prefix }) => pathname.startsWith(prefix)) || table.find(pathname) !== null,
    answer(message, pathname) {
      const found = table.find(pathname);
      if (found) return { route: found.path, answer: answerFound(found.value, message, found.params, budget) };
      const owner = prefixed.find(({ prefix }) => pathname.startsWith(prefix));
      const { request } = wireRequestOf(message, {}, budget);
      const missing = new AppError('not_found', `There is no ${pathname}.`);
      const refusal = owner ? owner.failure(missing, request) : { status: 404, headers: {}, body: missing.message };
      return { route: owner ? `${owner.prefix}*` : 'invalid', answer: Promise.resolve(refusal) };
    },
  };
}

async function answerFound(endpoint: WireEndpoint, message: IncomingMessage, params: Record<string, string>, budget: ByteBudget): Promise<Answer> {
  const allow = allowed(endpoint);
  if (message.method === 'OPTIONS') return { status: 204, headers: { allow }, body: '' };
  const { request, release } = wireRequestOf(message, params, budget);
  try {
    const method = message.method === 'HEAD' ? 'GET' : message.method;
    if (!endpoint.methods.some((each) => each === method)) throw new AppError('method_not_allowed', `${endpoint.path} answers ${allow}.`);
    const caller = authenticate(request, endpoint.permission, request.requestId);
    const answer = await endpoint.answer(request, caller instanceof Promise ? await caller : caller);
    return { ...answer, headers: { ...answer.headers, 'x-request-id': request.requestId } };
  } catch (error) {
    const { status, headers, body } = endpoint.failure(error, request);
    return { status, headers: { ...headers, ...failureHeaders(error, request, allow) }, body };
  } finally {
    release();
  }
}

function failureHeaders(error: unknown, request: WireRequest, allow: string): Record<string, string> {
  const headers: Record<string, string> = { 'x-request-id': request.requestId };
  if (!isAppError(error)) return headers;
  if (error.retryAfterSeconds !== undefined) headers['retry-after'] = String(error.retryAfterSeconds);
  if (error.code === 'unauthenticated') headers['www-authenticate'] = challengesFor(request);
  if (error.code === 'method_not_allowed') headers.allow = allow;
  return headers;
}

function allowed({ methods }: WireEndpoint): string {
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}

function wireRequestOf(message: IncomingMessage, params: Record<string, string>, budget: ByteBudget): { request: WireRequest; release(): void } {
  const plain = routeRequestOf(message);
  let held = 0;
  const account = (bytes: number) => {
    budget.take(bytes);
    held += bytes;
  };
  const request: WireRequest = {
    method: plain.method,
    url: plain.url,
    headers: plain.headers,
    get body() {
      return plain.body;
    },
    requestId: requestIdFrom(plain.headers),
    params,
    sentBytes: (limits) => readBytes(message, limits, account),
    async decodedBytes(limits) {
      const sent = await readBytes(message, limits, account);
      return decodeBytes(sent, plain.headers.get('content-encoding') ?? '', limits.maxDecodedBytes, account);
    },
  };
  return { request, release: () => budget.release(held) };
}

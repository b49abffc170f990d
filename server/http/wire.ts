import type { IncomingMessage } from 'node:http';
import type { Permission } from '@/lib/auth/permissions';
import type { Caller } from '@/lib/context';
import { AppError, isAppError } from '@/lib/errors';
import { recordRefusal } from '@/server/audit/record-refusal';
import { authenticate, challengesFor } from '@/server/auth/authenticate';
import { tellRate } from '@/server/limits/admit';
import { runtime } from '@/server/runtime';
import { routeRequestOf, type Answer, type RouteRequest } from './answer';
import { createByteBudget, type ByteBudget } from './byte-budget';
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
  /** Counts memory that the body becomes against the bytes that may be held, until the request is answered. Throws AppError `unavailable`. */
  hold(bytes: number): void;
  /** Whether the client closed the connection, so that nobody waits for the answer. */
  isGone(): boolean;
}

/**
 * A path of a protocol that others defined: it has its own forms of answers and failures instead of schemas and problem details. Where its methods need
 * different permissions, a path has several endpoints.
 */
export interface WireEndpoint {
  methods: readonly ('GET' | 'POST' | 'DELETE')[];
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

interface Budgets {
  large: ByteBudget;
  small: ByteBudget;
}

/** Bodies that may not be longer, such as forms of queries, have a budget of their own: large ones must not keep them out. */
const smallBodyBytes = 512 * 1024;
const heldSmallBytes = 16 * 1024 * 1024;

/** The wire protocols of this node: finds the endpoint, authenticates before a byte of the body is read, and answers in its words. */
export function createWireTable({ protocols, budget }: WireOptions): WireTable {
  const budgets = { large: budget, small: createByteBudget(heldSmallBytes) };
  const endpoints = protocols.flatMap((protocol) => protocol.endpoints);
  const byPath = new Map<string, [WireEndpoint, ...WireEndpoint[]]>();
  for (const endpoint of endpoints) byPath.set(endpoint.path, [endpoint, ...(byPath.get(endpoint.path) ?? [])]);
  const table = createPathTable(byPath);
  const prefixed = protocols.flatMap(({ prefix, failure }) => (prefix === undefined ? [] : [{ prefix, failure }]));
  return {
    endpoints,
    owns: (pathname) => prefixed.some(({ prefix }) => pathname.startsWith(prefix)) || table.find(pathname) !== null,
    answer(message, pathname) {
      const found = table.find(pathname);
      if (found) return { route: found.path, answer: answerFound(found.value, message, found.params, budgets) };
      const owner = prefixed.find(({ prefix }) => pathname.startsWith(prefix));
      const { request } = wireRequestOf(message, {}, budgets);
      const missing = new AppError('not_found', `There is no ${pathname}.`);
      const refusal = owner ? owner.failure(missing, request) : { status: 404, headers: {}, body: missing.message };
      return { route: owner ? `${owner.prefix}*` : 'invalid', answer: Promise.resolve(refusal) };
    },
  };
}

async function answerFound(endpoints: readonly [WireEndpoint, ...WireEndpoint[]], message: IncomingMessage, params: Record<string, string>, budgets: Budgets): Promise<Answer> {
  const allow = allowed(endpoints.flatMap(({ methods }) => methods));
  if (message.method === 'OPTIONS') return { status: 204, headers: { allow }, body: '' };
  const { request, owe, release } = wireRequestOf(message, params, budgets);
  const method = message.method === 'HEAD' ? 'GET' : message.method;
  const endpoint = endpoints.find(({ methods }) => methods.some((each) => each === method));
  const { failure, path } = endpoint ?? endpoints[0];
  let caller: Caller | null = null;
  try {
    if (!endpoint) throw new AppError('method_not_allowed', `${path} answers ${allow}.`);
    const known = authenticate(request, endpoint.permission, request.requestId);
    caller = known instanceof Promise ? await known : known;
    assertNotCrossSite(request, caller);
    owe(caller.tenant.number);
    const answer = await endpoint.answer(request, caller);
    return { ...answer, headers: tellRate({ ...answer.headers, 'x-request-id': request.requestId }, request) };
  } catch (error) {
    if (caller) recordRefusal(runtime(), caller, request, path, error);
    const { status, headers, body } = failure(error, request);
    return { status, headers: tellRate({ ...headers, ...failureHeaders(error, request, allow) }, request), body };
  } finally {
    release();
  }
}

/** A page of another site may not make a browser run queries with the user's cookie, even where it cannot read the answers. */
function assertNotCrossSite({ headers }: WireRequest, { actor }: Caller): void {
  if (actor.kind !== 'user' || headers.get('sec-fetch-site') !== 'cross-site') return;
  throw new AppError('forbidden', 'This request comes from another site. Open Nines itself, or use an API key.');
}

function failureHeaders(error: unknown, request: WireRequest, allow: string): Record<string, string> {
  const headers: Record<string, string> = { 'x-request-id': request.requestId };
  if (!isAppError(error)) return headers;
  if (error.retryAfterSeconds !== undefined) headers['retry-after'] = String(error.retryAfterSeconds);
  if (error.code === 'unauthenticated') headers['www-authenticate'] = challengesFor(request);
  if (error.code === 'method_not_allowed') headers.allow = allow;
  return headers;
}

function allowed(methods: readonly string[]): string {
  return [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
}

interface Held {
  request: WireRequest;
  /** From here on bodies count as held by this tenant. */
  owe(tenantNumber: number): void;
  release(): void;
}

function wireRequestOf(message: IncomingMessage, params: Record<string, string>, budgets: Budgets): Held {
  const plain = routeRequestOf(message);
  const held = { large: 0, small: 0 };
  let tenant = 0;
  const accountOf = ({ maxBytes }: { maxBytes: number }) => {
    const size = maxBytes > smallBodyBytes ? 'large' : 'small';
    return (bytes: number) => {
      budgets[size].take(bytes, tenant);
      held[size] += bytes;
    };
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
    sentBytes: (limits) => readBytes(message, limits, accountOf(limits)),
    async decodedBytes(limits) {
      const account = accountOf(limits);
      const sent = await readBytes(message, limits, account);
      return decodeBytes(sent, plain.headers.get('content-encoding') ?? '', limits.maxDecodedBytes, account);
    },
    hold: accountOf({ maxBytes: Infinity }),
    isGone: () => message.socket.destroyed,
  };
  const release = () => {
    budgets.large.release(held.large, tenant);
    budgets.small.release(held.small, tenant);
  };
  return { request, owe: (tenantNumber) => void (tenant = tenantNumber), release };
}

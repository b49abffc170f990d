import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '@/lib/errors';
import { methods, type Method } from '@/lib/endpoint';
import type { Config } from '@/server/config';
import type { RateLimits } from '@/server/limits/rate-limits';
import type { Log } from '@/server/log';
import { routeRequestOf, sendAnswer, type Answer, type RouteRequest } from './answer';
import { clientAddress, lastOf } from './client-address';
import { refusedPage, refusedSignIn } from './page-limit';
import { problemAnswer } from './problem-answer';
import { internalHeaders } from './request-headers';
import type { RequestStats } from './request-stats';
import { allowedMethods, type RouteTable } from './route-table';
import { contentSecurityPolicy, setSecurityHeaders } from './security-headers';
import type { WireTable } from './wire';

type NodeHandler = (message: IncomingMessage, answer: ServerResponse) => Promise<void>;

export interface ListenerOptions {
  config: Config;
  log: Log;
  requests: RequestStats;
  /** Signing in and pages without a session are counted here; the API's routes and the wire protocols count by themselves once they know who asks. */
  limits?: Pick<RateLimits, 'admit'>;
  routes: RouteTable;
  /** `/healthz`, `/readyz`, `/metrics`. */
  operations: Readonly<Record<string, (request: RouteRequest) => Answer | Promise<Answer>>>;
  /** The protocols of Prometheus and OpenTelemetry; they come before the API's routes. */
  wires?: WireTable;
  /** Pages without a session; they come before all else, for some have a name at which nothing else is. */
  statusPages?: { find(message: IncomingMessage, pathname: string): { route: string; answer: Answer | Promise<Answer> } | null };
  /** Everything else. */
  pages: NodeHandler;
}

/** The route that a request turned out to be for: a declared one, so that statistics stay few. */
interface Seen {
  route: string;
}

/** Pages and sign-in take small forms only; the API's own limits are declared by its routes. */
export const maxPageBodyBytes = 64 * 1024;
const plausibleId = /^[A-Za-z0-9_-]{8,64}$/;

/** The one entrance: operations, the API's routes, and Next for the rest. Socket.IO listens beside it. */
export function createListener(options: ListenerOptions): (message: IncomingMessage, answer: ServerResponse) => void {
  const { config, log, requests, limits, routes, operations, wires, statusPages, pages } = options;
  const prepare = preparer(config);

  const answerApi = async (message: IncomingMessage, answer: ServerResponse, pathname: string, seen: Seen): Promise<void> => {
    const requestId = String(message.headers[internalHeaders.requestId]);
    const matched = routes.match(pathname);
    seen.route = matched?.path ?? '/api/*';
    if (!matched) {
      const missing = new AppError('not_found', `There is no ${pathname}. GET /api/openapi.json lists every path.`);
      sendAnswer(problemAnswer(missing, requestId, log), message, answer);
      return;
    }
    const method = message.method === 'HEAD' ? 'GET' : (message.method ?? 'GET');
    const handler = isMethod(method) ? matched.module[method] : undefined;
    if (!handler) {
      const allow = allowedMethods(matched.module);
      if (method === 'OPTIONS') {
        sendAnswer({ status: 204, headers: { allow }, body: '' }, message, answer);
        return;
      }
      const refusal = problemAnswer(new AppError('method_not_allowed', `${pathname} answers ${allow}.`), requestId, log);
      sendAnswer({ ...refusal, headers: { ...refusal.headers, allow } }, message, answer);
      return;
    }
    sendAnswer(await handler.answer(routeRequestOf(message), matched.params), message, answer);
  };

  const answerOne = async (message: IncomingMessage, answer: ServerResponse, seen: Seen): Promise<void> => {
    const url = message.url ?? '/';
    const query = url.indexOf('?');
    const pathname = query < 0 ? url : url.slice(0, query);
    if (!pathname.startsWith('/')) {
      sendAnswer({ status: 400, headers: {}, body: 'The request line must name a path.' }, message, answer);
      return;
    }
    const found = statusPages?.find(message, pathname);
    if (found) {
      seen.route = found.route;
      sendAnswer(found.answer instanceof Promise ? await found.answer : found.answer, message, answer);
      return;
    }
    const operation = operations[pathname];
    if (operation) {
      seen.route = pathname;
      const made = operation(routeRequestOf(message));
      sendAnswer(made instanceof Promise ? await made : made, message, answer);
      return;
    }
    if (wires?.owns(pathname)) {
      const wired = wires.answer(message, pathname);
      seen.route = wired.route;
      sendAnswer(await wired.answer, message, answer);
      return;
    }
    if (pathname.startsWith('/api/') && !pathname.startsWith('/api/auth/')) {
      await answerApi(message, answer, pathname, seen);
      return;
    }
    seen.route = pathname.startsWith('/_next/') ? '/_next/*' : pathname.startsWith('/api/auth/') ? '/api/auth/*' : 'page';
    if (!isHostPlausible(message.headers.host)) {
      const invalid = new AppError('invalid', 'The Host header names no host.');
      sendAnswer(problemAnswer(invalid, String(message.headers[internalHeaders.requestId]), log), message, answer);
      return;
    }
    if (isBodyTooLarge(message)) {
      const tooLarge = new AppError('too_large', `The body is larger than ${maxPageBodyBytes} bytes or has no Content-Length.`);
      sendAnswer(problemAnswer(tooLarge, String(message.headers[internalHeaders.requestId]), log), message, answer);
      return;
    }
    if (limits && seen.route !== '/_next/*') {
      const refusal = seen.route === 'page' ? await refusedPage(message, pathname, limits, log) : refusedSignIn(message, limits, log);
      if (refusal) {
        sendAnswer(refusal, message, answer);
        return;
      }
    }
    const nonce = randomBytes(16).toString('base64');
    const policy = contentSecurityPolicy(nonce, config.mode === 'development');
    message.headers['content-security-policy'] = policy;
    message.headers['x-nonce'] = nonce;
    answer.setHeader('content-security-policy', policy);
    await pages(message, answer);
  };

  return (message, answer) => {
    const startedAt = process.hrtime.bigint();
    const { requestId, isHttps } = prepare(message);
    setSecurityHeaders(answer, isHttps);
    const seen: Seen = { route: 'invalid' };
    answer.once('close', () => {
      const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
      const method = message.method && (isMethod(message.method) || message.method === 'HEAD') ? message.method : 'OTHER';
      requests.observe(seen.route, method, answer.statusCode, seconds, Date.now());
    });
    answerOne(message, answer, seen).catch((error: unknown) => {
      if (answer.headersSent) answer.destroy();
      else sendAnswer(problemAnswer(error, requestId, log), message, answer);
    });
  };
}

/** Overwrites every header that later code believes, with what this process itself saw. */
function preparer(config: Config): (message: IncomingMessage) => { requestId: string; isHttps: boolean } {
  return (message) => {
    const { headers } = message;
    const address = clientAddress(message, config.trustProxy);
    const forwardedProto = config.trustProxy ? lastOf(headers['x-forwarded-proto']) : null;
    const isHttps = config.publicUrl?.startsWith('https://') ?? forwardedProto === 'https';
    for (const name of ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-port', 'x-real-ip', 'x-nonce', 'content-security-policy', 'x-middleware-subrequest']) {
      if (name in headers) delete headers[name];
    }
    const given = headers[internalHeaders.requestId];
    const requestId = typeof given === 'string' && plausibleId.test(given) ? given : randomUUID();
    headers[internalHeaders.requestId] = requestId;
    headers[internalHeaders.address] = address;
    headers['x-forwarded-proto'] = isHttps ? 'https' : 'http';
    headers['x-forwarded-host'] = headers.host ?? 'localhost';
    return { requestId, isHttps };
  };
}

function isMethod(method: string): method is Method {
  return (methods as readonly string[]).includes(method);
}

/** Sign-in builds links from it, and fails on one that is no host. Without one (HTTP/1.0) it is localhost. */
function isHostPlausible(host: string | undefined): boolean {
  if (host === undefined) return true;
  return /^(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?$/.test(host) && URL.canParse(`http://${host}`);
}

function isBodyTooLarge(message: IncomingMessage): boolean {
  if (message.method === 'GET' || message.method === 'HEAD') return false;
  if ('transfer-encoding' in message.headers) return true;
  return Number(message.headers['content-length'] ?? 0) > maxPageBodyBytes;
}

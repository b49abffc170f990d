import type { Caller } from '@/lib/context';
import type { Permission } from '@/lib/auth/permissions';
import { AppError } from '@/lib/errors';
import { recordLackOf } from '@/server/audit/record-refusal';
import type { RouteRequest } from '@/server/http/answer';
import { addressOf } from '@/server/http/request-headers';
import { admit } from '@/server/limits/admit';
import { runtime } from '@/server/runtime';
import type { Access } from './access-cache';
import { assertSameOrigin } from './same-origin';
import { knownSessionId, sessionIdFrom } from './session-token';

const unauthenticated = 'Sign in, or send an API key as Authorization: Bearer nines_...';
const keyShape = /^nines_[A-Za-z0-9_-]{20,100}$/;
const readMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The caller of a request by its API key or its session cookie; at once when it is known, else a promise, because promises are what
 * most of a small answer costs. Throws `unauthenticated` or `forbidden`.
 */
export function authenticate(request: RouteRequest, permission: Permission | 'self', requestId: string): Caller | Promise<Caller> {
  const known = knownAccess(request);
  if (known !== undefined) return callerOf(admit(request, known), permission, requestId, request);
  return accessOf(request).then((access) => callerOf(admit(request, access), permission, requestId, request));
}

function callerOf(access: Access | null, permission: Permission | 'self', requestId: string, request: RouteRequest): Caller {
  if (!access) throw new AppError('unauthenticated', unauthenticated);
  const { tenant, actor, permissions } = access;
  const caller: Caller = { tenant, actor, permissions, now: Date.now(), requestId, address: addressOf(request.headers) };
  const reason = refusalOf(access, permission);
  if (reason === null) return caller;
  recordLackOf(runtime(), caller, request, permission);
  throw new AppError('forbidden', reason);
}

/** Why an access is not enough; null when it is. */
function refusalOf({ tenant, actor, permissions, needsSecondFactor }: Access, permission: Permission | 'self'): string | null {
  if (permission === 'self') return actor.kind === 'user' ? null : 'This is for a person who is signed in (self), not for an API key.';
  if (needsSecondFactor) return `${tenant.name} asks for a second factor. Set one up on your account's page, or sign in with the one you have; until then ${permission} is closed.`;
  if (permissions.includes(permission)) return null;
  return `${actor.kind === 'key' ? 'This API key' : 'Your role'} does not hold ${permission}. Ask an owner or admin of ${tenant.name} for it.`;
}

function knownAccess({ method, headers }: RouteRequest): Access | null | undefined {
  const { access, config } = runtime();
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const key = keyOf(authorization, method, headers);
    return key === null ? null : access.knownKey(key);
  }
  const cookie = headers.get('cookie');
  const sessionId = cookie === null ? null : knownSessionId(cookie);
  if (sessionId === undefined) return undefined;
  if (!sessionId) return null;
  if (!readMethods.has(method)) assertSameOrigin(headers, config.publicUrl);
  return access.knownSession(sessionId);
}

async function accessOf({ method, headers }: RouteRequest): Promise<Access | null> {
  const { access, config, authSecret } = runtime();
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const key = keyOf(authorization, method, headers);
    return key === null ? null : access.byKey(key, addressOf(headers));
  }
  const sessionId = await sessionIdFrom(headers.get('cookie'), authSecret);
  if (!sessionId) return null;
  if (!readMethods.has(method)) assertSameOrigin(headers, config.publicUrl);
  return access.bySession(sessionId, addressOf(headers));
}

/**
 * The key of `Bearer nines_...`, or of Basic with the key as its password and any user name (RFC 7617), which is what data sources of
 * dashboards and Prometheus itself can send. A browser remembers Basic credentials and sends them by itself, as it does cookies: a write
 * by them must come from the same origin too.
 */
function keyOf(authorization: string, method: string, headers: RouteRequest['headers']): string | null {
  const bearer = /^Bearer (\S+)$/i.exec(authorization)?.[1];
  if (bearer !== undefined) return keyShape.test(bearer) ? bearer : null;
  const basic = /^Basic ([A-Za-z0-9+/]{1,400}={0,2})$/i.exec(authorization)?.[1];
  if (basic === undefined) return null;
  const pair = Buffer.from(basic, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  const password = pair.slice(colon + 1);
  if (colon < 0 || !keyShape.test(password)) return null;
  if (!readMethods.has(method)) assertSameOrigin(headers, runtime().config.publicUrl);
  return password;
}

/**
 * The WWW-Authenticate of a refusal. Basic makes a browser ask for a password in a window of its own, above a page that only needs a new
 * sign-in; so it is offered only to who shows no sign of a page: no cookie, no Origin or Referer, no fetch metadata.
 */
export function challengesFor({ headers }: Pick<RouteRequest, 'headers'>): string {
  const isPage = ['cookie', 'origin', 'referer', 'sec-fetch-mode'].some((name) => headers.get(name) !== null);
  return isPage ? 'Bearer realm="nines"' : 'Basic realm="nines", charset="UTF-8", Bearer realm="nines"';
}

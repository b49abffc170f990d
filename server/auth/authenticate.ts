import type { Caller } from '@/lib/context';
import type { Permission } from '@/lib/auth/permissions';
import { AppError } from '@/lib/errors';
import type { RouteRequest } from '@/server/http/answer';
import { addressOf } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';
import type { Access } from './access-cache';
import { assertSameOrigin } from './same-origin';
import { knownSessionId, sessionIdFrom } from './session-token';

const unauthenticated = 'Sign in, or send an API key as Authorization: Bearer nines_...';
const readMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * The caller of a request by its API key or its session cookie; at once when it is known, else a promise, because promises are what
 * most of a small answer costs. Throws `unauthenticated` or `forbidden`.
 */
export function authenticate(request: RouteRequest, permission: Permission, requestId: string): Caller | Promise<Caller> {
  const known = knownAccess(request);
  if (known !== undefined) return callerOf(known, permission, requestId);
  return accessOf(request).then((access) => callerOf(access, permission, requestId));
}

function callerOf(access: Access | null, permission: Permission, requestId: string): Caller {
  if (!access) throw new AppError('unauthenticated', unauthenticated);
  const { tenant, actor, permissions } = access;
  if (!permissions.includes(permission)) {
    const who = actor.kind === 'key' ? 'This API key' : 'Your role';
    throw new AppError('forbidden', `${who} does not hold ${permission}. Ask an owner or admin of ${tenant.name} for it.`);
  }
  return { tenant, actor, permissions, now: Date.now(), requestId };
}

function knownAccess({ method, headers }: RouteRequest): Access | null | undefined {
  const { access, config } = runtime();
  const authorization = headers.get('authorization');
  if (authorization !== null) {
    const key = keyIn(authorization);
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
    const key = keyIn(authorization);
    return key === null ? null : access.byKey(key, addressOf(headers));
  }
  const sessionId = await sessionIdFrom(headers.get('cookie'), authSecret);
  if (!sessionId) return null;
  if (!readMethods.has(method)) assertSameOrigin(headers, config.publicUrl);
  return access.bySession(sessionId);
}

function keyIn(authorization: string): string | null {
  return /^Bearer (nines_[A-Za-z0-9_-]{20,100})$/.exec(authorization)?.[1] ?? null;
}

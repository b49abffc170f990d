import type { Caller } from '@/lib/context';
import type { Permission } from '@/lib/auth/permissions';
import { AppError } from '@/lib/errors';
import type { RouteRequest } from '@/server/http/answer';
import { addressOf } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';
import type { Access } from './access-cache';
import { assertSameOrigin } from './same-origin';
import { sessionIdFrom } from './session-token';

const unauthenticated = 'Sign in, or send an API key as Authorization: Bearer nines_...';
const readMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The caller of a request by its API key or its session cookie. Throws `unauthenticated` or `forbidden`. */
export async function authenticate(request: RouteRequest, permission: Permission, requestId: string): Promise<Caller> {
  const access = await accessOf(request);
  if (!access) throw new AppError('unauthenticated', unauthenticated);
  if (!access.permissions.includes(permission)) {
    const who = access.actor.kind === 'key' ? 'This API key' : 'Your role';
    throw new AppError('forbidden', `${who} does not hold ${permission}. Ask an owner or admin of ${access.tenant.name} for it.`);
  }
  return { ...access, now: Date.now(), requestId };
}

async function accessOf(request: RouteRequest): Promise<Access | null> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) {
    const key = /^Bearer (nines_[A-Za-z0-9_-]{20,100})$/.exec(authorization)?.[1];
    return key ? runtime().access.byKey(key, addressOf(request.headers)) : null;
  }
  const sessionId = await sessionIdFrom(request.headers.get('cookie'), runtime().authSecret);
  if (!sessionId) return null;
  if (!readMethods.has(request.method)) assertSameOrigin(request.headers, runtime().config.publicUrl);
  return runtime().access.bySession(sessionId);
}

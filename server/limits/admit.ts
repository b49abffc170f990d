import type { Access } from '@/server/auth/access-cache';
import type { Answer, RouteRequest } from '@/server/http/answer';
import { addressOf } from '@/server/http/request-headers';
import { runtime } from '@/server/runtime';

/** The one place where requests of the API and of the wire protocols are counted; returns the access that it was given. Throws AppError `too_many_requests`. */
export function admit(request: RouteRequest, access: Access | null): Access | null {
  runtime().limits.admit(request, access, addressOf(request.headers), Date.now());
  return access;
}

/** Adds to the headers of an answer what the request has left; nothing where it was not counted. */
export function tellRate(headers: Record<string, string>, { rate }: Pick<RouteRequest, 'rate'>): Answer['headers'] {
  if (!rate) return headers;
  headers['ratelimit-policy'] = rate.policy;
  headers.ratelimit = rate.limit;
  return headers;
}

import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { readBadge } from '@/lib/badges/api';
import { drawBadge } from '@/lib/badges/draw';
import { badgeKinds, hasRange, usualLabel, usualRange } from '@/lib/badges/kinds';
import { wordsOf, type BadgeFigure } from '@/lib/badges/words';
import { AppError, errorStatus, type ErrorCode } from '@/lib/errors';
import type { Answer, RouteRequest } from '@/server/http/answer';
import { shownError } from '@/server/http/problem-answer';
import { addressOf, requestIdFrom } from '@/server/http/request-headers';
import type { Runtime } from '@/server/runtime';
import { countFigure } from './count-figure';
import { findBadges } from './find-badges';
import { createKeptFigures } from './kept-figures';

const figures = createKeptFigures<BadgeFigure>({ keptMs: 30_000, most: 10_000 });

const headers = {
  'content-type': 'image/svg+xml; charset=utf-8',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'",
  'cross-origin-resource-policy': 'cross-origin',
  'x-content-type-options': 'nosniff',
};
const storable = 'public, max-age=60';

/** Answers with a badge, or with one that says what is wrong: an image that cannot be shown tells nobody anything. `now` is in milliseconds since 1970. */
export async function answerBadge(runtime: Runtime, request: RouteRequest, params: Record<string, string>, now: number): Promise<Answer> {
  const requestId = requestIdFrom(request.headers);
  try {
    const svg = await badgeOf(runtime, request, params, now);
    const etag = `"${createHash('sha256').update(svg).digest('base64url').slice(0, 22)}"`;
    // The body of a 304 is not sent; its length is that of the badge, as RFC 9110, section 8.6 wants it.
    return { status: isKnown(request.headers.get('if-none-match'), etag) ? 304 : 200, headers: { ...headers, 'cache-control': storable, etag, 'x-request-id': requestId }, body: svg };
  } catch (error) {
    const { code, message, retryAfterSeconds } = shownError(error, requestId, runtime.log);
    // A token that there is not will never be one.
    const cache = code === 'not_found' ? storable : 'no-store';
    const retry: Record<string, string> = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
    return { status: errorStatus[code], headers: { ...headers, ...retry, 'cache-control': cache, 'x-request-id': requestId }, body: drawBadge({ label: 'badge', text: wordsOfFailure(code), look: 'unknown', title: titleOfFailure(code, message) }) };
  }
}

async function badgeOf(runtime: Runtime, request: RouteRequest, params: Record<string, string>, now: number): Promise<string> {
  const { token, kind: file } = parsed(readBadge.params, params, 'not_found');
  const { range, label = '' } = parsed(readBadge.query, queryOf(request.url), 'invalid');
  const kind = badgeKinds.find((each) => file.startsWith(each)) ?? 'status';
  const { serviceId, tenant } = await findBadges(runtime.database, { token, address: addressOf(request.headers), now });
  const key = `${token} ${kind} ${hasRange(kind) ? range : usualRange}`;
  const figure = await figures.read(key, now, () => countFigure(runtime, { tenant, serviceId, kind, range, now }));
  return drawBadge({ label: label.trim() || usualLabel(kind, range), ...wordsOf(figure) });
}

function parsed<Schema extends z.ZodType>(schema: Schema | undefined, value: unknown, code: 'not_found' | 'invalid'): z.output<Schema> {
  const found = schema?.safeParse(value);
  if (found?.success) return found.data;
  const [issue] = found?.error.issues ?? [];
  throw new AppError(code, code === 'not_found' ? `There is no such badge, only ${badgeKinds.map((kind) => `${kind}.svg`).join(', ')}.` : `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not valid'}`);
}

function queryOf(url: string): Record<string, string> {
  const start = url.indexOf('?');
  return start < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(start + 1)));
}

/** RFC 9110, section 13.1.2: any of the list, compared weakly. */
function isKnown(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === etag);
}

/** What went wrong inside is not told to everybody: the words may name hosts. */
function titleOfFailure(code: ErrorCode, message: string): string {
  if (code === 'not_found' || code === 'invalid') return message;
  return code === 'too_many_requests' ? 'Too many addresses that there are not were asked for. Try again later.' : 'The badge cannot be shown now. Try again later.';
}

function wordsOfFailure(code: ErrorCode): string {
  switch (code) {
    case 'not_found':
      return 'not found';
    case 'too_many_requests':
      return 'too many requests';
    case 'invalid':
      return 'not valid';
    default:
      return 'unavailable';
  }
}

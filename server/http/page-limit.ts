import type { IncomingMessage } from 'node:http';
import { sessionIdFrom } from '@/server/auth/session-token';
import { tellRate } from '@/server/limits/admit';
import type { RateLimits } from '@/server/limits/rate-limits';
import type { Log } from '@/server/log';
import { runtime } from '@/server/runtime';
import { routeRequestOf, type Answer } from './answer';
import { shownError, problemAnswer } from './problem-answer';
import { internalHeaders } from './request-headers';

type Limits = Pick<RateLimits, 'admit'>;

/** What browsers fetch beside pages, from files. */
const files: ReadonlySet<string> = new Set(['/push-worker.js', '/icon.svg', '/favicon.ico', '/manifest.webmanifest']);

/** The refusal of a request to next-auth, which knows no limits; null while its address may go on. */
export function refusedSignIn(message: IncomingMessage, limits: Limits, log: Log): Answer | null {
  return refused(message, limits, (error, requestId) => problemAnswer(error, requestId, log));
}

/** The same for a page that is opened without a session: sign-in, links of mails, and what there is not. Who is signed in is not counted, nor are files. */
export async function refusedPage(message: IncomingMessage, pathname: string, limits: Limits, log: Log): Promise<Answer | null> {
  if (files.has(pathname) || (await hasSession(message))) return null;
  return refused(message, limits, (error, requestId) => {
    const { message: text, retryAfterSeconds = 1 } = shownError(error, requestId, log);
    const headers = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store', 'x-request-id': requestId, 'retry-after': String(retryAfterSeconds) };
    return { ...problemAnswer(error, requestId, log), headers, body: `${text}\n` };
  });
}

function refused(message: IncomingMessage, limits: Limits, answerOf: (error: unknown, requestId: string) => Answer): Answer | null {
  const request = routeRequestOf(message);
  try {
    limits.admit(request, null, String(message.headers[internalHeaders.address]), Date.now());
    return null;
  } catch (error) {
    const refusal = answerOf(error, String(message.headers[internalHeaders.requestId]));
    return { ...refusal, headers: tellRate({ ...refusal.headers }, request) };
  }
}

/** Whether the cookie is of a session that counts at this moment: one that anybody could write is none. */
async function hasSession({ headers: { cookie, [internalHeaders.address]: address } }: IncomingMessage): Promise<boolean> {
  if (cookie === undefined) return false;
  const { access, authSecret } = runtime();
  const sessionId = await sessionIdFrom(cookie, authSecret);
  return sessionId !== null && (await access.bySession(sessionId, String(address))) !== null;
}

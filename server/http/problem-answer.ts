import { AppError, isAppError } from '@/lib/errors';
import { problemOf } from '@/lib/problem';
import type { Log } from '@/server/log';
import type { Answer } from './answer';

/** Answers an error as problem details, as `shownError` shows it. */
export function problemAnswer(error: unknown, requestId: string, log: Log): Answer & { body: string } {
  const shown = shownError(error, requestId, log);
  const problem = problemOf(shown, requestId);
  const headers: Record<string, string> = { 'content-type': 'application/problem+json', 'cache-control': 'no-store', 'x-request-id': requestId };
  if (shown.retryAfterSeconds !== undefined) headers['retry-after'] = String(shown.retryAfterSeconds);
  if (shown.code === 'unauthenticated') headers['www-authenticate'] = 'Bearer realm="nines"';
  return { status: problem.status, headers, body: JSON.stringify(problem) };
}

/** What the caller may see of any error. An unexpected one is logged with the request's id and shown as that id alone. */
export function shownError(error: unknown, requestId: string, log: Log): AppError {
  const known = isAppError(error) ? error : translate(error);
  if (!known || known.code === 'internal') log.error({ err: error, requestId }, 'request failed');
  return known ?? new AppError('internal', `An unexpected error happened. Look for request ${requestId} in the log of Nines.`);
}

/** A database that does not answer is not the caller's fault and not a bug: it is worth another try. */
function translate(error: unknown): AppError | null {
  const code = errorCodeOf(error);
  const connectionLost =
    /^(08...|57P0[123]|53[123]00)$/.test(code) ||
    ['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028'].includes(code) ||
    isSocketMissing(error) ||
    (error instanceof Error && /timeout exceeded when trying to connect|Connection terminated/.test(error.message));
  if (!connectionLost) return null;
  return new AppError('unavailable', 'The database does not answer. Nines goes on trying; try again in a moment.', {
    retryAfterSeconds: 2,
    cause: error,
  });
}

/** PostgreSQL's socket is a file: it is missing while the server is down, which a missing file of our own is not. */
function isSocketMissing(error: unknown): boolean {
  return errorCodeOf(error) === 'ENOENT' && error instanceof Error && 'syscall' in error && error.syscall === 'connect';
}

function errorCodeOf(error: unknown): string {
  if (!error || typeof error !== 'object' || !('code' in error)) return '';
  return String(error.code);
}

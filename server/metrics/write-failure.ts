import { AppError, isAppError, messageOf } from '@/lib/errors';

/**
 * What a failed write means: `refused` blames the samples (others may succeed), `transient` is worth another try at once,
 * `unavailable` is worth one later.
 */
type WriteFailure = 'refused' | 'transient' | 'unavailable';

const transientStates = /^(08...|57P0[123]|40001|40P01|55P03)$/;
const transientCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT']);

/** Classifies by SQLSTATE (https://www.postgresql.org/docs/current/errcodes-appendix.html) and by Node's error code. */
export function writeFailureOf(error: unknown): WriteFailure {
  if (isAppError(error)) return error.code === 'unavailable' ? 'unavailable' : 'refused';
  const code = codeOf(error);
  const message = messageOf(error);
  if (transientStates.test(code) || transientCodes.has(code)) return 'transient';
  if (/Connection terminated|Connection ended|timeout exceeded when trying to connect|not queryable/.test(message)) return 'transient';
  // A partition that another node dropped is made again by the next try.
  if (code === '23514' && message.includes('no partition of relation')) return 'transient';
  return /^(22|23)/.test(code) ? 'refused' : 'unavailable';
}

/** The error that the caller of a failed write gets. */
export function writeError(error: unknown): AppError {
  if (isAppError(error)) return error;
  if (writeFailureOf(error) === 'refused') {
    const message = `The database refuses a sample: ${messageOf(error)}. Nothing of this push was stored.`;
    return new AppError('invalid', message, { cause: error, issues: [{ path: 'samples', message }] });
  }
  return new AppError('unavailable', 'The samples could not be stored: the database does not answer. Send them again.', {
    retryAfterSeconds: 5,
    cause: error,
  });
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

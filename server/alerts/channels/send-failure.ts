import { isAppError } from '@/lib/errors';
import { OutgoingFailure } from '@/server/outgoing/outgoing-failure';
import { redact } from './redact';

/** Why a delivery did not arrive. No secret is in its message. */
export class SendFailure extends Error {
  override readonly name = 'SendFailure';
  constructor(
    message: string,
    /** The status of HTTP or SMTP; null when there was no answer. */
    readonly status: number | null,
    /** Whether another try makes sense. */
    readonly isRetryable: boolean,
    /** What the service asked to wait. */
    readonly retryAfterMs: number | null = null,
    /** Whether it may have arrived all the same. */
    readonly isUncertain = false,
  ) {
    super(message);
  }
}

/** Any failure of sending, without the secrets of the channel. What is not expected is a fault of Nines: trying again may be after it was corrected. */
export function sendFailureOf(error: unknown, secrets: readonly (string | undefined)[]): SendFailure {
  if (error instanceof SendFailure) return error;
  if (error instanceof OutgoingFailure) return new SendFailure(redact(error.message, secrets), error.status, error.isRetryable, error.retryAfterMs, error.isUncertain);
  if (isAppError(error)) return new SendFailure(redact(error.message, secrets), null, false);
  return new SendFailure('The message could not be sent for a reason that only the log tells.', null, true);
}

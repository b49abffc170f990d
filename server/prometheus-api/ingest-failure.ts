import { errorStatus } from '@/lib/errors';
import { isDecodeError } from '@/lib/ingest/decode-error';
import type { AppendReceipt, Refusal } from '@/lib/metrics/metric-store';
import type { Answer } from '@/server/http/answer';
import { shownError } from '@/server/http/problem-answer';
import type { Log } from '@/server/log';

/** A body of a type or encoding that the endpoint does not take (415). */
export class MediaTypeError extends Error {
  override readonly name = 'MediaTypeError';
}

/** Samples that were refused, while the others of the same request are stored; sending them again does not help. */
export class RefusedSamples extends Error {
  override readonly name = 'RefusedSamples';
  constructor(
    message: string,
    readonly receipt: AppendReceipt,
  ) {
    super(message);
  }
}

/** Refusals that a message tells in full. */
const toldReasons = 5;

/** `3 samples were refused: 2 out_of_order (why), 1 too_old (why). The others are stored.`; null when none was. */
export function refusalText(refused: readonly Refusal[]): string | null {
  const total = refused.reduce((sum, { count }) => sum + count, 0);
  if (total === 0) return null;
  const told = refused.slice(0, toldReasons).map(({ reason, count, example }) => `${count} ${reason} (${oneLine(example)})`);
  return `${total} sample${total === 1 ? ' was' : 's were'} refused: ${told.join(', ')}. The others are stored.`;
}

/** What went wrong, with the status that says whether the same body may be sent again: 4xx never, 429 and 5xx later. */
export function ingestFailure(error: unknown, requestId: string, log: Log): { status: number; message: string } {
  if (error instanceof MediaTypeError) return { status: 415, message: error.message };
  if (error instanceof RefusedSamples || isDecodeError(error)) return { status: 400, message: error.message };
  const shown = shownError(error, requestId, log);
  return { status: errorStatus[shown.code], message: shown.message };
}

/** A failure as text on one line, which is what senders put into their own logs. */
export function createTextFailure(log: Log): (error: unknown, request: { requestId: string }) => Answer {
  return (error, { requestId }) => {
    const { status, message } = ingestFailure(error, requestId, log);
    return { status, headers: { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }, body: `${oneLine(message)}\n` };
  };
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 1_000);
}

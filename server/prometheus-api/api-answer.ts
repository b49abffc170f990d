import { setImmediate as nextTurn } from 'node:timers/promises';
import { isAppError, errorStatus } from '@/lib/errors';
import { apiErrorStatus, ApiError, errorTypeOf, type ErrorType } from '@/lib/prometheus-api/api-error';
import { isPromqlError } from '@/lib/promql/error';
import type { Answer, RouteRequest } from '@/server/http/answer';
import { compressAnswer } from '@/server/http/compress';
import { shownError } from '@/server/http/problem-answer';
import type { Log } from '@/server/log';

export interface SuccessOptions {
  warnings?: readonly string[];
  infos?: readonly string[];
  headers?: Readonly<Record<string, string>>;
  /** Bytes that the answer may have. */
  maxBytes: number;
}

const headersOfAll = { 'content-type': 'application/json', 'cache-control': 'no-store' };
/** How long an answer is made before others get their turn. */
const turnMs = 8;

/**
 * An answer with `data` (JSON, in pieces) in the envelope of the Prometheus HTTP API. The pieces are made in turns, so that a large answer
 * holds up nobody else. Throws ApiError `execution` when it becomes longer than `maxBytes`.
 */
export async function successAnswer(request: RouteRequest, data: Iterable<string>, options: SuccessOptions): Promise<Answer> {
  const { warnings = [], infos = [], headers = {}, maxBytes } = options;
  const parts: Buffer[] = [Buffer.from('{"status":"success","data":')];
  let size = 0;
  let turnStartedAt = performance.now();
  for (const piece of data) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size > maxBytes) throw tooLong(maxBytes);
    parts.push(bytes);
    if (performance.now() - turnStartedAt < turnMs) continue;
    await nextTurn();
    turnStartedAt = performance.now();
  }
  const notes = (name: string, texts: readonly string[]) => (texts.length === 0 ? '' : `,"${name}":${JSON.stringify(texts)}`);
  parts.push(Buffer.from(`${notes('warnings', warnings)}${notes('infos', infos)}}`));
  const answer = { status: 200, headers: { ...headersOfAll, ...headers }, body: Buffer.concat(parts) };
  return compressAnswer(answer, request.headers.get('accept-encoding'));
}

function tooLong(maxBytes: number): ApiError {
  return new ApiError('execution', `the answer would be longer than ${maxBytes} bytes: select fewer series, or take a longer step or a limit`);
}

/** A failure in the envelope of the Prometheus HTTP API, with its errorType and status. */
export function createFailureAnswer(log: Log): (error: unknown, request: { requestId: string }) => Answer {
  return (error, { requestId }) => {
    if (error instanceof ApiError) return failure(error.errorType, error.message, apiErrorStatus[error.errorType]);
    if (isPromqlError(error)) return failure(error.kind, error.message, apiErrorStatus[error.kind]);
    const shown = isAppError(error) && error.code !== 'internal' ? error : shownError(error, requestId, log);
    return failure(errorTypeOf[shown.code], shown.message, errorStatus[shown.code]);
  };
}

function failure(errorType: ErrorType, error: string, status: number): Answer {
  return { status, headers: headersOfAll, body: JSON.stringify({ status: 'error', errorType, error }) };
}

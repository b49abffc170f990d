import { Refusal } from '@/lib/alertmanager/refusal';
import { errorStatus, isAppError } from '@/lib/errors';
import type { Answer } from '@/server/http/answer';
import { compressAnswer } from '@/server/http/compress';
import { shownError } from '@/server/http/problem-answer';
import type { WireRequest } from '@/server/http/wire';
import type { Log } from '@/server/log';

const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' };
const maxBytes = 8 * 1024 * 1024;
const timeoutMs = 20_000;

/** An answer as Alertmanager gives it: the data itself. */
export async function dataAnswer(request: WireRequest, data: unknown): Promise<Answer> {
  return compressAnswer({ status: 200, headers, body: JSON.stringify(data) }, request.headers.get('accept-encoding'));
}

/** The answer of what has nothing to say. */
export const emptyAnswer: Answer = { status: 200, headers: { 'cache-control': 'no-store' }, body: '' };

/** The JSON of a request. Throws Refusal as Alertmanager's generated server does, AppError `too_large`. */
export async function jsonBodyOf(request: WireRequest, name: string): Promise<unknown> {
  const type = request.headers.get('content-type') ?? '';
  if (!/^application\/json\s*(?:;|$)/i.test(type)) throw Refusal.generated(415, `unsupported media type ${JSON.stringify(type.slice(0, 100))}, only [application/json] are allowed`);
  const text = new TextDecoder().decode(await request.decodedBytes({ maxBytes, maxDecodedBytes: maxBytes, timeoutMs }));
  if (text === '') throw Refusal.generated(602, `${name} in body is required`);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw Refusal.generated(400, `parsing ${name} body from "" failed, because it is no JSON`);
  }
}

/** A failure in the words of Alertmanager and its generated server. */
export function createFailureAnswer(log: Log): (error: unknown, request: { requestId: string; url: string }) => Answer {
  return (error, { requestId, url }) => {
    if (error instanceof Refusal) return { status: error.status, headers, body: JSON.stringify(error.body) };
    const shown = isAppError(error) && error.code !== 'internal' ? error : shownError(error, requestId, log);
    const status = errorStatus[shown.code];
    const isUnknownPath = shown.code === 'not_found';
    return { status, headers, body: JSON.stringify({ code: status, message: isUnknownPath ? `path ${url.split('?')[0]} was not found` : shown.message }) };
  };
}

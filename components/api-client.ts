import type { z } from 'zod';
import type { Endpoint, Method } from '@/lib/endpoint';
import { AppError, errorStatus, type ErrorCode, type FieldIssue } from '@/lib/errors';

const usualTimeoutMs = 15_000;

interface CallInput<Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType> {
  params?: z.input<Params>;
  query?: z.input<Query>;
  body?: z.input<Body>;
  signal?: AbortSignal;
  /** For long work; 15 s unless said. */
  timeoutMs?: number;
}

/** Calls a declared endpoint of this server. Throws AppError; without a session the browser goes to the sign-in page. */
export async function callEndpoint<
  Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Response extends z.ZodType,
>(
  endpoint: Endpoint<Params, Query, Body, Response>,
  input: CallInput<Params, Query, Body> = {},
): Promise<z.output<Response>> {
  const path = endpoint.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = valueOf(input.params, name);
    return encodeURIComponent(typeof value === 'number' ? String(value) : (textOf(value) ?? ''));
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries<unknown>(input.query ?? {})) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') search.set(name, String(value));
  }
  const url = search.size > 0 ? `${path}?${search.toString()}` : path;
  const answer = await sendJson(endpoint.method, url, { body: input.body, signal: input.signal, timeoutMs: input.timeoutMs });
  // The server shapes its answers by this very declaration, so that they are not parsed again.
  return answer as z.output<Response>;
}

/** Sends JSON to this server and gives the parsed answer. Throws AppError. */
export async function sendJson(method: Method, url: string, input: { body?: unknown; signal?: AbortSignal; timeoutMs?: number } = {}): Promise<unknown> {
  const { timeoutMs = usualTimeoutMs } = input;
  const timeout = AbortSignal.timeout(timeoutMs);
  let response: Response;
  try {
    response = await fetch(url, {
      method,
      headers: input.body === undefined ? { accept: 'application/json' } : { accept: 'application/json', 'content-type': 'application/json' },
      body: input.body === undefined ? undefined : JSON.stringify(input.body),
      signal: input.signal ? AbortSignal.any([input.signal, timeout]) : timeout,
      cache: 'no-store',
    });
  } catch (cause) {
    if (input.signal?.aborted) throw cause;
    const message = timeout.aborted
      ? `The server did not answer within ${timeoutMs / 1000} s. Try again.`
      : 'The server cannot be reached. Check that Nines runs and that you are connected.';
    throw new AppError('unavailable', message, { cause });
  }
  const text = await response.text();
  if (response.ok) return text === '' ? null : JSON.parse(text);
  const problem = readProblem(response, text);
  if (problem.code === 'unauthenticated' && !window.location.pathname.startsWith('/sign-in')) goToSignIn();
  throw problem;
}

/** Leaves for the sign-in page and comes back here afterwards. */
export function goToSignIn(): void {
  const here = window.location.pathname + window.location.search;
  window.location.assign(`/sign-in?next=${encodeURIComponent(here)}`);
}

/** The error that a problem-details answer (RFC 9457) stands for. */
export function readProblem(response: { status: number; headers: Headers }, text: string): AppError {
  const problem = parseJson(text);
  const detail = textOf(valueOf(problem, 'detail')) ?? textOf(valueOf(problem, 'title'));
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new AppError(codeOf(response.status), detail ?? `The server answered with status ${response.status}.`, {
    issues: issuesOf(valueOf(problem, 'issues')),
    retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined,
  });
}

function codeOf(status: number): ErrorCode {
  for (const code of Object.keys(errorStatus) as ErrorCode[]) if (errorStatus[code] === status) return code;
  if (status === 502 || status === 504) return 'unavailable';
  if (status === 410) return 'conflict';
  return status >= 500 ? 'internal' : 'invalid';
}

function issuesOf(value: unknown): FieldIssue[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((each: unknown) => {
    const message = textOf(valueOf(each, 'message'));
    return message === null ? [] : [{ path: textOf(valueOf(each, 'path')) ?? '', message }];
  });
}

function valueOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

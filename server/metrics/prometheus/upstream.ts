import { z } from 'zod';
import { AppError, messageOf } from '@/lib/errors';
import { PromqlError } from '@/lib/promql/error';

/** Longest answer that is read, in bytes. */
const maxAnswerBytes = 64 * 1024 * 1024;

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface UpstreamOptions {
  /** Base URL of a Prometheus-compatible store; `user:password@` is sent as basic authentication. */
  url: string;
  /** Whole answer, milliseconds. */
  timeoutMs?: number;
  fetch?: Fetch;
}

const Envelope = z.object({
  status: z.enum(['success', 'error']),
  data: z.unknown().optional(),
  errorType: z.string().optional(),
  error: z.string().optional(),
  warnings: z.array(z.string()).optional(),
  infos: z.array(z.string()).optional(),
});

export interface UpstreamAnswer {
  data: unknown;
  warnings: string[];
  infos: string[];
}

/** HTTP to the store: every request has a timeout, every answer a bound, and no message a credential. */
export class Upstream {
  /** Without credentials, for messages. */
  readonly name: string;
  private readonly base: string;
  private readonly authorization: string | null;
  private readonly timeoutMs: number;
  private readonly fetch: Fetch;

  constructor({ url, timeoutMs = 30_000, fetch = globalThis.fetch }: UpstreamOptions) {
    const { username, password, origin, pathname } = new URL(url);
    this.base = origin + pathname.replace(/\/+$/, '');
    this.name = this.base;
    const isNamed = username !== '' || password !== '';
    this.authorization = isNamed ? `Basic ${Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString('base64')}` : null;
    this.timeoutMs = timeoutMs;
    this.fetch = fetch;
  }

  /**
   * Calls the HTTP API of Prometheus (https://prometheus.io/docs/prometheus/latest/querying/api/) by GET, or by POST with `form`. Throws PromqlError
   * for what the store says of the expression, AppError `unavailable` for a store that does not answer, or not in this language.
   */
  async call(path: string, { query, form, timeoutMs }: { query?: URLSearchParams; form?: URLSearchParams; timeoutMs?: number | undefined }): Promise<UpstreamAnswer> {
    const search = query && query.size > 0 ? `?${query.toString()}` : '';
    const init = form ? { method: 'POST', body: form.toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' } } : { method: 'GET' };
    const limitMs = Math.min(this.timeoutMs, timeoutMs ?? this.timeoutMs);
    const response = await this.send(`${path}${search}`, init, limitMs);
    let body: unknown;
    try {
      body = JSON.parse(await readText(response));
    } catch (error) {
      if (isTimeout(error)) throw this.timedOut(limitMs);
      throw this.unavailable(response.status >= 400 ? `answered ${response.status}` : `gave an answer that cannot be read (${messageOf(error)})`);
    }
    return this.answerOf(body, response.status);
  }

  /** Sends a request; the caller reads the answer. Throws AppError `unavailable` where there is none. */
  async send(path: string, init: RequestInit, timeoutMs = this.timeoutMs): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.authorization) headers.set('authorization', this.authorization);
    headers.set('user-agent', 'nines');
    try {
      return await this.fetch(`${this.base}${path}`, { ...init, headers, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      if (isTimeout(error)) throw this.timedOut(timeoutMs);
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
      throw this.unavailable(`cannot be reached (${messageOf(cause)})`);
    }
  }

  unavailable(what: string): AppError {
    return new AppError('unavailable', `The metric store at ${this.name} ${what}. Check METRICS_URL, and that the store is up.`, { retryAfterSeconds: 5 });
  }

  private timedOut(timeoutMs: number): AppError {
    return this.unavailable(`did not answer within ${timeoutMs} ms`);
  }

  private answerOf(body: unknown, status: number): UpstreamAnswer {
    const parsed = Envelope.safeParse(body);
    if (!parsed.success) throw this.unavailable(`answered ${status}, but not as Prometheus does`);
    const { data, errorType, error = '', warnings = [], infos = [] } = parsed.data;
    if (parsed.data.status === 'success') return { data, warnings, infos };
    switch (errorType) {
      case 'bad_data':
      case 'execution':
      case 'timeout':
      case 'canceled':
        throw new PromqlError(errorType, error);
      default:
        throw this.unavailable(`answered ${status}: ${error.slice(0, 500)}`);
    }
  }
}

function isTimeout(error: unknown): boolean {
  return error instanceof Error && error.name === 'TimeoutError';
}

/** The text of an answer, up to the bound. */
export async function readText(response: Response, limitBytes = maxAnswerBytes): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > limitBytes) throw new Error(`it is longer than ${limitBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

import { goToSignIn } from '@/components/api-client';
import type { TimeWindow } from '@/lib/health/ranges';
import { failureOf, PromqlFailure, readAnswer, type PromqlAnswer } from './prometheus-answer';

/** Series of one answer; what is beyond is said by a warning of the server. */
const maxSeries = 1_000;
const timeoutMs = 60_000;

/** An expression over a window. Throws PromqlFailure. */
export function queryRange(expr: string, { fromMs, toMs, stepMs }: TimeWindow, signal: AbortSignal): Promise<PromqlAnswer> {
  return ask('query_range', { query: expr, start: seconds(fromMs), end: seconds(toMs), step: seconds(stepMs), stats: 'all', limit: String(maxSeries) }, signal);
}

/** An expression at one time. Throws PromqlFailure. */
export function queryInstant(expr: string, atMs: number, signal: AbortSignal): Promise<PromqlAnswer> {
  return ask('query', { query: expr, time: seconds(atMs), stats: 'all', limit: String(maxSeries) }, signal);
}

async function ask(path: string, parameters: Record<string, string>, signal: AbortSignal): Promise<PromqlAnswer> {
  const { response, json } = await fetchJson(`/api/v1/${path}?${new URLSearchParams(parameters).toString()}`, signal);
  if (!response.ok) throw failureOf(json);
  return readAnswer(json, response.headers.get('x-nines-resolution'));
}

async function fetchJson(url: string, signal: AbortSignal): Promise<{ response: Response; json: unknown }> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(url, { headers: { accept: 'application/json' }, signal: AbortSignal.any([signal, timeout]), cache: 'no-store' });
    if (response.status === 401) goToSignIn();
    return { response, json: await response.json().catch(() => null) };
  } catch (cause) {
    if (signal.aborted) throw cause;
    const message = timeout.aborted ? `The server did not answer within ${timeoutMs / 1000} s.` : 'The server cannot be reached. Check that Nines runs and that you are connected.';
    throw new PromqlFailure(message, 'unavailable', null);
  }
}

export interface MetricEntry {
  name: string;
  type: string;
  help: string;
}

/** Every metric with its type and help where they are known, sorted by name. Throws PromqlFailure. */
export async function listMetrics(signal: AbortSignal): Promise<MetricEntry[]> {
  const [names, metadata] = await Promise.all([
    fetchJson('/api/v1/label/__name__/values', signal),
    fetchJson('/api/v1/metadata?limit_per_metric=1', signal),
  ]);
  if (!names.response.ok) throw failureOf(names.json);
  const known = (metadata.response.ok ? dataOf(metadata.json) : {}) as Record<string, { type?: string; help?: string }[] | undefined>;
  return (dataOf(names.json) as string[]).map((name) => {
    const found = Object.hasOwn(known, name) ? known[name]?.[0] : undefined;
    return { name, type: found?.type ?? '', help: found?.help ?? '' };
  });
}

function dataOf(json: unknown): unknown {
  if (typeof json !== 'object' || json === null || !('data' in json)) throw failureOf(json);
  return json.data;
}

function seconds(ms: number): string {
  return String(ms / 1000);
}

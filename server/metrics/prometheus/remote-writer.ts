import { setTimeout as sleep } from 'node:timers/promises';
import { encodeWriteRequest } from '@/lib/ingest/remote-write';
import type { MetricMetadata } from '@/lib/ingest/sink';
import { compressSnappy } from '@/lib/ingest/snappy';
import { AppError, isAppError } from '@/lib/errors';
import { describeLabelSet } from '@/lib/metrics/labels';
import type { RefusalReason } from '@/lib/metrics/metric-store';
import type { Log } from '@/server/log';
import type { Refusals, RemoteSeries } from './remote-batch';
import { readText, type Upstream } from './upstream';

const maxSamplesPerRequest = 5_000;
const maxAttempts = 4;
/** Requests that one batch may become when the store refuses parts of it. */
const maxRequestsPerBatch = 500;
const longestPauseMs = 10_000;

/** What a store says of samples that it does not take. */
const refusalWords: readonly (readonly [RegExp, RefusalReason])[] = [
  [/out of order/i, 'out_of_order'],
  [/duplicate sample/i, 'conflicting_value'],
  [/too old|out of bounds/i, 'too_old'],
  [/future/i, 'too_far_in_future'],
  [/limit|too many/i, 'series_limit'],
];

export interface RemoteWriterOptions {
  upstream: Upstream;
  log: Log;
  /** Longest first pause before another attempt, milliseconds; it doubles with each. */
  retryMs?: number;
}

/**
 * Sends series by remote write 1.0 (https://prometheus.io/docs/specs/prw/remote_write_spec/). A store takes a request whole or not at all, so a
 * refused one is halved until what is at fault stands alone.
 */
export class RemoteWriter {
  private readonly retryMs: number;

  constructor(private readonly options: RemoteWriterOptions) {
    this.retryMs = options.retryMs ?? 200;
  }

  /**
   * Resolves to the number of samples that the store has; those that it refused are counted in `refusals`. Throws AppError `unavailable` when it
   * cannot be reached, answers 429 or 5xx, after some attempts; `invalid` when it refuses for another reason than the samples.
   */
  async write(series: readonly RemoteSeries[], described: readonly MetricMetadata[], refusals: Refusals): Promise<number> {
    const progress = { requests: 0, stored: 0 };
    let metadata = described;
    for (const part of partsOf(series)) {
      await this.writePart(part, metadata, refusals, progress);
      metadata = [];
    }
    if (series.length === 0 && metadata.length > 0) await this.writePart([], metadata, refusals, progress);
    return progress.stored;
  }

  private async writePart(part: readonly RemoteSeries[], metadata: readonly MetricMetadata[], refusals: Refusals, progress: { requests: number; stored: number }): Promise<void> {
    const count = part.reduce((total, { samples }) => total + samples.length, 0);
    progress.requests += 1;
    const refused = await this.send(compressSnappy(encodeWriteRequest(part, metadata)));
    if (refused === null) {
      progress.stored += count;
      return;
    }
    const reason = reasonOf(refused);
    const [first, ...others] = halvesOf(part);
    if (reason === null || progress.requests >= maxRequestsPerBatch || !first) {
      throw new AppError('invalid', `The metric store at ${this.options.upstream.name} refused samples: ${refused}`);
    }
    if (others.length === 0) {
      refusals.add(reason, `${describeLabelSet(first[0]?.labels ?? []).slice(0, 300)}: ${refused}`, count);
      return;
    }
    for (const half of [first, ...others]) await this.writePart(half, [], refusals, progress);
  }

  /** Null when the store took it; else its words. */
  private async send(body: Uint8Array<ArrayBuffer>): Promise<string | null> {
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.attempt(body);
      if (!('retry' in outcome)) return outcome.refused;
      if (attempt === maxAttempts) throw outcome.retry;
      const { retryAfterMs } = outcome;
      const pauseMs = retryAfterMs ?? this.retryMs * 2 ** (attempt - 1) * (0.5 + Math.random() / 2);
      if (pauseMs > longestPauseMs) throw outcome.retry;
      this.options.log.warn({ attempt, reason: outcome.retry.message }, 'a write to the metric store is tried again');
      await sleep(pauseMs);
    }
  }

  private async attempt(body: Uint8Array<ArrayBuffer>): Promise<{ refused: string | null } | { retry: AppError; retryAfterMs: number | null }> {
    const { upstream } = this.options;
    const headers = { 'content-type': 'application/x-protobuf', 'content-encoding': 'snappy', 'x-prometheus-remote-write-version': '0.1.0' };
    try {
      const response = await upstream.send('/api/v1/write', { method: 'POST', body, headers });
      const text = (await readText(response, 65_536)).trim().slice(0, 500);
      if (response.ok) return { refused: null };
      if (response.status !== 429 && response.status < 500) {
        if (response.status === 400) return { refused: text };
        throw new AppError('invalid', `The metric store at ${upstream.name} refused a write with ${response.status}: ${text}. Check METRICS_URL and its credentials.`);
      }
      return { retry: upstream.unavailable(`answered a write with ${response.status}: ${text}`), retryAfterMs: retryAfterMs(response) };
    } catch (error) {
      if (isAppError(error) && error.code === 'invalid') throw error;
      return { retry: isAppError(error) ? error : upstream.unavailable('broke off its answer to a write'), retryAfterMs: null };
    }
  }
}

function retryAfterMs(response: Response): number | null {
  const seconds = response.headers.get('retry-after');
  return seconds !== null && /^\d{1,6}$/.test(seconds) ? Number(seconds) * 1_000 : null;
}

function reasonOf(text: string): RefusalReason | null {
  return refusalWords.find(([words]) => words.test(text))?.[1] ?? null;
}

/** Series in parts that are one request each; a series with more samples than that is cut. */
function* partsOf(series: readonly RemoteSeries[]): Generator<RemoteSeries[]> {
  let part: RemoteSeries[] = [];
  let count = 0;
  for (const { labels, samples } of series) {
    for (let at = 0; at < samples.length; at += maxSamplesPerRequest) {
      const cut = samples.slice(at, at + maxSamplesPerRequest);
      if (count + cut.length > maxSamplesPerRequest) {
        yield part;
        part = [];
        count = 0;
      }
      part.push({ labels, samples: cut });
      count += cut.length;
    }
  }
  if (part.length > 0) yield part;
}

/** Two halves; one when it is a single sample. */
function halvesOf(part: readonly RemoteSeries[]): RemoteSeries[][] {
  const [only] = part;
  if (part.length > 1) return [part.slice(0, part.length >> 1), part.slice(part.length >> 1)];
  if (!only) return [];
  if (only.samples.length === 1) return [[only]];
  const middle = only.samples.length >> 1;
  return [only.samples.slice(0, middle), only.samples.slice(middle)].map((samples) => [{ labels: only.labels, samples }]);
}

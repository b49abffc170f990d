import type { Span } from '@/lib/promql/ast';
import { formatGeneral, formatTwoDigits } from './number-format';

/** What an evaluation has to say about its answer, in the words of Prometheus (util/annotations/annotations.go). */
export interface Annotations {
  warn(text: string, span: Span): void;
  inform(text: string, span: Span): void;
  /** Counts of a histogram's buckets that fell from one bucket to the next, and were raised. */
  informForcedMonotonicity(forced: ForcedMonotonicity, timeMs: number, span: Span): void;
  /** Sorted, each at most ten and a line that counts the rest; `query` gives lines and columns. */
  texts(query: string | undefined): { warnings: string[]; infos: string[] };
}

export interface ForcedMonotonicity {
  minBucket: number;
  maxBucket: number;
  maxDifference: number;
}

interface ForcedOverTime extends ForcedMonotonicity {
  samples: number;
  fromMs: number;
  toMs: number;
  span: Span;
}

const shownOfEach = 10;

export function createAnnotations(): Annotations {
  const warnings = new Map<string, Span>();
  const infos = new Map<string, Span>();
  let forcedOverTime: ForcedOverTime | null = null;
  return {
    warn: (text, span) => void warnings.set(`PromQL warning: ${text}`, span),
    inform: (text, span) => void infos.set(`PromQL info: ${text}`, span),
    informForcedMonotonicity: (forced, timeMs, span) => {
      forcedOverTime = mergeForced(forcedOverTime, { ...forced, samples: 1, fromMs: timeMs, toMs: timeMs, span });
    },
    texts: (query) => {
      const allInfos = new Map(infos);
      if (forcedOverTime) allInfos.set(describeForced(forcedOverTime), forcedOverTime.span);
      return { warnings: bounded(warnings, 'warning', query), infos: bounded(allInfos, 'info', query) };
    },
  };
}

function mergeForced(before: ForcedOverTime | null, added: ForcedOverTime): ForcedOverTime {
  if (!before) return added;
  return {
    minBucket: Math.min(before.minBucket, added.minBucket),
    maxBucket: Math.max(before.maxBucket, added.maxBucket),
    maxDifference: Math.max(before.maxDifference, added.maxDifference),
    samples: before.samples + 1,
    fromMs: Math.min(before.fromMs, added.fromMs),
    toMs: Math.max(before.toMs, added.toMs),
    span: added.span,
  };
}

function describeForced({ minBucket, maxBucket, maxDifference, samples, fromMs, toMs }: ForcedOverTime): string {
  return (
    'PromQL info: input to histogram_quantile needed to be fixed for monotonicity ' +
    '(see https://prometheus.io/docs/prometheus/latest/querying/functions/#histogram_quantile), ' +
    `from buckets ${formatGeneral(minBucket)} to ${formatGeneral(maxBucket)}, with a max diff of ${formatTwoDigits(maxDifference)}, ` +
    `over ${samples} samples from ${secondOf(fromMs)} to ${secondOf(toMs)}`
  );
}

const secondOf = (timeMs: number) => new Date(Math.floor(timeMs / 1000) * 1000).toISOString().replace('.000Z', 'Z');

function bounded(texts: Map<string, Span>, kind: 'warning' | 'info', query: string | undefined): string[] {
  const all = [...texts].map(([text, span]) => `${text} (${positionOf(span.start, query)})`).sort();
  if (all.length <= shownOfEach) return all;
  return [...all.slice(0, shownOfEach), `${all.length - shownOfEach} more ${kind} annotations omitted`];
}

/** Line and column of an offset, both from 1, columns in bytes of UTF-8. */
function positionOf(offset: number, query = ''): string {
  const before = query.slice(0, offset).padEnd(offset, ' ').split('\n');
  return `${before.length}:${new TextEncoder().encode(before.at(-1)).length + 1}`;
}

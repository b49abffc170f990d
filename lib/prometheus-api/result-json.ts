import type { QueryCost, QueryResult } from '@/lib/metrics/metric-store';
import type { LabelSet } from '@/lib/metrics/labels';
import { formatScalar, formatTime, formatValue } from './format-number';

/** Characters after which a piece is given out, about. */
const pieceLength = 64 * 1024;
/** Texts of steps that are kept: a range has 11,001 of them at most. */
const maxSteps = 20_000;
const endOfPoint = '"],';

/** The labels of a series as an object. */
export function labelsJson(labels: LabelSet): string {
  let text = '{';
  for (let index = 0; index < labels.length; index += 2) {
    if (index > 0) text += ',';
    text += `${JSON.stringify(labels[index])}:${JSON.stringify(labels[index + 1])}`;
  }
  return `${text}}`;
}

/**
 * `data` of `/query` and `/query_range`, piece by piece: an answer may be far larger than what should be built in one go, so who takes the
 * pieces decides when to go on and when it is enough. `stats` is JSON that is put beside the result.
 */
export function* resultPieces(result: QueryResult, stats: string | null): Generator<string> {
  const start = `{"resultType":"${result.type}","result":`;
  const end = stats === null ? '}' : `,"stats":${stats}}`;
  switch (result.type) {
    case 'scalar':
      yield `${start}[${result.timeMs / 1000},"${formatScalar(result.value)}"]${end}`;
      return;
    case 'string':
      yield `${start}[${result.timeMs / 1000},${JSON.stringify(result.value)}]${end}`;
      return;
    case 'vector':
      yield* vectorPieces(result.series, start, end);
      return;
    case 'matrix':
      yield* matrixPieces(result.series, start, end);
  }
}

function* vectorPieces(series: Extract<QueryResult, { type: 'vector' }>['series'], start: string, end: string): Generator<string> {
  let text = `${start}[`;
  let separator = '';
  for (const { labels, timeMs, value } of series) {
    text += `${separator}{"metric":${labelsJson(labels)},"value":[${formatTime(timeMs)},"${formatValue(value)}"]}`;
    separator = ',';
    if (text.length < pieceLength) continue;
    yield text;
    text = '';
  }
  yield `${text}]${end}`;
}

function* matrixPieces(series: Extract<QueryResult, { type: 'matrix' }>['series'], start: string, end: string): Generator<string> {
  const stepText = createStepText();
  let text = `${start}[`;
  let separator = '';
  for (const { labels, times, values } of series) {
    text += `${separator}{"metric":${labelsJson(labels)},"values":[`;
    separator = ',';
    for (let index = 0; index < times.length; index += 1) {
      const step = stepText(index, times[index] ?? 0);
      text += index === 0 ? step.slice(endOfPoint.length) : step;
      text += formatValue(values[index] ?? Number.NaN);
      if (text.length < pieceLength) continue;
      yield text;
      text = '';
    }
    text += times.length === 0 ? ']}' : '"]]}';
  }
  yield `${text}]${end}`;
}

/** The end of the point before and the beginning of one. The series of an answer share their steps, so each is mostly made once. */
function createStepText(): (index: number, timeMs: number) => string {
  const times: number[] = [];
  const texts: string[] = [];
  return (index, timeMs) => {
    const known = texts[index];
    if (known !== undefined && times[index] === timeMs) return known;
    const text = `${endOfPoint}[${formatTime(timeMs)},"`;
    if (index <= maxSteps) {
      times[index] = timeMs;
      texts[index] = text;
    }
    return text;
  };
}

/** `stats` of an answer in the form of Prometheus (util/stats), with what Nines knows beside it. */
export function statsJson({ series, samples, milliseconds, resolution }: QueryCost): string {
  const seconds = milliseconds / 1000;
  return JSON.stringify({
    timings: { evalTotalTime: seconds, resultSortTime: 0, queryPreparationTime: 0, innerEvalTime: seconds, execQueueTime: 0, execTotalTime: seconds },
    samples: { totalQueryableSamples: samples, peakSamples: samples },
    nines: { series, resolution },
  });
}

/** Cuts a vector or matrix to the first series, where there are more. */
export function limitResult(result: QueryResult, limit: number): { result: QueryResult; truncated: boolean } {
  if (limit === 0 || !('series' in result) || result.series.length <= limit) return { result, truncated: false };
  if (result.type === 'vector') return { result: { type: 'vector', series: result.series.slice(0, limit) }, truncated: true };
  return { result: { type: 'matrix', series: result.series.slice(0, limit) }, truncated: true };
}

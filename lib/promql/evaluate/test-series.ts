import { labelOf, labelSetOf, type LabelSet } from '@/lib/metrics/labels';
import { compileMatcher } from '@/lib/metrics/matcher';
import type { QueryResult, Resolution } from '@/lib/metrics/metric-store';
import { bitsOf, staleHigh, staleLow } from '@/lib/metrics/stale';
import { evaluateInstant, evaluateRange, type EvaluateOptions, type Evaluation } from '@/lib/promql/evaluate';
import { parsePromql } from '@/lib/promql/parse';
import type { RollupColumns, SampleSource, Selection, SeriesData } from '@/lib/promql/source';
import { formatLabelSet } from './label-set';
import { formatGeneral } from './number-format';

/** Samples from time 0, one a minute where not said otherwise: `1 2 _ stale NaN Inf 0+10x5`, where `_` is none and the last counts up. */
export type Loaded = Record<string, string>;

export interface TestSource extends SampleSource {
  selections: Selection[];
}

export function load(loaded: Loaded, stepMs = 60_000): TestSource {
  return sourceOf(Object.entries(loaded).map(([name, notation]) => seriesOf(name, notation, stepMs)));
}

export function sourceOf(series: readonly SeriesData[], resolution: Resolution = 'raw'): TestSource {
  const selections: Selection[] = [];
  return {
    selections,
    select: (selection) => {
      selections.push(selection);
      const accepts = selection.matchers.map((matcher) => {
        const acceptsValue = compileMatcher(matcher);
        return ({ labels }: SeriesData) => acceptsValue(labelOf(labels, matcher.label));
      });
      return Promise.resolve({ series: series.filter((each) => accepts.every((accept) => accept(each))), resolution });
    },
  };
}

function labelsOf(name: string): LabelSet {
  const selector = parsePromql(name);
  return labelSetOf((selector.kind === 'vectorSelector' ? selector.matchers : []).map(({ label, value }) => [label, value] as const));
}

function seriesOf(name: string, notation: string, stepMs: number): SeriesData {
  const times: number[] = [];
  const values: number[] = [];
  const stale: number[] = [];
  const terms = notation.split(' ').flatMap(expand);
  for (const [index, term] of terms.entries()) {
    if (term === '_') continue;
    if (term === 'stale') stale.push(values.length);
    times.push(index * stepMs);
    values.push(term === 'stale' ? NaN : Number(term.replace('Inf', 'Infinity')));
  }
  const stored = Float64Array.from(values);
  const bits = bitsOf(stored);
  for (const index of stale) bits.set([staleLow, staleHigh], index * 2);
  return { labels: labelsOf(name), times: Float64Array.from(times), values: stored };
}

function expand(term: string): string[] {
  const [, first, by, count] = /^(-?[\d.]+)([+-][\d.]+)x(\d+)$/.exec(term) ?? [];
  if (first === undefined) return [term];
  return Array.from({ length: Number(count) + 1 }, (_, index) => String(Number(first) + Number(by) * index));
}

/** A series of roll-ups. */
export function rolledUp(name: string, times: number[], columns: Record<'last' | keyof RollupColumns, number[]>): SeriesData {
  const { last, ...rollup } = columns;
  const filled = Object.fromEntries(Object.entries(rollup).map(([key, values]) => [key, Float64Array.from(values)])) as unknown as RollupColumns;
  return { labels: labelsOf(name), times: Float64Array.from(times), values: Float64Array.from(last), rollup: filled };
}

/** The answer at one time, in seconds: `{a="b"} 1` a line. */
export async function at(source: SampleSource, seconds: number, query: string, options: EvaluateOptions = {}): Promise<string[]> {
  return lines((await evaluationAt(source, seconds, query, options)).result);
}

export function evaluationAt(source: SampleSource, seconds: number, query: string, options: EvaluateOptions = {}): Promise<Evaluation> {
  return evaluateInstant(parsePromql(query), source, { timeMs: seconds * 1_000, query, ...options });
}

/** The answer from a time to a time, both in seconds: `{a="b"} 0:1 60:2` a line. */
export async function over(source: SampleSource, [start, end, step]: [number, number, number], query: string, options: EvaluateOptions = {}): Promise<string[]> {
  return lines((await evaluationOver(source, [start, end, step], query, options)).result);
}

export function evaluationOver(source: SampleSource, [start, end, step]: [number, number, number], query: string, options: EvaluateOptions = {}): Promise<Evaluation> {
  return evaluateRange(parsePromql(query), source, { startMs: start * 1_000, endMs: end * 1_000, stepMs: step * 1_000, query, ...options });
}

/** What an evaluation was refused with. */
export async function refusal(evaluation: Promise<unknown>): Promise<string> {
  try {
    await evaluation;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error('It was not refused.');
}

function lines(result: QueryResult): string[] {
  switch (result.type) {
    case 'scalar':
      return [`scalar ${show(result.value)}`];
    case 'string':
      return [`string ${result.value}`];
    case 'vector':
      return result.series.map(({ labels, value }) => `${describe(labels)} ${show(value)}`);
    case 'matrix':
      return result.series.map(
        ({ labels, times, values }) => `${describe(labels)} ${Array.from(times, (time, index) => `${time / 1_000}:${show(values[index] ?? 0)}`).join(' ')}`,
      );
  }
}

/** A name before braces, which are left out when empty. */
function describe(labels: LabelSet): string {
  const name = labelOf(labels, '__name__');
  const rest = formatLabelSet(labelSetOf(pairsOf(labels).filter(([label]) => label !== '__name__')));
  return name === '' ? rest : `${name}${rest === '{}' ? '' : rest}`;
}

function pairsOf(labels: LabelSet): [string, string][] {
  return Array.from({ length: labels.length / 2 }, (_, index) => [labels[index * 2] ?? '', labels[index * 2 + 1] ?? '']);
}

/** Twelve digits: tests do not depend on the last bits. */
export function show(value: number): string {
  return formatGeneral(Number.isFinite(value) ? Number((Math.abs(value) < 1e-12 ? 0 : value).toPrecision(12)) : value);
}

/** The value of the only series of an instant vector, as `show` writes it. */
export async function valueAt(source: SampleSource, seconds: number, query: string): Promise<string> {
  const { result } = await evaluationAt(source, seconds, query);
  const [series, ...others] = result.type === 'vector' ? result.series : [];
  if (!series || others.length > 0) throw new Error(`${query} gives ${others.length + (series ? 1 : 0)} series.`);
  return show(series.value);
}

import { z } from 'zod';

const Labels = z.record(z.string(), z.string());
const Point = z.tuple([z.number(), z.string()]);
const Result = z.discriminatedUnion('resultType', [
  z.object({ resultType: z.literal('matrix'), result: z.array(z.object({ metric: Labels, values: z.array(Point).default([]) })) }),
  z.object({ resultType: z.literal('vector'), result: z.array(z.object({ metric: Labels, value: Point })) }),
  z.object({ resultType: z.literal('scalar'), result: Point }),
  z.object({ resultType: z.literal('string'), result: Point }),
]);
const Stats = z.object({
  timings: z.object({ execTotalTime: z.number() }).optional(),
  samples: z.object({ totalQueryableSamples: z.number() }).optional(),
  nines: z.object({ series: z.number() }).optional(),
});
const Notes = z.array(z.string()).default([]);
const Answer = z.object({ status: z.literal('success'), data: z.intersection(Result, z.object({ stats: Stats.optional() })), warnings: Notes, infos: Notes });
const Failure = z.object({ status: z.literal('error'), errorType: z.string().default(''), error: z.string().default('') });

type Labels = z.infer<typeof Labels>;

export interface AnsweredSeries {
  labels: Labels;
  /** Milliseconds since 1970, ascending. */
  times: number[];
  values: number[];
}

/** What a query took; null where the server does not say. */
interface AnswerCost {
  series: number | null;
  samples: number | null;
  milliseconds: number | null;
  resolution: string | null;
}

export interface PromqlAnswer {
  type: 'matrix' | 'vector' | 'scalar' | 'string';
  series: AnsweredSeries[];
  /** The value of a string. */
  text: string | null;
  warnings: string[];
  infos: string[];
  cost: AnswerCost;
}

/** What the server refused; `line` and `column` from 1 where it says where, the column in bytes of UTF-8. */
export class PromqlFailure extends Error {
  override readonly name = 'PromqlFailure';
  constructor(
    message: string,
    readonly kind: string,
    readonly at: { line: number; column: number } | null,
  ) {
    super(message);
  }
}

/** The answer of the Prometheus HTTP API as parsed JSON. Throws PromqlFailure. */
export function readAnswer(json: unknown, resolution: string | null): PromqlAnswer {
  const parsed = Answer.safeParse(json);
  if (!parsed.success) throw failureOf(json);
  const { data, warnings, infos } = parsed.data;
  const { stats } = data;
  return {
    ...contentOf(data),
    warnings,
    infos,
    cost: {
      series: stats?.nines?.series ?? null,
      samples: stats?.samples?.totalQueryableSamples ?? null,
      milliseconds: stats?.timings ? stats.timings.execTotalTime * 1000 : null,
      resolution,
    },
  };
}

function contentOf(data: z.infer<typeof Result>): Pick<PromqlAnswer, 'type' | 'series' | 'text'> {
  switch (data.resultType) {
    case 'matrix':
      return { type: 'matrix', text: null, series: data.result.map(({ metric, values }) => seriesOf(metric, values)) };
    case 'vector':
      return { type: 'vector', text: null, series: data.result.map(({ metric, value }) => seriesOf(metric, [value])) };
    case 'scalar':
      return { type: 'scalar', text: null, series: [seriesOf({}, [data.result])] };
    case 'string':
      return { type: 'string', text: data.result[1], series: [] };
  }
}

function seriesOf(labels: Labels, points: readonly z.infer<typeof Point>[]): AnsweredSeries {
  return { labels, times: points.map(([seconds]) => Math.round(seconds * 1000)), values: points.map(([, value]) => numberOf(value)) };
}

function numberOf(text: string): number {
  if (text === '+Inf') return Infinity;
  return text === '-Inf' ? -Infinity : Number(text);
}

const place = /^(?:invalid parameter "query": )?(\d+):(\d+): /;

/** The failure that an answer tells of. */
export function failureOf(json: unknown): PromqlFailure {
  const parsed = Failure.safeParse(json);
  if (!parsed.success) return new PromqlFailure('The server gave an answer that cannot be read.', 'internal', null);
  const { error, errorType } = parsed.data;
  const found = place.exec(error);
  const at = found ? { line: Number(found[1]), column: Number(found[2]) } : null;
  return new PromqlFailure(error.replace(place, '').replace(/^invalid parameter "query": /, ''), errorType, at);
}

/** The offset in UTF-16 code units of a line and column, within the text. */
export function offsetOf(source: string, { line, column }: { line: number; column: number }): number {
  const lines = source.split('\n');
  const before = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
  const text = lines[line - 1] ?? '';
  const encoder = new TextEncoder();
  let bytes = 0;
  let offset = 0;
  for (const character of text) {
    if (bytes >= column - 1) break;
    bytes += encoder.encode(character).length;
    offset += character.length;
  }
  return Math.min(source.length, before + offset);
}

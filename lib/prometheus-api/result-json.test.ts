import { describe, expect, it } from 'vitest';
import type { QueryResult } from '@/lib/metrics/metric-store';
import { labelsJson, limitResult, resultPieces, statsJson } from './result-json';

const json = (result: QueryResult, stats: string | null = null) => [...resultPieces(result, stats)].join('');
const up = ['__name__', 'up', 'job', 'a"b'];

describe('resultPieces', () => {
  const results: [what: string, result: QueryResult, text: string][] = [
    ['a scalar', { type: 'scalar', timeMs: 1_500, value: 1e-7 }, '{"resultType":"scalar","result":[1.5,"0.0000001"]}'],
    ['a string', { type: 'string', timeMs: 1_000, value: 'a"\n\u2028' }, '{"resultType":"string","result":[1,"a\\"\\n\u2028"]}'],
    ['no series', { type: 'vector', series: [] }, '{"resultType":"vector","result":[]}'],
    [
      'a vector',
      { type: 'vector', series: [{ labels: up, timeMs: 1_500, value: 1 }, { labels: [], timeMs: 1_500, value: Number.NaN }] },
      '{"resultType":"vector","result":[{"metric":{"__name__":"up","job":"a\\"b"},"value":[1.500,"1"]},{"metric":{},"value":[1.500,"NaN"]}]}',
    ],
    ['an empty matrix', { type: 'matrix', series: [] }, '{"resultType":"matrix","result":[]}'],
    [
      'a matrix whose series have different steps',
      {
        type: 'matrix',
        series: [
          { labels: up, times: Float64Array.of(1_000, 2_000, 3_000), values: Float64Array.of(1, Infinity, -0) },
          { labels: ['a', 'b'], times: Float64Array.of(2_000, 3_500), values: Float64Array.of(2, 3) },
          { labels: ['a', 'c'], times: new Float64Array(), values: new Float64Array() },
        ],
      },
      '{"resultType":"matrix","result":[{"metric":{"__name__":"up","job":"a\\"b"},"values":[[1,"1"],[2,"+Inf"],[3,"-0"]]},{"metric":{"a":"b"},"values":[[2,"2"],[3.500,"3"]]},{"metric":{"a":"c"},"values":[]}]}',
    ],
  ];
  it.each(results)('writes %s as Prometheus does', (_, result, text) => {
    expect(json(result)).toBe(text);
  });

  it('puts statistics beside the result', () => {
    const { data } = { data: JSON.parse(json({ type: 'vector', series: [] }, statsJson({ series: 2, samples: 300, milliseconds: 1.5, resolution: '5m' }))) as unknown };
    expect(data).toMatchObject({ stats: { timings: { evalTotalTime: 0.0015 }, samples: { totalQueryableSamples: 300 }, nines: { series: 2, resolution: '5m' } } });
  });

  it('gives a large answer in pieces that are one JSON', () => {
    const times = Float64Array.from({ length: 11_001 }, (_, index) => index * 15_000);
    const values = times.map((time) => Math.sin(time));
    const series = Array.from({ length: 20 }, (_, index) => ({ labels: ['host', `ü${index}`], times, values }));
    const pieces = [...resultPieces({ type: 'matrix', series }, null)];
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(70_000);
    const parsed = JSON.parse(pieces.join('')) as { result: { metric: Record<string, string>; values: [number, string][] }[] };
    expect(parsed.result[19]?.metric).toEqual({ host: 'ü19' });
    expect(parsed.result[19]?.values.map(([, value]) => Number(value))).toEqual([...values]);
    expect(parsed.result[3]?.values[11_000]?.[0]).toBe(165_000);
  });
});

describe('labelsJson', () => {
  it('keeps names that are special to JavaScript', () => {
    expect(labelsJson(['__proto__', '1', 'constructor', '2'])).toBe('{"__proto__":"1","constructor":"2"}');
    expect(labelsJson([])).toBe('{}');
  });
});

describe('limitResult', () => {
  const vector: QueryResult = { type: 'vector', series: [1, 2, 3].map((value) => ({ labels: [], timeMs: 0, value })) };
  it.each([[0, 3, false], [2, 2, true], [3, 3, false]] as const)('of %s keeps %s series', (limit, kept, truncated) => {
    const limited = limitResult(vector, limit);
    expect(limited.truncated).toBe(truncated);
    expect(limited.result.type === 'vector' && limited.result.series.length).toBe(kept);
  });

  it('leaves a scalar as it is', () => {
    expect(limitResult({ type: 'scalar', timeMs: 0, value: 1 }, 1).truncated).toBe(false);
  });
});

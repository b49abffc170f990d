import { describe, expect, it } from 'vitest';
import { failureOf, offsetOf, PromqlFailure, readAnswer } from './prometheus-answer';

const success = (data: object, more: object = {}) => ({ status: 'success', data, ...more });

describe('readAnswer', () => {
  it('reads a matrix with its cost and remarks', () => {
    const stats = { timings: { execTotalTime: 0.0042 }, samples: { totalQueryableSamples: 720 }, nines: { series: 2 } };
    const json = success({ resultType: 'matrix', result: [{ metric: { a: 'b' }, values: [[1.5, '1'], [2, '+Inf'], [3, 'NaN']] }], stats }, { warnings: ['w'], infos: ['i'] });
    expect(readAnswer(json, '5m')).toEqual({
      type: 'matrix', text: null, warnings: ['w'], infos: ['i'],
      series: [{ labels: { a: 'b' }, times: [1500, 2000, 3000], values: [1, Infinity, Number.NaN] }],
      cost: { series: 2, samples: 720, milliseconds: 4.2, resolution: '5m' },
    });
  });
  it.each([
    ['vector', { resultType: 'vector', result: [{ metric: {}, value: [1, '-Inf'] }] }, [{ labels: {}, times: [1000], values: [-Infinity] }], null],
    ['scalar', { resultType: 'scalar', result: [1, '2'] }, [{ labels: {}, times: [1000], values: [2] }], null],
    ['string', { resultType: 'string', result: [1, 'a'] }, [], 'a'],
  ])('reads a %s', (type, data, series, text) => expect(readAnswer(success(data), null)).toMatchObject({ type, series, text }));
  it.each([null, 'text', {}, success({ resultType: 'pie', result: [] })])('throws for %j', (json) => expect(() => readAnswer(json, null)).toThrow(PromqlFailure));
});

describe('failureOf', () => {
  it('finds the place', () => {
    const failure = failureOf({ status: 'error', errorType: 'bad_data', error: 'invalid parameter "query": 1:8: parse error: unclosed left parenthesis' });
    expect(failure).toMatchObject({ message: 'parse error: unclosed left parenthesis', kind: 'bad_data', at: { line: 1, column: 8 } });
  });
  it('keeps a message without a place', () => {
    expect(failureOf({ status: 'error', errorType: 'timeout', error: 'query timed out' })).toMatchObject({ message: 'query timed out', kind: 'timeout', at: null });
  });
});

describe('offsetOf', () => {
  it.each([
    ['sum(', { line: 1, column: 5 }, 4],
    ['a\nb + ü + c', { line: 2, column: 8 }, 8],
    ['"🏔" + x', { line: 1, column: 10 }, 7],
    ['up', { line: 9, column: 9 }, 2],
  ])('of %j %j is %d', (source, at, expected) => expect(offsetOf(source, at)).toBe(expected));
});

import { describe, expect, it } from 'vitest';
import { canonicalLabels, canonicalSeries, describeSeries } from './fingerprint';
import type { Labels } from './sample';

describe('canonicalSeries', () => {
  it('does not depend on the order of labels', () => {
    expect(canonicalSeries('m', { a: '1', b: '2' })).toBe(canonicalSeries('m', { b: '2', a: '1' }));
  });

  it.each<[string, [string, Labels], [string, Labels]]>([
    ['a name against a label', ['ma', {}], ['m', { a: 'x' }]],
    ['a value that imitates a second label', ['m', { a: '1,1:b=1:2' }], ['m', { a: '1', b: '2' }]],
    ['values that differ', ['m', { a: '1' }], ['m', { a: '2' }]],
    ['NUL within a value', ['m', { a: '1\u0000b\u00002' }], ['m', { a: '1', b: '2' }]],
  ])('tells apart %s', (_, left, right) => {
    expect(canonicalSeries(...left)).not.toBe(canonicalSeries(...right));
  });

  it('treats an empty label as absent', () => {
    expect(canonicalSeries('m', { a: '', b: '1' })).toBe(canonicalSeries('m', { b: '1' }));
    expect(canonicalLabels({ b: '1', a: '' })).toEqual({ b: '1' });
  });
});

it('describes a series as people write it', () => {
  expect(describeSeries('up', { job: 'a"b', a: '1' })).toBe('up{a="1",job="a\\"b"}');
  expect(describeSeries('up', {})).toBe('up');
});

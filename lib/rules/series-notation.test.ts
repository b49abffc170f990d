import { describe, expect, it } from 'vitest';
import { NotationError, parseSeries, parseValues } from './series-notation';

describe('parseValues', () => {
  it.each([
    ['1 2 3', [1, 2, 3]], ['-2+4x3', [-2, 2, 6, 10]], ['1-2x4', [1, -1, -3, -5, -7]], ['1x3', [1, 1, 1, 1]], ['1x0', [1]], ['_', [null]], ['_x3', [null, null, null]],
    ['1 _ stale', [1, null, 'stale']], ['NaN Inf -Inf +Inf', [NaN, Infinity, -Infinity, Infinity]], ['  .5   1e3 0.1+0.1x1 ', [0.5, 1_000, 0.1, 0.2]], ['', []],
    ['1+-2x1', null], ['foo', null], ['1y5', null], ['1+x5', null], ['_x', null], ['1,2', null], ['1x-1', null], ['{{schema:1}}', null], ['1x99999999', null],
  ])('expands %j', (source, values) => {
    if (values === null) expect(() => parseValues(source)).toThrow(NotationError);
    else expect(parseValues(source)).toEqual(values);
  });
});

describe('parseSeries', () => {
  it.each([
    ['up', ['__name__', 'up']], ['up{a="b", c=\'d\',}', ['__name__', 'up', 'a', 'b', 'c', 'd']], ['{__name__="up",a="b"}', ['__name__', 'up', 'a', 'b']], ['{"my.metric","x y"="z"}', ['__name__', 'my.metric', 'x y', 'z']],
    ['{}', []], ['', []], ['up{a=""}', ['__name__', 'up']], ['up{a=b}', null], ['up{a="b"', null], ['up{a=~"b"}', null], ['up x', null], ['{a}', null],
  ])('reads %j', (source, labels) => {
    if (labels === null) expect(() => parseSeries(source)).toThrow(NotationError);
    else expect(parseSeries(source)).toEqual(labels);
  });
});

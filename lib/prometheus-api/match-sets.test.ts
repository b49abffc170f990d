import { describe, expect, it } from 'vitest';
import { matchSetsOf } from './match-sets';

describe('matchSetsOf', () => {
  it('gives the matchers of each selector', () => {
    expect(matchSetsOf(['up', '{job=~"a.+",x!="y"}', '{"http.requests"}'])).toEqual([
      [{ label: '__name__', operator: '=', value: 'up' }],
      [{ label: 'job', operator: '=~', value: 'a.+' }, { label: 'x', operator: '!=', value: 'y' }],
      [{ label: '__name__', operator: '=', value: 'http.requests' }],
    ]);
    expect(matchSetsOf([])).toEqual([]);
  });

  it.each(['{}', '{a=""}', '{a=~".*"}', '{a!="b"}', '{a!~"b"}'])('refuses %s, which every series could match', (selector) => {
    expect(() => matchSetsOf(['up', selector])).toThrow(expect.objectContaining({ errorType: 'bad_data', message: 'match[] must contain at least one non-empty matcher' }));
  });

  it.each(['', 'sum(up)', 'up[5m]', 'up offset 5m', 'up + up', '{', '{a=', '{a=~"("}', '1', '"up"', 'up{a="b"} x', 'up @ 1'])('refuses %j, which is no selector', (selector) => {
    expect(() => matchSetsOf([selector])).toThrow(expect.objectContaining({ name: 'PromqlError', kind: 'bad_data' }));
  });

  it('takes a bounded number', () => {
    expect(() => matchSetsOf(Array<string>(21).fill('up'))).toThrow('at most 20 match[]');
  });
});

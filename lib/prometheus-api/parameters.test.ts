import { describe, expect, it } from 'vitest';
import { countOf, limitOf, lookbackOf, optionalDuration, optionalTime, parametersOf, rangeOf } from './parameters';

describe('parametersOf', () => {
  it('prefers the form to the address and keeps every value of a name', () => {
    const parameters = parametersOf('query=a&match[]=x&only=1', 'query=b&match%5B%5D=y&match[]=z');
    expect(parameters.get('query')).toBe('b');
    expect(parameters.all('match[]')).toEqual(['y', 'z', 'x']);
    expect(parameters.get('only')).toBe('1');
    expect(parameters.get('__proto__')).toBe('');
  });
});

describe('rangeOf', () => {
  it('reads milliseconds', () => {
    expect(rangeOf(parametersOf('start=1&end=2.5&step=500ms'))).toEqual({ startMs: 1_000, endMs: 2_500, stepMs: 500 });
    expect(rangeOf(parametersOf('start=0&end=11000&step=1'))).toMatchObject({ stepMs: 1_000 });
  });

  const wrong: [query: string, message: string][] = [
    ['end=1&step=1', 'invalid parameter "start": cannot parse "" to a valid timestamp'],
    ['start=x&end=1&step=1', 'invalid parameter "start": cannot parse "x" to a valid timestamp'],
    ['start=1&end=x&step=1', 'invalid parameter "end": cannot parse "x" to a valid timestamp'],
    ['start=2&end=1&step=1', 'invalid parameter "end": end timestamp must not be before start time'],
    ['start=1&end=2', 'invalid parameter "step": cannot parse "" to a valid duration'],
    ['start=1&end=2&step=0', 'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer'],
    ['start=1&end=2&step=-1', 'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer'],
    ['start=1&end=2&step=0.0001', 'invalid parameter "step": zero or negative query resolution step widths are not accepted. Try a positive integer'],
    ['start=0&end=11001&step=1', 'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)'],
    ['start=-1e300&end=1e300&step=1', 'exceeded maximum resolution of 11,000 points per timeseries. Try decreasing the query resolution (?step=XX)'],
  ];
  it.each(wrong)('refuses %s', (query, message) => {
    expect(() => rangeOf(parametersOf(query))).toThrow(expect.objectContaining({ errorType: 'bad_data', message }));
  });
});

describe('the other parameters', () => {
  const wrong: [what: string, read: () => unknown, message: string][] = [
    ['a time', () => optionalTime(parametersOf('time=x'), 'time', 0), `invalid parameter "time": Invalid time value for 'time': cannot parse "x" to a valid timestamp`],
    ['a timeout', () => optionalDuration(parametersOf('timeout=x'), 'timeout'), 'invalid parameter "timeout": cannot parse "x" to a valid duration'],
    ['a lookback', () => lookbackOf(parametersOf('lookback_delta=x')), 'error parsing lookback delta duration: cannot parse "x" to a valid duration'],
    ['a limit', () => limitOf(parametersOf('limit=x')), 'invalid parameter "limit": strconv.Atoi: parsing "x": invalid syntax'],
    ['a negative limit', () => limitOf(parametersOf('limit=-1')), 'invalid parameter "limit": limit must be non-negative'],
    ['a count', () => countOf(parametersOf('limit_per_metric=1.5'), 'limit_per_metric'), 'limit_per_metric must be a number'],
  ];
  it.each(wrong)('refuse %s that is none', (_, read, message) => {
    expect(read).toThrow(expect.objectContaining({ errorType: 'bad_data', message }));
  });

  it('may be left out', () => {
    const none = parametersOf('');
    expect([optionalTime(none, 'time', 7), optionalDuration(none, 'timeout'), lookbackOf(none), limitOf(none), countOf(none, 'limit')]).toEqual([7, undefined, undefined, 0, -1]);
  });
});

import { describe, expect, it } from 'vitest';
import { parsePromql } from '@/lib/promql/parse';
import { expressionOf } from './builder';
import type { RuleBuilder } from './schemas';

const builder = (changed: Partial<RuleBuilder> = {}): RuleBuilder => ({ metric: 'http_requests_total', matchers: [], aggregate: 'avg', windowMs: 0, by: null, ...changed });

describe('the expression of a builder', () => {
  it.each<[string, Partial<RuleBuilder>, string]>([
    ['newest sample of each series', {}, 'http_requests_total'],
    ['mean of each series over a window', { windowMs: 300_000 }, 'avg_over_time(http_requests_total[5m])'],
    ['mean over a window, then over series', { windowMs: 90_000, by: ['job', 'instance'] }, 'avg by (job, instance) (avg_over_time(http_requests_total[1m30s]))'],
    ['one value for all series', { aggregate: 'max', by: [] }, 'max(http_requests_total)'],
    ['lowest of a window', { aggregate: 'min', windowMs: 60_000, by: ['a'] }, 'min by (a) (min_over_time(http_requests_total[1m]))'],
    ['sum over series', { aggregate: 'sum', by: ['a'] }, 'sum by (a) (http_requests_total)'],
    ['number of series', { aggregate: 'count', by: ['a'] }, 'count by (a) (http_requests_total)'],
    ['number of samples', { aggregate: 'count', by: ['a'], windowMs: 60_000 }, 'sum by (a) (count_over_time(http_requests_total[1m]))'],
    ['speed of each series', { aggregate: 'rate', windowMs: 300_000 }, 'rate(http_requests_total[5m])'],
    ['speeds added up', { aggregate: 'rate', windowMs: 300_000, by: ['code'] }, 'sum by (code) (rate(http_requests_total[5m]))'],
    ['growth added up', { aggregate: 'increase', windowMs: 3_600_000, by: [] }, 'sum(increase(http_requests_total[1h]))'],
    ['last sample of a window', { aggregate: 'last', windowMs: 86_400_000 }, 'last_over_time(http_requests_total[1d])'],
    ['highest of the last samples', { aggregate: 'last', by: ['a'], windowMs: 60_000 }, 'max by (a) (last_over_time(http_requests_total[1m]))'],
    [
      'matchers with quotes, backslashes and line ends in their values',
      { matchers: [{ label: 'path', operator: '=', value: 'C:\\"x"\n' }, { label: 'code', operator: '=~', value: '5..|429' }] },
      'http_requests_total{code=~"5..|429",path="C:\\\\\\"x\\"\\n"}',
    ],
    ['names of OpenTelemetry', { metric: 'http.server.duration', matchers: [{ label: 'http.route', operator: '!=', value: '/' }], by: ['service.name'] }, 'avg by ("service.name") ({"http.route"!="/",__name__="http.server.duration"})'],
    ['a metric named like a word of PromQL', { metric: 'sum', aggregate: 'rate', windowMs: 60_000 }, 'rate(sum[1m])'],
    ['a metric named like a number', { metric: 'inf' }, '{__name__="inf"}'],
    ['labels named like words of PromQL', { matchers: [{ label: 'by', operator: '=', value: 'on' }], by: ['without', 'by'] }, 'avg by (without, by) (http_requests_total{by="on"})'],
    ['a metric that closes the brace', { metric: 'a"} or vector(1) #' }, '{__name__="a\\"} or vector(1) #"}'],
  ])('%s', (_, changed, expected) => {
    const text = expressionOf(builder(changed));
    expect(text).toBe(expected);
    expect(() => parsePromql(text)).not.toThrow();
  });

  it.each<[string, Partial<RuleBuilder>, string]>([
    ['a rate without a window', { aggregate: 'rate' }, 'windowMs'],
    ['an increase without a window', { aggregate: 'increase', by: ['a'] }, 'windowMs'],
    ['a count of single samples', { aggregate: 'count' }, 'by'],
    ['a regular expression that is none', { matchers: [{ label: 'a', operator: '=~', value: '(' }] }, 'matchers'],
    ['a name that is given twice', { matchers: [{ label: '__name__', operator: '=', value: 'b' }] }, 'matchers'],
  ])('refuses %s', (_, changed, path) => {
    expect(() => expressionOf(builder(changed))).toThrow(expect.objectContaining({ code: 'invalid', issues: [{ path, message: expect.any(String) }] }));
  });
});

import { describe, expect, it } from 'vitest';
import { PromqlError } from '@/lib/promql/error';
import { parsePromql } from '@/lib/promql/parse';
import { expressionOfTenant } from './tenant-expression';

const drop = (inner: string): string => `label_replace(${inner}, "nines_tenant", "", "nines_tenant", ".*")`;

describe('an expression of tenant 7', () => {
  it.each([
    ['up', drop('up{nines_tenant="7"}')],
    ['{job="a"}', drop('{job="a",nines_tenant="7"}')],
    ['up{}', drop('up{nines_tenant="7"}')],
    ['{__name__=~".+"}', drop('{__name__=~".+",nines_tenant="7"}')],
    ['up{a="}{",} # {comment}', drop('up{a="}{",nines_tenant="7"}')],
    ['up offset 5m', drop('up{nines_tenant="7"} offset 5m')],
    ['up[5m]', 'up{nines_tenant="7"}[5m]'],
    ['rate(up[5m] @ 12)', drop('rate(up{nines_tenant="7"}[5m] @ 12.000)')],
    ['quantile_over_time(0.5, ((up[5m])))', drop('quantile_over_time(0.5, ((up{nines_tenant="7"}[5m])))')],
    ['max_over_time(up[5m:1m])', `max_over_time(${drop('up{nines_tenant="7"}')}[5m:1m])`],
    ['absent((up{job="a"}))', drop('absent((up{job="a",nines_tenant="7"}))')],
    ['timestamp(up)', drop('timestamp(up{nines_tenant="7"})')],
    ['absent(sum(up))', `absent(sum(${drop('up{nines_tenant="7"}')}))`],
    ['a or on() b unless c', `${drop('a{nines_tenant="7"}')} or on () ${drop('b{nines_tenant="7"}')} unless ${drop('c{nines_tenant="7"}')}`],
    ['topk(scalar(a), b)', `topk(scalar(${drop('a{nines_tenant="7"}')}), ${drop('b{nines_tenant="7"}')})`],
    ['sum without (x) (up)', `sum without (x) (${drop('up{nines_tenant="7"}')})`],
    ['-1 + vector(time())', '-1 + vector(time())'],
  ])('%s sees the series of its tenant alone', (source, expected) => {
    const scoped = expressionOfTenant(source, 7);
    expect(scoped).toBe(expected);
    expect(() => parsePromql(scoped)).not.toThrow();
  });

  it.each([
    'up{nines_tenant="8"}',
    'up{nines_tenant=~".*"}',
    '{"nines_tenant"!="7", a="b"}',
    'sum by (nines_tenant) (up)',
    'sum without ("nines_tenant") (up)',
    'a / on (nines_tenant) b',
    'a * on (x) group_left (nines_tenant) b',
    'label_replace(up, "nines_tenant", "8", "", "")',
    'label_replace(up, "x", "$1", `nines_tenant`, "(.*)")',
    "label_join(up, 'x', '', 'nines\\x5ftenant')",
    'count_values("nines_tenant", up)',
    'sum(rate(up{nines_tenant="8"}[5m]))',
  ])('%s is refused', (source) => {
    expect(() => expressionOfTenant(source, 7)).toThrow(PromqlError);
    expect(() => expressionOfTenant(source, 7)).toThrow('the label nines_tenant is reserved');
  });

  it('that reads series without selecting them is refused', () => {
    expect(() => expressionOfTenant('info(up)', 7)).toThrow('info() is not available');
  });

  it('that does not parse never reaches the store', () => {
    expect(() => expressionOfTenant('up{', 7)).toThrow(PromqlError);
  });
});

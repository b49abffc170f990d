import { describe, expect, it } from 'vitest';
import { compileRule } from '@/lib/alerts/rules/compile';
import { parsePromql } from '@/lib/promql/parse';
import { burnRuleCount, burnRulesOf } from './burn-rules';
import { eventQueriesOf } from './sli-query';

const id = '00000000-0000-4000-8000-00000000000a';
const service = { name: 'shop', team: 'web', runbookUrl: null };

describe('the alert rules of an objective', () => {
  it('are the four windows of the workbook in two rules, and the breach', () => {
    const rules = burnRulesOf({ id, name: 'Shop is up', target: '99.99', service });
    expect(rules.map(({ name, labels, condition, team, service: of }) => [name, labels.alertname, condition.kind === 'promql' && condition.severity, team, of])).toEqual([
      ['Shop is up: error budget burns (critical)', 'ErrorBudgetBurn', 'critical', 'web', 'shop'],
      ['Shop is up: error budget burns (warning)', 'ErrorBudgetBurn', 'warning', 'web', 'shop'],
      ['Shop is up: objective missed', 'ObjectiveMissed', 'critical', 'web', 'shop'],
    ]);
    expect(rules).toHaveLength(burnRuleCount);
    const windows = rules.map(({ condition }) => (condition.kind === 'promql' ? [...condition.expr.matchAll(/window="(\w+)"}\[2m\]\)\) >= ([\d.]+)/g)].map(([, window, factor]) => `${window} ${factor}`) : []));
    expect(windows).toEqual([['1h 14.4', '5m 14.4', '6h 6', '30m 6'], ['1d 3', '2h 3', '3d 1', '6h 1'], []]);
  });

  it.each(['{{ .Evil }}', 'x'.repeat(200), '"quoted" \\ {label="x"}', '{{', '名前'])('can be evaluated whatever the objective is called: %s', (name) => {
    for (const rule of burnRulesOf({ id, name, target: '99.9', service: { ...service, name: '{{ x' } })) {
      expect(rule.name.length).toBeLessThanOrEqual(200);
      expect(() => compileRule(rule, {})).not.toThrow();
    }
  });
});

describe('the queries of events', () => {
  it('put the window where it belongs', () => {
    const sli = { kind: 'ratio', good: 'sum(increase(ok[$window]))', total: 'sum(increase(ok[$window])) + sum(increase(bad[$window]))' } as const;
    expect(eventQueriesOf(sli, 82_800_000, 20_000)).toEqual({ good: 'sum(increase(ok[82800s]))', total: 'sum(increase(ok[82800s])) + sum(increase(bad[82800s]))' });
  });
  it('of a bound of latency are PromQL', () => {
    const { good, total } = eventQueriesOf({ kind: 'latency', checkId: id, thresholdMs: 250 }, 3_600_000, 20_000);
    for (const query of [good, total]) expect(() => parsePromql(query)).not.toThrow();
    expect(good).toContain('<= 0.25 ');
  });
});

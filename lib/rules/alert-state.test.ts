import { describe, expect, it } from 'vitest';
import { alertSeries, stepAlerts, type AlertStates, type FoundAlert } from './alert-state';
import { parseRuleFile, type AlertingRule } from './rule-file';

function ruleOf(fields: string): AlertingRule {
  const rule = parseRuleFile(`groups: [{name: g, rules: [{alert: Down, expr: up == 0, ${fields}}]}]`).groups[0]?.rules[0];
  if (rule?.kind !== 'alerting') throw new Error('The rule is not an alerting rule.');
  return rule;
}

const down: FoundAlert = { labels: ['alertname', 'Down', 'instance', 'a'], annotations: new Map(), value: 0 };
const minute = 60_000;

/** States after evaluations a minute apart; `x` is one that finds the alert. */
function statesAfter(rule: AlertingRule, evaluations: string): string[] {
  let states: AlertStates = new Map();
  return [...evaluations].map((each, index) => {
    states = stepAlerts(rule, states, each === 'x' ? [down] : [], index * minute, 0);
    return [...states.values()][0]?.state ?? 'none';
  });
}

describe('stepAlerts', () => {
  it.each([
    ['fires at once without for', 'labels: {}', 'x.', ['firing', 'inactive']],
    ['is pending until for has passed', 'for: 2m', 'xxxx', ['pending', 'pending', 'firing', 'firing']],
    ['forgets a pending alert that is no longer found', 'for: 2m', 'xx.x', ['pending', 'pending', 'none', 'pending']],
    ['keeps firing for a while', 'keep_firing_for: 2m', 'x...', ['firing', 'firing', 'firing', 'inactive']],
    ['starts keeping anew when it is found again', 'keep_firing_for: 2m', 'x.x...', ['firing', 'firing', 'firing', 'firing', 'firing', 'inactive']],
    ['begins again after it was resolved', 'for: 1m', 'xx.xx', ['pending', 'firing', 'inactive', 'pending', 'firing']],
    ['forgets a resolved alert after 15 minutes', 'labels: {}', `x${'.'.repeat(17)}`, ['firing', ...Array<string>(16).fill('inactive'), 'none']],
  ])('%s', (_what, fields, evaluations, states) => {
    expect(statesAfter(ruleOf(fields), evaluations)).toEqual(states);
  });

  it('leaves the states that it was given as they were', () => {
    const rule = ruleOf('for: 1m');
    const before = stepAlerts(rule, new Map(), [down], 0, 0);
    stepAlerts(rule, before, [down], minute, 0);
    expect([...before.values()][0]?.state).toBe('pending');
  });

  it('refuses more alerts than the limit of the group', () => {
    const other = { ...down, labels: ['alertname', 'Down', 'instance', 'b'] };
    expect(() => stepAlerts(ruleOf('labels: {}'), new Map(), [down, other], 0, 1)).toThrow('exceeded limit of 1 with 2 alerts');
  });
});

describe('alertSeries', () => {
  it('gives ALERTS with the state and ALERTS_FOR_STATE with the time in seconds', () => {
    const rule = ruleOf('for: 1m');
    expect(alertSeries(rule, stepAlerts(rule, new Map(), [down], 90_500, 0))).toEqual([
      { labels: ['__name__', 'ALERTS', 'alertname', 'Down', 'alertstate', 'pending', 'instance', 'a'], value: 1 },
      { labels: ['__name__', 'ALERTS_FOR_STATE', 'alertname', 'Down', 'instance', 'a'], value: 90 },
    ]);
  });
});

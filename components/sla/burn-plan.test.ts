import { expect, test } from 'vitest';
import { burnRulesOf } from '@/lib/sla/burn-rules';
import { burnPlan, burnWords } from './burn-plan';

test('the rules that are made fire as the plan says', () => {
  const rules = burnRulesOf({ id: 'an-id', name: 'Shop', target: '99.9', service: { name: 'shop', team: '', runbookUrl: null } });
  expect(rules).toHaveLength(3);
  const plain = (text: string) => text.replace(' min', 'm').replace(' ', '');
  for (const { factor, long, short, severity } of burnPlan) {
    const rule = rules.find(({ name }) => name.endsWith(`(${severity})`));
    expect(rule?.description).toContain(`${factor} times as fast over ${plain(long)} and ${plain(short)}`);
  }
});

test('of 30 days the plan spends what the workbook says', () => {
  expect(burnPlan.map((rule) => burnWords(rule, 30))).toEqual(['spends 2 % of the budget in 1 h', 'spends 5 % of the budget in 6 h', 'spends 10 % of the budget in 1 d', 'spends 10 % of the budget in 3 d']);
});

test('of 7 days it spends more', () => {
  expect(burnPlan.map((rule) => burnWords(rule, 7))).toEqual(['spends 8.6 % of the budget in 1 h', 'spends 21 % of the budget in 6 h', 'spends 43 % of the budget in 1 d', 'spends 43 % of the budget in 3 d']);
});

import { expect, test } from 'vitest';
import { differences } from './draft-differences';
import { emptyRule } from './rule-draft';

test('only what differs is shown, in the words of the form', () => {
  const mine = { ...emptyRule, builder: { ...emptyRule.builder, metric: 'a' }, duration: '5m', warning: { kind: 'none', text: '' } as const };
  const theirs = { ...emptyRule, builder: { ...emptyRule.builder, metric: 'b' }, warning: { kind: 'threshold', text: '', threshold: 'cpu', side: 'warning' } as const, labels: [{ name: 'env', value: 'x' }] };
  expect(differences(mine, theirs)).toEqual([
    { name: 'Condition', mine: 'avg_over_time(a[5m])', theirs: 'avg_over_time(b[5m])' },
    { name: 'Warning', mine: 'none', theirs: 'cpu, warning' },
    { name: 'For', mine: '5m', theirs: '2m' },
    { name: 'Labels', mine: '', theirs: 'env=x' },
  ]);
  expect(differences(mine, mine)).toEqual([]);
});

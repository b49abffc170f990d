import { expect, test } from 'vitest';
import { viewThresholds } from '@/lib/alerts/rules/thresholds';
import { emptyRule, type RuleDraft } from './rule-draft';
import { ruleSentence } from './rule-sentence';

const base: RuleDraft = { ...emptyRule, builder: { ...emptyRule.builder, metric: 'cpu' }, warning: { kind: 'number', text: '80' }, critical: { kind: 'none', text: '' } };

const cases: readonly [Partial<RuleDraft>, string][] = [
  [{}, 'Fires when the average of cpu over the last 5 min, for each series by itself, is above 80 (warning) for 2 min.'],
  [{ builder: { ...base.builder, window: '0', by: [] }, duration: '0' }, 'Fires when the latest value of cpu, over all series together, is above 80 (warning).'],
  [
    { builder: { metric: 'http_requests_total', aggregate: 'rate', window: '1m', by: ['instance', 'job'], matchers: [{ label: 'code', operator: '=~', value: '5..' }] }, comparison: '>=', critical: { kind: 'number', text: '3' } },
    'Fires when the rate a second of http_requests_total where code matches 5.. over the last 1 min, for each instance and job, is at least 80 (warning) or 3 (critical) for 2 min.',
  ],
  [{ warning: { kind: 'threshold', text: '', threshold: 'memory', side: 'warning' } }, 'Fires when the average of cpu over the last 5 min, for each series by itself, is above 80 % (warning) for 2 min.'],
  [{ warning: { kind: 'number', text: '' } }, 'Fires when the average of cpu over the last 5 min, for each series by itself, is above a level for 2 min.'],
];

test.each(cases)('the builder in words %#', (change, expected) => expect(ruleSentence({ ...base, ...change }, viewThresholds({}))).toBe(expected));

test('without a metric there is nothing to say', () => expect(ruleSentence(emptyRule, [])).toBeNull());

import { expect, test } from 'vitest';
import { noRuleFilters, parseRules, rulesQuery, rulesSearch, type RulesState } from './rules-state';

const states: readonly [string, RulesState][] = [
  ['', noRuleFilters],
  ['?text=cpu+busy', { text: 'cpu busy', state: null, team: null }],
  ['?state=failing', { text: '', state: 'failing', team: null }],
  ['?text=a%26b&state=firing&team=core', { text: 'a&b', state: 'firing', team: 'core' }],
];

test.each(states)('the URL %s is the same state there and back', (url, state) => {
  expect(parseRules(new URLSearchParams(url))).toEqual(state);
  expect(rulesSearch(state)).toBe(url);
});

test('what a URL cannot mean takes its default', () => {
  expect(parseRules(new URLSearchParams('state=burning&team='))).toEqual(noRuleFilters);
  expect(parseRules(new URLSearchParams({ text: 'x'.repeat(500) })).text).toHaveLength(200);
});

test('the API is not asked for spaces', () => {
  expect(rulesQuery({ text: '  ', state: null, team: null })).toEqual({});
  expect(rulesQuery({ text: ' cpu ', state: 'pending', team: 'core' })).toEqual({ text: 'cpu', state: 'pending', team: 'core' });
});

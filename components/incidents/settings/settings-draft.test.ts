import { describe, expect, it, test } from 'vitest';
import { defaultIncidentSettings } from '@/lib/incidents/default-settings';
import { draftOfSettings, moved, newRule, newSeverity, readSettings, withItem } from './settings-draft';
import { ruleWords } from './rule-words';
import { differencesOf } from './settings-differences';

const draft = draftOfSettings(defaultIncidentSettings);

describe('the form of the settings', () => {
  it('gives back what is stored', () => {
    expect(readSettings(draft).settings).toEqual(defaultIncidentSettings);
  });

  it('leaves out empty tasks and empty matchers', () => {
    const rule = { ...newRule(draft.severities), name: 'Any', matchers: [{ label: '', operator: '=', value: '' } as const] };
    const { settings } = readSettings({ ...draft, rules: [rule], checklist: ['', 'Look', ' '] });
    expect(settings?.checklist).toEqual(['Look']);
    expect(settings?.declare[0]).toMatchObject({ matchers: [], firingForMs: 0, services: 1 });
  });

  it.each([
    ['a rule without a name', { rules: [newRule(draft.severities)] }, 'declare.0.name'],
    ['a time that is none', { joinFor: 'half an hour' }, 'joinMs'],
    ['more than a day', { joinFor: '2d' }, 'joinMs'],
    ['a rule of a severity that is gone', { rules: [{ ...newRule(draft.severities), name: 'x', severity: 'gone' }] }, 'declare'],
    ['two severities of one key', { severities: [...draft.severities, { ...newSeverity(draft.severities), key: 'sev1' }] }, 'severities'],
    ['services that are no number', { rules: [{ ...newRule(draft.severities), name: 'x', services: 'many' }] }, 'declare.0.services'],
  ])('says where %s is to be corrected', (_, change, path) => {
    const { settings, issues } = readSettings({ ...draft, ...change });
    expect(settings).toBeNull();
    expect(issues.map((issue) => issue.path)).toContain(path);
  });
});

test('a further severity has a key that none has', () => {
  expect(newSeverity(draft.severities).key).toBe('sev4');
  expect(newSeverity([...draft.severities.slice(0, 2), newSeverity(draft.severities)]).key).toBe('sev5');
});

test('items are changed, taken out and moved, and stay at the ends', () => {
  expect(withItem(['a', 'b'], 1, 'c')).toEqual(['a', 'c']);
  expect(withItem(['a', 'b'], 0, null)).toEqual(['b']);
  expect(moved(['a', 'b', 'c'], 1, -1)).toEqual(['b', 'a', 'c']);
  expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
});

describe('a conflict', () => {
  it('shows nothing where both say the same', () => {
    expect(differencesOf(draft, draft)).toEqual([]);
  });

  it('shows both sides of what differs, by name', () => {
    const mine = { ...draft, joinFor: '1h', checklist: [], severities: withItem(draft.severities, 0, { ...newSeverity([]), key: 'sev1', name: 'Outage' }) };
    const found = differencesOf(mine, { ...draft, rules: draft.rules.slice(1) });
    expect(found.map(({ name }) => name)).toEqual(['Severity sev1', 'Rule Several services at once', 'Takes in alerts for', 'Checklist']);
    expect(found[1]).toMatchObject({ theirs: 'not there' });
    expect(found[2]).toEqual({ name: 'Takes in alerts for', mine: '1h', theirs: '30m' });
    expect(found[3]).toMatchObject({ mine: 'empty' });
  });
});

test.each([
  ['every condition', {}, 'Critical or warning alerts with service!="", service!="nines" that fire on 3 services declare SEV1.'],
  ['nothing but the severity', { matchers: [], severities: [], services: '1' }, 'Alerts declare SEV1.'],
  ['that it waits, and that it is off', { matchers: [], severities: ['info'], firingFor: '5m', services: '', isEnabled: false }, 'Off. Info alerts that fire for 5m without being acknowledged declare SEV1.'],
] as const)('a rule says %s in a sentence', (_, change, words) => {
  const [rule] = draft.rules;
  expect(rule && ruleWords({ ...rule, ...change }, draft.severities)).toBe(words);
});

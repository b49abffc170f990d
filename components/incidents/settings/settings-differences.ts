import { printMatcher } from '@/lib/promql/print';
import type { SettingsDraft } from './settings-draft';

export interface Difference {
  name: string;
  mine: string;
  theirs: string;
}

/** Where two forms of the settings differ, in words: what is named in lists is compared one by one. */
export function differencesOf(mine: SettingsDraft, theirs: SettingsDraft): Difference[] {
  return [
    ...among('Severity', mine.severities, theirs.severities, ({ key, ...rest }) => [key, [rest.name, rest.look, rest.description, rest.policyId ? `policy ${rest.policyId}` : 'nobody is paged'].filter(Boolean).join(', ')]),
    ...between('Order of severities', mine.severities.map(({ key }) => key).join(', '), theirs.severities.map(({ key }) => key).join(', ')),
    ...among('Rule', mine.rules, theirs.rules, ({ name, isEnabled, matchers, severities, firingFor, services, severity }) => [
      name,
      `${isEnabled ? 'on' : 'off'}, {${matchers.map(printMatcher).join(',')}}, ${severities.join(' or ') || 'any severity'}, for ${firingFor.trim()}, on ${services.trim()} services, declares ${severity}`,
    ]),
    ...between('Takes in alerts for', mine.joinFor.trim(), theirs.joinFor.trim()),
    ...among('Template', mine.templates, theirs.templates, ({ name, status, text }) => [name, `${status ?? 'any state'}: ${text}`]),
    ...between('Checklist', mine.checklist.join('; '), theirs.checklist.join('; ')),
  ];
}

function between(name: string, mine: string, theirs: string): Difference[] {
  return mine === theirs ? [] : [{ name, mine: mine || 'empty', theirs: theirs || 'empty' }];
}

function among<Item>(thing: string, mine: readonly Item[], theirs: readonly Item[], words: (item: Item) => [string, string]): Difference[] {
  const [a, b] = [new Map(mine.map(words)), new Map(theirs.map(words))];
  return [...new Set([...b.keys(), ...a.keys()])].flatMap((name) => {
    const [own, other] = [a.get(name), b.get(name)];
    return own === other ? [] : [{ name: `${thing} ${name}`, mine: own ?? 'not there', theirs: other ?? 'not there' }];
  });
}

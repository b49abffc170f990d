import { parseMatchers, printMatchers } from '@/lib/alerts/matchers';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import type { Dependency, SuppressionRules } from '@/lib/alerts/suppression/schemas';
import { messageOf, type FieldIssue } from '@/lib/errors';

export interface InhibitionDraft {
  name: string;
  source: string;
  target: string;
  equal: string;
}

export interface DependencyDraft {
  service: string;
  kind: Dependency['dependsOn']['kind'];
  name: string;
}

/** What the form of inhibitions and dependencies holds, as it is typed. */
export interface RelationsDraft {
  inhibitions: InhibitionDraft[];
  dependencies: DependencyDraft[];
}

export function relationsDraftOf({ inhibitions, dependencies }: SuppressionRules): RelationsDraft {
  return {
    inhibitions: inhibitions.map(({ name, source, target, equal }) => ({ name, source: printMatchers(source), target: printMatchers(target), equal: equal.join(', ') })),
    dependencies: dependencies.map(({ service, dependsOn }) => ({ service, ...dependsOn })),
  };
}

/** The rules that a form describes and what is wrong with it, by the path of the field. */
export function readRelations(draft: RelationsDraft): { rules: SuppressionRules; issues: FieldIssue[] } {
  const issues: FieldIssue[] = [];
  const fault = (path: string, message: string) => void issues.push({ path, message });
  const matchersOf = (text: string, path: string): AlertMatcher[] => {
    try {
      const matchers = parseMatchers(text);
      if (matchers.length === 0) fault(path, 'Name at least one label, such as {severity="critical"}.');
      return matchers;
    } catch (error) {
      fault(path, messageOf(error));
      return [];
    }
  };
  const inhibitions = draft.inhibitions.map(({ name, source, target, equal }, index) => {
    const path = `inhibitions.${index}`;
    if (name.trim() === '') fault(`${path}.name`, 'Give it a name.');
    return { name: name.trim(), source: matchersOf(source, `${path}.source`), target: matchersOf(target, `${path}.target`), equal: equal.split(/[\s,]+/).filter(Boolean) };
  });
  const dependencies = draft.dependencies.map(({ service, kind, name }, index) => {
    if (service.trim() === '') fault(`dependencies.${index}.service`, 'Name the service.');
    if (name.trim() === '') fault(`dependencies.${index}.name`, kind === 'host' ? 'Name the host, as in its label instance.' : 'Name the service.');
    return { service: service.trim(), dependsOn: { kind, name: name.trim() } };
  });
  return { rules: { inhibitions, dependencies }, issues };
}

/** Where two forms differ, in words. */
export function relationsDifferences(mine: RelationsDraft, theirs: RelationsDraft): { name: string; mine: string; theirs: string }[] {
  const [own, other] = [wordsOf(mine), wordsOf(theirs)];
  const absent = 'not there';
  return [...new Set([...other.keys(), ...own.keys()])].flatMap((name) => {
    const pair = { name, mine: own.get(name) ?? absent, theirs: other.get(name) ?? absent };
    return pair.mine === pair.theirs ? [] : [pair];
  });
}

function wordsOf({ inhibitions, dependencies }: RelationsDraft): Map<string, string> {
  return new Map([
    ...inhibitions.map(({ name, source, target, equal }): [string, string] => [name.trim() || 'Inhibition without a name', `${source.trim()} mutes ${target.trim()}${equal.trim() === '' ? '' : `, same ${equal.trim()}`}`]),
    ...dependencies.map(({ service, kind, name }): [string, string] => [`${service.trim() || 'A service'} needs the ${kind} ${name.trim()}`, 'yes']),
  ]);
}

import { expect, it } from 'vitest';
import { readYamlDocument } from './read-document';
import { staleError } from './stale-document';

const documentOf = (yaml: string) => {
  const { document } = readYamlDocument(`version: 1\n${yaml}`, 'document');
  if (!document) throw new Error('The document of the test is wrong.');
  return document;
};
const base = documentOf('teams: [{ name: web }, { name: old }]\nthresholds: { cpu: { warning: 80, critical: 95 } }');
const theirs = documentOf('teams: [{ name: web }, { name: ops }]\nthresholds: { cpu: { warning: 70, critical: 95 } }');
const mine = documentOf('thresholds: { cpu: { warning: 60, critical: 95 } }');

it('shows what the others changed and what the document would have changed', () => {
  expect(staleError({ base, theirs, mine }).issues).toEqual([
    { path: 'teams "ops"', message: 'was added meanwhile' },
    { path: 'teams "old"', message: 'was removed meanwhile' },
    { path: 'thresholds cpu.warning', message: 'was changed meanwhile from 80 to 70' },
    { path: 'thresholds cpu.warning', message: 'is changed by yours from 80 to 60' },
  ]);
});

it('shows what differs now where the version of before is not kept any more', () => {
  expect(staleError({ base: null, theirs, mine }).issues).toEqual([{ path: 'thresholds cpu.warning', message: 'is changed by yours from 70 to 60' }]);
});

it('names at most fifty fields, of both sides', () => {
  const teams = (...names: string[]) => documentOf(`teams: [${names.map((name) => `{ name: ${name} }`).join(', ')}]`);
  const many = (prefix: string) => Array.from({ length: 60 }, (_, index) => `${prefix}${index}`);
  const { issues } = staleError({ base: teams(), theirs: teams(...many('a')), mine: teams(...many('b')) });
  expect(issues).toHaveLength(50);
  expect(issues.filter(({ message }) => message.endsWith('by yours'))).toHaveLength(25);
});

import { expect, test } from 'vitest';
import type { SuppressionRules } from '@/lib/alerts/suppression/schemas';
import { readRelations, relationsDifferences, relationsDraftOf, type RelationsDraft } from './dependency-draft';

const stored: SuppressionRules = {
  inhibitions: [{ name: 'Site down', source: [{ label: 'alertname', operator: '=', value: 'Site down' }], target: [{ label: 'site', operator: '=~', value: '.+' }], equal: ['site', 'rack'] }],
  dependencies: [{ service: 'shop', dependsOn: { kind: 'service', name: 'database' } }, { service: 'database', dependsOn: { kind: 'host', name: 'db-1' } }],
};

test('what is stored comes out of the form as it went in', () => expect(readRelations(relationsDraftOf(stored))).toEqual({ rules: stored, issues: [] }));

test.each<[string, RelationsDraft, string, RegExp]>([
  ['no name', { inhibitions: [{ name: '', source: 'a=b', target: 'c=d', equal: '' }], dependencies: [] }, 'inhibitions.0.name', /name/],
  ['no source', { inhibitions: [{ name: 'a', source: '', target: 'c=d', equal: '' }], dependencies: [] }, 'inhibitions.0.source', /at least one/],
  ['matchers that cannot be read', { inhibitions: [{ name: 'a', source: 'a=b', target: 'c', equal: '' }], dependencies: [] }, 'inhibitions.0.target', /character 2/],
  ['a service without a name', { inhibitions: [], dependencies: [{ service: ' ', kind: 'host', name: 'x' }] }, 'dependencies.0.service', /service/],
  ['a host without a name', { inhibitions: [], dependencies: [{ service: 'a', kind: 'host', name: '' }] }, 'dependencies.0.name', /instance/],
])('what is wrong is told at its field: %s', (_, draft, path, message) => {
  expect(readRelations(draft).issues.find((issue) => issue.path === path)?.message).toMatch(message);
});

test('both sides of a conflict are told in words', () => {
  const theirs = relationsDraftOf(stored);
  const [inhibition] = theirs.inhibitions;
  const mine: RelationsDraft = { inhibitions: inhibition ? [{ ...inhibition, equal: 'site' }] : [], dependencies: [...theirs.dependencies.slice(1), { service: 'shop', kind: 'host', name: 'web-1' }] };
  expect(relationsDifferences(theirs, theirs)).toEqual([]);
  expect(relationsDifferences(mine, theirs)).toEqual([
    { name: 'Site down', mine: '{alertname="Site down"} mutes {site=~".+"}, same site', theirs: '{alertname="Site down"} mutes {site=~".+"}, same site, rack' },
    { name: 'shop needs the service database', mine: 'not there', theirs: 'yes' },
    { name: 'shop needs the host web-1', mine: 'yes', theirs: 'not there' },
  ]);
});

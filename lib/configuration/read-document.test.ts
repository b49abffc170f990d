import { describe, expect, it } from 'vitest';
import { documentJsonSchema } from './json-schema';
import { readYamlDocument } from './read-document';
import { documentLimits } from './schemas';

const bomb = `version: 1\nthresholds: {}\nservices:\n  - &a { name: a, description: x }\n${Array.from({ length: 12 }, (_, at) => `  - &b${at} { name: [${Array.from({ length: 10 }, () => (at === 0 ? '*a' : `*b${at - 1}`)).join(', ')}] }`).join('\n')}\n`;

/** What is wrong, on which line, at which path, and what was expected. */
const wrong: [title: string, yaml: string, line: number | null, path: string, expected: RegExp][] = [
  ['no version', 'thresholds: {}\n', 1, 'version', /must be 1/],
  ['another version', 'version: 2\n', 1, 'version', /must be 1/],
  ['a section that there is not', 'version: 1\nthings: []\n', 2, 'things', /no field that Nines knows/],
  ['a field that there is not', 'version: 1\nservices:\n  - name: a\n    colour: red\n', 4, 'services[0].colour', /no field that Nines knows/],
  ['a missing name', 'version: 1\nservices:\n  - name: a\n  - tier: 2\n', 4, 'services[1].name', /is needed: string/],
  ['a value of another type', 'version: 1\nservices:\n  - name: a\n    tier: 7\n', 4, 'services[0].tier', /expected|invalid/i],
  ['a text where a list is', 'version: 1\nservices: shop\n', 2, 'services', /expected array/],
  ['a name that is there twice', 'version: 1\nservices:\n  - { name: a }\n  - { name: a }\n', 4, 'services[1].name', /there twice/],
  ['a key that is there twice', 'version: 1\nthresholds: {}\nthresholds: {}\n', 3, '', /unique/],
  ['text that is no YAML', 'version: 1\nservices: [a\n', 3, '', /./],
  ['a kind of check that there is not', 'version: 1\nchecks:\n  - name: a\n    kind: smoke\n', 4, 'checks[0].kind', /check-kinds/],
  ['a setting that the kind needs', 'version: 1\nchecks:\n  - name: a\n    kind: tcp\n    settings: { port: 1 }\n', 5, 'checks[0].settings.host', /is needed/],
  ['a setting that the kind does not have', 'version: 1\nchecks:\n  - name: a\n    kind: tcp\n    settings: { host: a, port: 1, smell: bad }\n', 5, 'checks[0].settings.smell', /no setting of this kind/],
  ['a variable that is none of the configuration', 'version: 1\nchannels:\n  - name: a\n    kind: slack\n    secrets: { webhookUrl: { env: DATABASE_URL } }\n', 5, 'channels[0].secrets.webhookUrl.env', /CONFIG_SECRET_/],
  ['a file outside of the folder', 'version: 1\nchannels:\n  - name: a\n    kind: slack\n    secrets: { webhookUrl: { file: ../secrets.json } }\n', 5, 'channels[0].secrets.webhookUrl.file', /below the folder/],
  ['a tag of somebody', 'version: 1\nthresholds: !!js/function "x"\n', 2, '', /tag/i],
  ['aliases that grow', bomb, 1, '', /aliases/],
  ['a list of nothing', '[]\n', 1, '', /expected object/],
];

describe('a wrong document', () => {
  it.each(wrong)('%s is refused whole, with its line and path', (_, yaml, line, path, expected) => {
    const { document, problems } = readYamlDocument(yaml, 'a.yaml');
    expect(document).toBeNull();
    const found = problems.find((each) => each.path === path && expected.test(each.message));
    expect(found, JSON.stringify(problems)).toMatchObject({ file: 'a.yaml', line });
  });

  it('tells all its faults, at most 50', () => {
    expect(readYamlDocument('version: 1\nservices:\n  - { tier: 9 }\n  - { tier: 9 }\n', 'a').problems).toHaveLength(4);
    const many = `version: 1\nservices:\n${'  - { tier: 9 }\n'.repeat(100)}`;
    expect(readYamlDocument(many, 'a').problems).toHaveLength(documentLimits.issues);
  });

  it('larger than 2 MiB is not looked at', () => {
    expect(readYamlDocument(`version: 1\n#${'x'.repeat(documentLimits.bytes)}`, 'a').problems[0]?.message).toContain('larger than 2 MiB');
  });
});

it('has a JSON Schema for editors, with every section', () => {
  const schema = documentJsonSchema() as { properties: Record<string, unknown>; additionalProperties: boolean };
  expect(Object.keys(schema.properties)).toContain('escalationPolicies');
  expect(schema.additionalProperties).toBe(false);
});

import { canonicalJson } from '@/lib/statements/canonical';
import { isReference } from './secret-value';
import { canonicalDocument } from './canonical-document';
import { sectionKeys, type ConfigChange, type ConfigDocument, type SectionKey } from './schemas';

const mostFields = 50;
const longest = 500;

/** What is lost with a thing that is removed. */
const lost: Partial<Record<SectionKey, string>> = {
  services: 'Its checks stay, without a service.',
  checks: 'Its history is deleted with it.',
  scrapeJobs: 'Its series end.',
  objectives: 'Its figures and its alert rules are deleted with it.',
  alertRules: 'Its alerts end.',
  channels: 'Nobody is told by it any more, and its secrets are deleted.',
  roles: 'It can be removed once nobody has it.',
  signInProviders: 'Nobody comes in by it any more, and its secret is deleted.',
  incidentHooks: 'Its address declares nothing any more.',
};

/** What applying `after` would change of `before`: sections that `after` does not have are left alone. The texts of secrets are never in it. */
export function compareDocuments(before: ConfigDocument, after: ConfigDocument): ConfigChange[] {
  const [was, is] = [canonicalDocument(before), canonicalDocument(after)] as [Record<string, unknown>, Record<string, unknown>];
  return sectionKeys.filter((key) => is[key] !== undefined).flatMap((key) => (Array.isArray(is[key]) ? compareLists(key, (was[key] ?? []) as Item[], is[key] as Item[]) : compareOne(key, was[key], is[key])));
}

type Item = { name: string } & Record<string, unknown>;

function compareLists(section: SectionKey, before: readonly Item[], after: readonly Item[]): ConfigChange[] {
  const [was, is] = [new Map(before.map((item) => [item.name, item])), new Map(after.map((item) => [item.name, item]))];
  const changes = after.flatMap((item): ConfigChange[] => {
    const old = was.get(item.name);
    if (!old) return [{ section, name: item.name, kind: 'create', fields: fieldsOf({}, item), impact: null }];
    const fields = fieldsOf(old, item);
    return fields.length === 0 ? [] : [{ section, name: item.name, kind: 'update', fields, impact: null }];
  });
  const removed = before.filter(({ name }) => !is.has(name)).map((item): ConfigChange => ({ section, name: item.name, kind: 'remove', fields: [], impact: lost[section] ?? null }));
  return [...changes, ...removed];
}

function compareOne(section: SectionKey, before: unknown, after: unknown): ConfigChange[] {
  const fields = fieldsOf(before ?? {}, after);
  return fields.length === 0 ? [] : [{ section, name: null, kind: before === undefined ? 'create' : 'update', fields, impact: null }];
}

type Field = ConfigChange['fields'][number];

/** The fields that differ, down to the lists: those are shown whole. */
function fieldsOf(before: unknown, after: unknown): Field[] {
  const fields: Field[] = [];
  walk('', before, after, fields);
  return fields;
}

function walk(path: string, before: unknown, after: unknown, fields: Field[]): void {
  if (fields.length >= mostFields || textOf(before) === textOf(after)) return;
  const [was, is] = [before === undefined ? {} : before, after === undefined ? {} : after];
  if (isPlain(was) && isPlain(is) && Object.keys(was).length + Object.keys(is).length > 0) {
    for (const key of [...new Set([...Object.keys(was), ...Object.keys(is)])]) walk(path === '' ? key : `${path}.${key}`, was[key], is[key], fields);
    return;
  }
  fields.push({ path, before: shown(before, path), after: shown(after, path) });
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isSecret(value);
}

function isSecret(value: object): boolean {
  return isReference(value) || (Object.keys(value).length === 1 && 'keep' in value);
}

function textOf(value: unknown): string {
  return value === undefined ? '' : canonicalJson(value);
}

function shown(value: unknown, path: string): string | null {
  if (value === undefined) return null;
  const text = canonicalJson(hidden(value, isSecretPath(path)));
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

const secretFields = new Set(['password', 'token', 'clientKey', 'clientSecret', 'signingSecret', 'authorization']);

function isSecretPath(path: string): boolean {
  return /(^|\.)secrets(\.|$)/.test(path) || secretFields.has(path.slice(path.lastIndexOf('.') + 1));
}

function hidden(value: unknown, isHidden: boolean, field = ''): unknown {
  if (Array.isArray(value)) return value.map((each) => hidden(each, isHidden, field === 'headers' ? 'header' : ''));
  if (typeof value === 'object' && value !== null) {
    if (isSecret(value)) return 'keep' in value ? 'stored' : value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, hidden(each, isHidden || name === 'secrets' || secretFields.has(name), name)]));
  }
  return isHidden && typeof value === 'string' ? 'a new value' : value;
}

import { stringify } from 'yaml';
import { canonicalJson } from '@/lib/statements/canonical';
import { sectionKeys, type ConfigDocument } from './schemas';
import { withoutDefaults } from './without-defaults';

/** Lists whose order says nothing, by the name of their field. */
const unordered = new Set(['dependsOn', 'members', 'permissions', 'hosts', 'scrapeJobs', 'services', 'checks', 'channels', 'secondFactorFor', 'weekdays', 'equal', 'components']);
/** Fields that come first, so that a reader sees at once what something is. */
const leading = ['version', 'name', 'key', 'kind', 'type', 'description'];

/**
 * The one form of a document: sections in their order, lists of things by name, fields in a fixed order, and lists whose order says nothing sorted. Two documents that say the same are
 * the same text then.
 */
export function canonicalDocument(document: ConfigDocument): ConfigDocument {
  const found = document as Record<string, unknown>;
  const present = sectionKeys.filter((key) => found[key] !== undefined).map((key) => [key, orderedSection(found[key])]);
  return { version: 1, ...Object.fromEntries(present) } as ConfigDocument;
}

function orderedSection(section: unknown): unknown {
  if (!Array.isArray(section)) return ordered(section, '');
  const items = section.map((item) => ordered(item, '')) as { name: string }[];
  return items.sort((a, b) => compareTexts(a.name, b.name));
}

function ordered(value: unknown, field: string): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => ordered(item, ''));
    return unordered.has(field) && items.every((item) => typeof item === 'string' || typeof item === 'number') ? [...new Set(items)].sort(compareScalars) : items;
  }
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => each !== undefined);
  entries.sort(([a], [b]) => rankOf(a) - rankOf(b) || compareTexts(a, b));
  return Object.fromEntries(entries.map(([name, each]) => [name, ordered(each, name)]));
}

function rankOf(field: string): number {
  const at = leading.indexOf(field);
  return at < 0 ? leading.length : at;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareScalars(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number' ? a - b : compareTexts(String(a), String(b));
}

/** What the hash of a document is made of: canonical JSON as RFC 8785 has it. */
export function hashedText(document: ConfigDocument): string {
  return canonicalJson(canonicalDocument(document));
}

/** A document as YAML, without what the schema fills in by itself. The same document is always the same text. */
export function writeDocument(document: ConfigDocument): string {
  return stringify(withoutDefaults(canonicalDocument(document)), { lineWidth: 0, aliasDuplicateObjects: false, sortMapEntries: false, version: '1.2' });
}

import { canonicalDocument } from '@/lib/configuration/canonical-document';
import { compareDocuments } from '@/lib/configuration/compare-documents';
import { sectionKeys, sections, type ConfigChange, type ConfigDocument, type SectionKey } from '@/lib/configuration/schemas';
import { permissionFor } from '@/lib/configuration/section-permissions';
import { AppError, isAppError, type FieldIssue } from '@/lib/errors';
import { readCurrent, type Current } from './export';
import { located } from './faults';
import { adapterOf } from './sections/registry';
import type { Work } from './work';

type Named = { name: string };

/** What a document would change, with what it is to become. */
export interface Plan {
  current: Current;
  wanted: ConfigDocument;
  changes: ConfigChange[];
  removals: number;
}

/** Compares a document with what is stored. Throws AppError `invalid` that names the parts which cannot be, `forbidden` that names the sections which the caller may not change. */
export async function planDocument(work: Work, document: ConfigDocument): Promise<Plan> {
  const keys = sectionKeys.filter((key) => document[key] !== undefined);
  refuseSections(work, keys);
  const current = await readCurrent(work, keys);
  const wanted = canonicalDocument(await settled(work, document, current));
  const found = compareDocuments(current.document, wanted);
  refuseChanges(work, found);
  const changes: ConfigChange[] = [];
  for (const change of found) changes.push({ ...change, impact: change.impact ?? (await impactOf(work, change.section, current.document, wanted)) });
  return { current, wanted, changes, removals: changes.filter(({ kind }) => kind === 'remove').length };
}

function refuseSections({ isPlatform }: Work, keys: readonly SectionKey[]): void {
  const foreign = isPlatform ? [] : keys.filter((key) => sections[key].isPlatform);
  if (foreign.length === 0) return;
  const issues = foreign.map((path) => ({ path, message: 'is of the whole installation: only the organisation that runs it has this section' }));
  throw new AppError('invalid', `${foreign.join(', ')}: only the organisation that runs this installation has that. Take it out.`, { issues });
}

/** Each section takes what its own form takes. */
function refuseChanges({ caller }: Work, changes: readonly ConfigChange[]): void {
  const held: ReadonlySet<string> = new Set(caller.permissions);
  const lacking = [...new Set(changes.map(({ section }) => section))].filter((section) => !held.has(permissionFor(section)));
  if (lacking.length === 0) return;
  const issues = lacking.map((path) => ({ path, message: `takes the permission ${permissionFor(path)}, which you do not have` }));
  throw new AppError('forbidden', `${issues.map(({ path, message }) => `${path} ${message}`).join('; ')}. Nothing was changed.`, { issues });
}

/** The document with secrets that are as they are stored as marks, so that only what differs counts as a change. */
async function settled(work: Work, document: ConfigDocument, current: Current): Promise<ConfigDocument> {
  const found: Record<string, unknown> = { ...document };
  const issues: FieldIssue[] = [];
  const collect = async <T>(place: readonly PropertyKey[], given: T, settle: () => Promise<T>): Promise<T> => {
    try {
      return await settle();
    } catch (error) {
      if (!isAppError(error)) throw error;
      issues.push(...located(error, place));
      return given;
    }
  };
  for (const key of sectionKeys.filter((each) => document[each] !== undefined)) {
    const adapter = adapterOf(key);
    if (adapter.kind === 'one') {
      const { settle } = adapter;
      if (settle) found[key] = await collect([key], found[key], () => settle(work, found[key]));
      continue;
    }
    const { settle } = adapter;
    if (!settle) continue;
    const stored = new Map((current.items.get(key) ?? []).map((each) => [each.item.name, each]));
    const items: Named[] = [];
    for (const [at, item] of (found[key] as Named[]).entries()) items.push(await collect([key, at], item, () => settle(work, item, stored.get(item.name))));
    found[key] = items;
  }
  const [first] = issues;
  if (first) throw new AppError('invalid', `${first.path}: ${first.message}`, { issues: issues.slice(0, 50) });
  return found as ConfigDocument;
}

/** What else it means, where only what is stored shows it. */
async function impactOf(work: Work, section: SectionKey, before: ConfigDocument, after: ConfigDocument): Promise<string | null> {
  const adapter = adapterOf(section);
  return adapter.kind === 'one' && adapter.impact ? adapter.impact(work, before[section], after[section]) : null;
}

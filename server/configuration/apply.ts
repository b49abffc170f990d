import { compareDocuments } from '@/lib/configuration/compare-documents';
import { pathText } from '@/lib/configuration/read-document';
import { sectionKeys, type ConfigChange, type ConfigDocument, type SectionKey } from '@/lib/configuration/schemas';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import { readCurrent, type Current } from './export';
import { placesIn, told } from './faults';
import { kindsOfNames } from './names';
import type { Plan } from './plan';
import { adapterOf } from './sections/registry';
import { rereadNames, type ListSection, type StoredItem, type Work } from './work';

type Named = { name: string };

/**
 * Makes the stored configuration what the plan says, by the verbs of each part, so that what they refuse is refused. What nothing mentions any more goes first, so that limits count what
 * will be; all else that goes, goes last, when nothing needs it any more. Throws what they throw, with paths of the document.
 */
export async function applyPlan(work: Work, document: ConfigDocument, { current, wanted, changes }: Plan): Promise<void> {
  const placeOf = placesIn(document);
  const { early, late } = removalsOf(current, changes);
  for (const { key, stored } of [...early, ...late]) forgetName(work, key, stored.item.name);
  await removeAll(work, early);
  for (const key of sectionKeys) {
    const changed = changes.filter((change) => change.section === key && change.kind !== 'remove');
    if (changed.length === 0) continue;
    const adapter = adapterOf(key);
    if (adapter.kind === 'one') {
      await told(() => adapter.write(work, wanted[key]), [key]);
      continue;
    }
    const stored = new Map((current.items.get(key) ?? []).map((each) => [each.item.name, each]));
    for (const item of changedItems(adapter, wanted[key] as Named[], changed)) {
      const before = stored.get(item.name);
      await told(() => (before ? adapter.update(work, before, item) : adapter.create(work, item)), placeOf(key, item.name));
    }
  }
  await removeAll(work, late);
  for (const { key, stored } of early) await told(async () => listOf(key).confirmRemoval?.(work, stored), [key]);
  await rereadNames(work);
  if (early.length + late.length > 0) await refuseLosses(work, current, changes, placeOf);
  await mutate(work.database, work.caller, 'config.apply', () => Promise.resolve({ result: undefined, before: null, after: summaryOf(changes) }));
}

/** What the document leaves as it is must be so still: what goes may not have been named by it. */
async function refuseLosses(work: Work, { document: before }: Current, changes: readonly ConfigChange[], placeOf: ReturnType<typeof placesIn>): Promise<void> {
  const planned = new Set(changes.map(({ section, name }) => `${section} ${name ?? ''}`));
  const { document: after } = await readCurrent(work, sectionKeys.filter((key) => before[key] !== undefined));
  const lost = compareDocuments(before, after).filter(({ section, name }) => !planned.has(`${section} ${name ?? ''}`));
  const issues = lost.flatMap(({ section, name, fields }) => fields.map(({ path }) => ({ path: pathText([...placeOf(section, name ?? ''), ...path.split('.')]), message: 'names what the document removes' })));
  const [first] = issues;
  if (first) throw new AppError('invalid', `${first.path}: ${first.message}`, { issues: issues.slice(0, 50) });
}

interface Removal {
  key: SectionKey;
  stored: StoredItem<Named>;
}

/** What is to go, the last sections first. Early is what nothing mentions by its name that is still there then. */
function removalsOf(current: Current, changes: readonly ConfigChange[]): { early: Removal[]; late: Removal[] } {
  const isGone = new Set(changes.flatMap(({ section, name, kind }) => (kind === 'remove' ? [`${section} ${name ?? ''}`] : [])));
  const mentioned = new Set<string>();
  const removals: Removal[] = [];
  for (const key of sectionKeys.toReversed()) {
    const items = current.items.get(key);
    if (!items) addTexts(current.document[key], mentioned);
    for (const stored of items ?? []) {
      if (isGone.has(`${key} ${stored.item.name}`)) removals.push({ key, stored });
      else addTexts({ ...stored.item, name: null }, mentioned);
    }
  }
  const [early, late]: [Removal[], Removal[]] = [[], []];
  for (const removal of removals) {
    const { key, stored: { item } } = removal;
    // Things of other sections are named by nothing, or by text that may name what there is not.
    const isMentioned = kindsOfNames[key] !== undefined && !listOf(key).confirmRemoval && mentioned.has(item.name);
    (isMentioned ? late : early).push(removal);
    if (isMentioned) addTexts({ ...item, name: null }, mentioned);
  }
  return { early, late };
}

function addTexts(value: unknown, texts: Set<string>): void {
  if (typeof value === 'string') texts.add(value);
  else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) addTexts(each, texts);
}

/** So that nothing of the document can name what goes. */
function forgetName({ names }: Work, key: SectionKey, name: string): void {
  const kind = kindsOfNames[key];
  if (kind) names.forget(kind, name);
}

async function removeAll(work: Work, removals: readonly Removal[]): Promise<void> {
  for (const { key, stored } of removals) await told(() => listOf(key).remove(work, stored), [key]);
}

function listOf(key: SectionKey): ListSection<Named> {
  return adapterOf(key) as ListSection<Named>;
}

function changedItems(adapter: ListSection<Named>, items: readonly Named[], changes: readonly ConfigChange[]): Named[] {
  const names = new Set(changes.map(({ name }) => name));
  const changed = items.filter(({ name }) => names.has(name));
  return adapter.order ? adapter.order(changed) : changed;
}

function summaryOf(changes: readonly ConfigChange[]): Record<string, number> {
  const count = (kind: ConfigChange['kind']) => changes.filter((change) => change.kind === kind).length;
  return { created: count('create'), changed: count('update'), removed: count('remove') };
}

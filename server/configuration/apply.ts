import { canonicalDocument } from '@/lib/configuration/canonical-document';
import { compareDocuments } from '@/lib/configuration/compare-documents';
import { pathText } from '@/lib/configuration/read-document';
import { sectionKeys, sections, type ConfigChange, type ConfigDocument, type SectionKey } from '@/lib/configuration/schemas';
import { AppError, isAppError, type FieldIssue } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import { readCurrent, type Current } from './export';
import { adapterOf } from './sections/registry';
import type { ListSection, StoredItem, Work } from './work';

type Named = { name: string };

/** What a document would change, with what it is to become. */
interface Plan {
  current: Current;
  wanted: ConfigDocument;
  changes: ConfigChange[];
  removals: number;
}

/** Compares a document with what is stored. Throws AppError `invalid` that names the parts which cannot be, `forbidden` for sections that the caller may not change. */
export async function planDocument(work: Work, document: ConfigDocument): Promise<Plan> {
  const keys = sectionKeys.filter((key) => document[key] !== undefined);
  refuseSections(work, keys);
  const current = await readCurrent(work, keys);
  const wanted = canonicalDocument(await settled(work, document, current));
  const changes = compareDocuments(current.document, wanted);
  refuseChanges(work, changes);
  return { current, wanted, changes, removals: changes.filter(({ kind }) => kind === 'remove').length };
}

function refuseSections({ isPlatform }: Work, keys: readonly SectionKey[]): void {
  const foreign = isPlatform ? [] : keys.filter((key) => sections[key].isPlatform);
  if (foreign.length === 0) return;
  const issues = foreign.map((path) => ({ path, message: 'is of the whole installation: only the organisation that runs it has this section' }));
  throw new AppError('invalid', `${foreign.join(', ')}: only the organisation that runs this installation has that. Take it out.`, { issues });
}

function refuseChanges({ caller }: Work, changes: readonly ConfigChange[]): void {
  const ofPeople = changes.find(({ section }) => sections[section].isOfPeople);
  if (ofPeople && !caller.permissions.includes('monitoring.people.update')) {
    throw new AppError('forbidden', `To change the section ${ofPeople.section} you need the permission monitoring.people.update.`);
  }
}

async function settled(work: Work, document: ConfigDocument, current: Current): Promise<ConfigDocument> {
  const settledSections: Record<string, unknown> = { ...document };
  const issues: FieldIssue[] = [];
  for (const [key, stored] of current.items) {
    const { settle } = adapterOf(key) as ListSection<Named>;
    if (!settle) continue;
    const byName = new Map(stored.map((each) => [each.item.name, each]));
    const items: Named[] = [];
    for (const [at, item] of (document[key] as Named[]).entries()) {
      try {
        items.push(await settle(work, item, byName.get(item.name)));
      } catch (error) {
        if (!isAppError(error)) throw error;
        issues.push(...located(error, [key, at]));
      }
    }
    settledSections[key] = items;
  }
  const [first] = issues;
  if (first) throw new AppError('invalid', `${first.path}: ${first.message}`, { issues: issues.slice(0, 50) });
  return settledSections as ConfigDocument;
}

/** Makes the stored configuration what the plan says, by the verbs of each part, so that what they refuse is refused. Nothing is changed without changes. Throws what they throw, with paths of the document. */
export async function applyPlan(work: Work, document: ConfigDocument, { current, wanted, changes }: Plan): Promise<void> {
  const placeOf = placesIn(document);
  for (const key of sectionKeys) {
    const changed = changes.filter((change) => change.section === key && change.kind !== 'remove');
    if (changed.length === 0) continue;
    const adapter = adapterOf(key);
    if (adapter.kind === 'one') {
      await told(() => adapter.write(work, wanted[key]), [key]);
      continue;
    }
    const items = changedItems(adapter, wanted[key] as Named[], changed);
    const stored = new Map((current.items.get(key) ?? []).map((each) => [each.item.name, each]));
    for (const item of items) await told(() => storeItem(work, adapter, stored.get(item.name), item), placeOf(key, item.name));
  }
  for (const key of sectionKeys.toReversed()) {
    const removed = new Set(changes.filter((change) => change.section === key && change.kind === 'remove').map(({ name }) => name));
    if (removed.size === 0) continue;
    const adapter = adapterOf(key) as ListSection<Named>;
    for (const stored of current.items.get(key) ?? []) if (removed.has(stored.item.name)) await told(() => removeItem(work, adapter, stored), [key]);
  }
  await mutate(work.database, work.caller, 'config.apply', () => Promise.resolve({ result: undefined, before: null, after: summaryOf(changes) }));
}

function changedItems(adapter: ListSection<Named>, items: readonly Named[], changes: readonly ConfigChange[]): Named[] {
  const names = new Set(changes.map(({ name }) => name));
  const changed = items.filter(({ name }) => names.has(name));
  return adapter.order ? adapter.order(changed) : changed;
}

/** What came before may have changed the row: the service that an objective belongs to changes its rules. */
async function storeItem(work: Work, adapter: ListSection<Named>, stored: StoredItem<Named> | undefined, item: Named): Promise<void> {
  if (!stored) return adapter.create(work, item);
  return adapter.update(work, stored, item);
}

async function removeItem(work: Work, adapter: ListSection<Named>, stored: StoredItem<Named>): Promise<void> {
  await adapter.remove(work, stored);
}

function summaryOf(changes: readonly ConfigChange[]): Record<string, number> {
  const count = (kind: ConfigChange['kind']) => changes.filter((change) => change.kind === kind).length;
  return { created: count('create'), changed: count('update'), removed: count('remove') };
}

function placesIn(document: ConfigDocument): (key: SectionKey, name: string) => PropertyKey[] {
  const places = new Map<string, number>();
  for (const key of sectionKeys) {
    const section: unknown = document[key];
    if (Array.isArray(section)) for (const [at, item] of (section as Named[]).entries()) places.set(`${key} ${item.name}`, at);
  }
  return (key, name) => {
    const at = places.get(`${key} ${name}`);
    return at === undefined ? [key] : [key, at];
  };
}

async function told<T>(run: () => Promise<T>, place: readonly PropertyKey[]): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const fault = isZodError(error) ? faultOf(error) : error;
    if (!isAppError(fault)) throw fault;
    const issues = located(fault, place);
    throw new AppError(fault.code, issues[0] && fault.issues.length > 0 ? `${issues[0].path}: ${issues[0].message}` : fault.message, { issues, cause: error });
  }
}

/** Of what only the whole of a thing shows. */
function faultOf({ issues }: { issues: { path: PropertyKey[]; message: string }[] }): AppError {
  return new AppError('invalid', 'The document is not valid.', { issues: issues.slice(0, 20).map(({ path, message }) => ({ path: path.map(String).join('.'), message })) });
}

function isZodError(error: unknown): error is { issues: { path: PropertyKey[]; message: string }[] } {
  return error instanceof Error && error.name === 'ZodError' && 'issues' in error;
}

/** What the bodies of endpoints call the thing itself. */
const wrappers: ReadonlySet<string> = new Set(['body', 'policy', 'schedule', 'window', 'objective', 'check', 'channel', 'job', 'service', 'page', 'root', 'team', 'role', 'rules']);
/** Ids of endpoints, and what documents have in their place. */
const renamed: Readonly<Record<string, string>> = { serviceId: 'service', channelIds: 'channels', escalationPolicyId: 'escalationPolicy', policyId: 'escalationPolicy', emailChannelId: 'emailChannel', checkIds: 'checks', checkId: 'check', memberIds: 'members' };

function located(error: AppError, place: readonly PropertyKey[]): FieldIssue[] {
  if (error.issues.length === 0) return [{ path: pathText(place), message: error.message }];
  return error.issues.map(({ path, message }) => {
    const parts = path.split('.');
    const isWrapped = parts[0] === 'body';
    const rest = isWrapped ? parts.slice(wrappers.has(parts[1] ?? '') && parts.length > 2 ? 2 : 1) : parts;
    return { path: pathText([...place, ...rest.filter((part) => part !== '').map((part) => (/^\d+$/.test(part) ? Number(part) : (renamed[part] ?? part)))]), message };
  });
}

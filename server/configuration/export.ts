import { createHash } from 'node:crypto';
import { canonicalDocument, hashedText } from '@/lib/configuration/canonical-document';
import { sectionKeys, sections, type ConfigDocument, type SectionKey } from '@/lib/configuration/schemas';
import { adapterOf } from './sections/registry';
import type { StoredItem, Work } from './work';

/** What is stored, as documents have it: `items` of the lists with their ids and versions. */
export interface Current {
  document: ConfigDocument;
  items: ReadonlyMap<SectionKey, readonly StoredItem<{ name: string }>[]>;
}

/** The configuration of the tenant, or of some of its sections, in canonical form. Secrets are marks of what is stored. */
export async function readCurrent(work: Work, keys: readonly SectionKey[] = sectionKeys): Promise<Current> {
  const items = new Map<SectionKey, readonly StoredItem<{ name: string }>[]>();
  const found: Record<string, unknown> = {};
  for (const key of keys.filter((each) => work.isPlatform || !sections[each].isPlatform)) {
    const adapter = adapterOf(key);
    if (adapter.kind === 'one') {
      found[key] = await adapter.read(work);
      continue;
    }
    const stored = await adapter.read(work);
    items.set(key, stored);
    found[key] = stored.map(({ item }) => item);
  }
  return { document: canonicalDocument({ version: 1, ...found }), items };
}

/** SHA-256 of the canonical form, in hexadecimal digits. */
export function hashOf(document: ConfigDocument): string {
  return createHash('sha256').update(hashedText(document)).digest('hex');
}

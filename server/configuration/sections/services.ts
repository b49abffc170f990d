import type { SectionOf } from '@/lib/configuration/schemas';
import { ServiceItem } from '@/lib/configuration/service-sections';
import { ServiceInput } from '@/lib/services/schemas';
import { canonicalJson } from '@/lib/statements/canonical';
import { switchBadges } from '@/server/badges/badges';
import { createService, deleteService, updateService } from '@/server/services/services';
import { itemOf, type ListSection, type Work } from '../work';

type Item = SectionOf<'services'>[number];

export const services: ListSection<Item> = {
  kind: 'list',
  async read({ read, names }) {
    const rows = await read((tx) => tx.service.findMany({ select: { id: true, version: true, settings: true, badgeToken: true }, take: 10_000 }));
    return rows.map(({ id, version, settings, badgeToken }) => {
      const stored = settings as ServiceInput;
      return { id, version, item: itemOf(ServiceItem, { ...stored, dependsOn: names.namesOf('service', stored.dependsOn), badges: badgeToken !== null }) };
    });
  },
  async create(work, item) {
    const { id } = await createService(work, work.caller, inputOf(work, item));
    work.names.set('service', item.name, id);
    if (item.badges) await switchBadges(work, work.caller, id, { isOn: true, renew: false });
  },
  async update(work, { id, version, item: before }, item) {
    if (canonicalJson({ ...before, badges: item.badges }) !== canonicalJson(item)) await updateService(work, work.caller, id, { version, service: inputOf(work, item) });
    if (before.badges !== item.badges) await switchBadges(work, work.caller, id, { isOn: item.badges, renew: false });
  },
  remove: (work, { id }) => deleteService(work, work.caller, id),
  order: needsFirst,
};

function inputOf({ names }: Work, { badges: _, ...item }: Item): ServiceInput {
  return ServiceInput.parse({ ...item, dependsOn: names.idsOf('service', item.dependsOn, 'dependsOn') });
}

/** What others need comes first: so no circle is closed for a moment that the document does not have. */
function needsFirst(items: readonly Item[]): Item[] {
  const byName = new Map(items.map((item) => [item.name, item]));
  const sorted = new Set<Item>();
  const visit = (item: Item, path: ReadonlySet<string>) => {
    if (sorted.has(item) || path.has(item.name)) return;
    for (const name of item.dependsOn) {
      const needed = byName.get(name);
      if (needed) visit(needed, new Set([...path, item.name]));
    }
    sorted.add(item);
  };
  for (const item of items) visit(item, new Set());
  return [...sorted];
}

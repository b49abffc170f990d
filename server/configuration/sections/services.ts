import type { SectionOf } from '@/lib/configuration/schemas';
import { ServiceItem } from '@/lib/configuration/service-sections';
import { ServiceInput } from '@/lib/services/schemas';
import { createService, deleteService, updateService } from '@/server/services/services';
import { itemOf, type ListSection, type Work } from '../work';

type Item = SectionOf<'services'>[number];

export const services: ListSection<Item> = {
  kind: 'list',
  async read({ read, names }) {
    const rows = await read((tx) => tx.service.findMany({ select: { id: true, version: true, settings: true }, take: 10_000 }));
    return rows.map(({ id, version, settings }) => {
      const stored = settings as ServiceInput;
      return { id, version, item: itemOf(ServiceItem, { ...stored, dependsOn: names.namesOf('service', stored.dependsOn) }) };
    });
  },
  async create(work, item) {
    const { id } = await createService(work, work.caller, inputOf(work, item));
    work.names.set('service', item.name, id);
  },
  async update(work, { id, version }, item) {
    await updateService(work, work.caller, id, { version, service: inputOf(work, item) });
  },
  remove: (work, { id }) => deleteService(work, work.caller, id),
  order: needsFirst,
};

function inputOf({ names }: Work, item: Item): ServiceInput {
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

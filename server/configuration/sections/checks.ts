import { AppError } from '@/lib/errors';
import type { SectionOf } from '@/lib/configuration/schemas';
import { CheckItem } from '@/lib/configuration/service-sections';
import { CheckDraft } from '@/lib/checks/schemas';
import { createCheck, deleteCheck, updateCheck } from '@/server/checks/checks';
import { openCheck } from '@/server/checks/sealed-check';
import { draftSecrets, keptOf, settleSecrets } from '../secrets';
import { itemOf, type ListSection, type StoredItem, type Work } from '../work';

type Item = SectionOf<'checks'>[number];

const kindStays = 'The kind of a check stays. Give the new one another name.';

export const checks: ListSection<Item> = {
  kind: 'list',
  async read({ read, names }) {
    const rows = await read((tx) => tx.check.findMany({ select: { id: true, version: true, name: true, kind: true, serviceId: true, isEnabled: true, settings: true, plan: true, secretNames: true }, take: 10_000 }));
    return rows.map(({ id, version, name, kind, serviceId, isEnabled, settings, plan, secretNames }) => {
      const secrets = keptOf(Object.fromEntries(secretNames.map((each) => [each, ''])));
      return { id, version, item: itemOf(CheckItem, { ...(plan as object), name, kind, isEnabled, settings, secrets, service: serviceId === null ? null : names.nameOf('service', serviceId) }) };
    });
  },
  async settle(work, item, stored) {
    if (Object.keys(item.secrets).length === 0) return item;
    return { ...item, secrets: settleSecrets(item.secrets, stored ? await secretsOf(work, stored.id) : {}) };
  },
  async create(work, item) {
    const { id } = await createCheck(work, work.caller, draftOf(work, item));
    work.names.set('check', item.name, id);
  },
  async update(work, stored, item) {
    // Another kind is another check: its history would go without a word.
    if (stored.item.kind !== item.kind) throw new AppError('invalid', kindStays, { issues: [{ path: 'kind', message: kindStays }] });
    await updateCheck(work, work.caller, stored.id, { version: stored.version, check: draftOf(work, item, stored) });
  },
  remove: (work, { id }) => deleteCheck(work, work.caller, id),
};

async function secretsOf({ read, sealer, caller }: Work, id: string): Promise<Record<string, string>> {
  const row = await read((tx) => tx.check.findUnique({ where: { id }, select: { sealed: true } }));
  return row ? openCheck(sealer, caller.tenant.id, id, row.sealed).secrets : {};
}

function draftOf({ names }: Work, { service, ...item }: Item, stored?: StoredItem<Item>): CheckDraft {
  return CheckDraft.parse({ ...item, serviceId: service === null ? null : names.idOf('service', service, 'service'), secrets: draftSecrets(item.secrets, Object.keys(stored?.item.secrets ?? {})) });
}

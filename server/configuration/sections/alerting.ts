import { MaintenanceItem, RuleItem } from '@/lib/configuration/alert-sections';
import type { SectionOf } from '@/lib/configuration/schemas';
import { readStoredThresholds } from '@/lib/alerts/rules/thresholds';
import { MaintenanceInput } from '@/lib/alerts/suppression/schemas';
import { createRule, deleteRule, updateRule } from '@/server/alerts/rules/rules';
import { updateThresholds } from '@/server/alerts/rules/thresholds';
import { createMaintenance, deleteMaintenance, updateMaintenance } from '@/server/alerts/suppression/maintenance';
import { readSuppressionRules, updateSuppressionRules } from '@/server/alerts/suppression/suppression-rules';
import { itemOf, type ListSection, type OneSection } from '../work';

/** Rules that an objective made for its burn rates belong to the objective. */
export const alertRules: ListSection<SectionOf<'alertRules'>[number]> = {
  kind: 'list',
  async read({ read }) {
    const { rows, made } = await read(async (tx) => ({
      rows: await tx.alertRule.findMany({ select: { id: true, version: true, settings: true }, take: 20_000 }),
      made: new Set((await tx.objective.findMany({ select: { alertRuleIds: true }, take: 5_000 })).flatMap(({ alertRuleIds }) => alertRuleIds)),
    }));
    return rows.filter(({ id }) => !made.has(id)).map(({ id, version, settings }) => ({ id, version, item: itemOf(RuleItem, settings) }));
  },
  create: async (work, item) => void (await createRule(work, work.caller, item)),
  update: async (work, { id, version }, item) => void (await updateRule(work, work.caller, id, { version, settings: item })),
  remove: (work, { id }) => deleteRule(work, work.caller, id),
};

export const thresholds: OneSection<SectionOf<'thresholds'>> = {
  kind: 'one',
  async read({ read }) {
    const row = await read((tx) => tx.alertThresholds.findFirst({ select: { settings: true } }));
    return readStoredThresholds(row?.settings).overrides;
  },
  async write(work, value) {
    const row = await work.read((tx) => tx.alertThresholds.findFirst({ select: { version: true } }));
    await updateThresholds(work, work.caller, { version: row?.version ?? 0, thresholds: value });
  },
};

export const suppression: OneSection<SectionOf<'suppression'>> = {
  kind: 'one',
  read: async (work) => (await readSuppressionRules(work, work.caller)).rules,
  async write(work, rules) {
    const { version } = await readSuppressionRules(work, work.caller);
    await updateSuppressionRules(work, work.caller, { version, rules });
  },
};

type Window = SectionOf<'maintenance'>[number];

/** Windows that open again and again; those of one time are no configuration. */
export const maintenance: ListSection<Window> = {
  kind: 'list',
  async read({ read }) {
    const rows = await read((tx) => tx.maintenanceWindow.findMany({ select: { id: true, version: true, settings: true }, take: 1_000 }));
    return rows.flatMap(({ id, version, settings }) => {
      const stored = MaintenanceInput.parse(settings);
      return stored.schedule.kind === 'recurring' ? [{ id, version, item: itemOf(MaintenanceItem, stored) }] : [];
    });
  },
  async create(work, item) {
    const { id } = await createMaintenance(work, work.caller, MaintenanceInput.parse(item));
    work.names.set('window', item.name, id);
  },
  update: async (work, { id, version }, item) => void (await updateMaintenance(work, work.caller, id, { version, window: MaintenanceInput.parse(item) })),
  remove: (work, { id }) => deleteMaintenance(work, work.caller, id),
};

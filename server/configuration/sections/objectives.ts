import type { SectionOf } from '@/lib/configuration/schemas';
import { ObjectiveItem } from '@/lib/configuration/service-sections';
import { AppError } from '@/lib/errors';
import { ObjectiveInput } from '@/lib/sla/schemas';
import { deleteRule } from '@/server/alerts/rules/rules';
import { createBurnAlerts } from '@/server/sla/burn-alerts';
import type { SlaSources } from '@/server/sla/measured-objectives';
import { createObjective, deleteObjective, updateObjective } from '@/server/sla/objectives';
import { itemOf, type ListSection, type Work } from '../work';

type Item = SectionOf<'objectives'>[number];

export const objectives: ListSection<Item> = {
  kind: 'list',
  async read({ read, names }) {
    const { rows, rules } = await read(async (tx) => {
      const rows = await tx.objective.findMany({ select: { id: true, version: true, settings: true, alertRuleIds: true }, take: 5_000 });
      const rules = await tx.alertRule.findMany({ where: { id: { in: rows.flatMap(({ alertRuleIds }) => alertRuleIds) } }, select: { id: true } });
      return { rows, rules: new Set(rules.map(({ id }) => id)) };
    });
    return rows.map(({ id, version, settings, alertRuleIds }) => {
      const { serviceId, sli, ...stored } = ObjectiveInput.parse(settings);
      return { id, version, item: itemOf(ObjectiveItem, { ...stored, service: names.nameOf('service', serviceId), sli: shownOf(names, sli), burnAlerts: alertRuleIds.some((each) => rules.has(each)) }) };
    });
  },
  async create(work, item) {
    const { id } = await createObjective(sourcesOf(work), work.caller, inputOf(work, item));
    if (item.burnAlerts) await createBurnAlerts(work, work.caller, id);
  },
  async update(work, { id, version, item: before }, item) {
    await updateObjective(sourcesOf(work), work.caller, id, { version, objective: inputOf(work, item) });
    if (item.burnAlerts && !before.burnAlerts) await createBurnAlerts(work, work.caller, id);
    if (item.burnAlerts || !before.burnAlerts) return;
    const row = await work.read((tx) => tx.objective.findUniqueOrThrow({ where: { id }, select: { alertRuleIds: true } }));
    const rules = await work.read((tx) => tx.alertRule.findMany({ where: { id: { in: row.alertRuleIds } }, select: { id: true } }));
    for (const rule of rules) await deleteRule(work, work.caller, rule.id);
  },
  remove: (work, { id }) => deleteObjective(sourcesOf(work), work.caller, id),
};

/** What is measured is nobody's concern here: figures of metrics are counted in the background, once the objective holds. */
function sourcesOf({ database, log }: Work): SlaSources {
  const metrics = new Proxy({}, { get: () => () => Promise.reject(new AppError('unavailable', 'Metrics are not asked while the configuration is applied.')) }) as SlaSources['metrics'];
  return { database, log: { ...log, warn: () => undefined }, metrics };
}

function shownOf(names: Work['names'], sli: ObjectiveInput['sli']): unknown {
  switch (sli.kind) {
    case 'checks':
      return { kind: sli.kind, checks: names.namesOf('check', sli.checkIds) };
    case 'latency':
      return { kind: sli.kind, check: names.nameOf('check', sli.checkId), thresholdMs: sli.thresholdMs };
    case 'ratio':
      return sli;
  }
}

function inputOf({ names }: Work, { service, sli, burnAlerts: _, ...item }: Item): ObjectiveInput {
  const given = sli.kind === 'checks' ? { kind: sli.kind, checkIds: names.idsOf('check', sli.checks, 'sli.checks') } : sli.kind === 'latency' ? { kind: sli.kind, checkId: names.idOf('check', sli.check, 'sli.check'), thresholdMs: sli.thresholdMs } : sli;
  return ObjectiveInput.parse({ ...item, serviceId: names.idOf('service', service, 'service'), sli: given });
}

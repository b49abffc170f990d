import { randomUUID } from 'node:crypto';
import { PolicyItem, ScheduleItem } from '@/lib/configuration/alert-sections';
import type { SectionOf } from '@/lib/configuration/schemas';
import { PolicySettings, ScheduleSettings } from '@/lib/alerts/on-call/schemas';
import { createPolicy, deletePolicy, updatePolicy } from '@/server/alerts/on-call/policies';
import { createSchedule, deleteSchedule, updateSchedule } from '@/server/alerts/on-call/schedules';
import { itemOf, type ListSection, type Work } from '../work';

type Policy = SectionOf<'escalationPolicies'>[number];
type Schedule = SectionOf<'onCallSchedules'>[number];

const kindsOf = { user: 'person', schedule: 'schedule', channel: 'channel' } as const;

export const escalationPolicies: ListSection<Policy> = {
  kind: 'list',
  async read({ read, names }) {
    const rows = await read((tx) => tx.escalationPolicy.findMany({ select: { id: true, version: true, settings: true }, take: 1_000 }));
    return rows.map(({ id, version, settings }) => {
      const { steps, ...stored } = PolicySettings.parse(settings);
      const shown = steps.map((step) => ({ ...step, targets: step.targets.flatMap((target) => {
        const name = names.nameOf(kindsOf[target.kind], target.id);
        return name === null ? [] : [target.kind === 'user' ? { kind: target.kind, email: name } : { kind: target.kind, name }];
      }) }));
      return { id, version, item: itemOf(PolicyItem, { ...stored, steps: shown }) };
    });
  },
  async create(work, item) {
    const { id } = await createPolicy(work, work.caller, policyOf(work, item));
    work.names.set('policy', item.name, id);
  },
  update: async (work, { id, version }, item) => void (await updatePolicy(work, work.caller, id, { version, policy: policyOf(work, item) })),
  remove: (work, { id }) => deletePolicy(work, work.caller, id),
};

function policyOf({ names }: Work, { steps, ...item }: Policy): PolicySettings {
  const targetsOf = (targets: Policy['steps'][number]['targets'], step: number) =>
    targets.map((target, at) => ({ kind: target.kind, id: names.idOf(kindsOf[target.kind], target.kind === 'user' ? target.email : target.name, `steps.${step}.targets.${at}`) }));
  return PolicySettings.parse({ ...item, steps: steps.map((step, at) => ({ ...step, targets: targetsOf(step.targets, at) })) });
}

/** Shifts that somebody took over for a while are no configuration: they stay as they are. */
export const onCallSchedules: ListSection<Schedule> = {
  kind: 'list',
  async read({ read, names }) {
    const rows = await read((tx) => tx.onCallSchedule.findMany({ select: { id: true, version: true, settings: true }, take: 1_000 }));
    return rows.map(({ id, version, settings }) => {
      const { overrides: _, layers, ...stored } = ScheduleSettings.parse(settings);
      return { id, version, item: itemOf(ScheduleItem, { ...stored, layers: layers.map(({ id: _id, participants, ...layer }) => ({ ...layer, participants: names.namesOf('person', participants) })) }) };
    });
  },
  async create(work, item) {
    const { id } = await createSchedule(work, work.caller, scheduleOf(work, item, null));
    work.names.set('schedule', item.name, id);
  },
  async update(work, { id, version }, item) {
    const row = await work.read((tx) => tx.onCallSchedule.findUniqueOrThrow({ where: { id }, select: { settings: true } }));
    await updateSchedule(work, work.caller, id, { version, schedule: scheduleOf(work, item, ScheduleSettings.parse(row.settings)) });
  },
  remove: (work, { id }) => deleteSchedule(work, work.caller, id),
};

/** A layer that keeps its name keeps its id. */
function scheduleOf({ names }: Work, { layers, ...item }: Schedule, before: ScheduleSettings | null): ScheduleSettings {
  const left = [...(before?.layers ?? [])];
  const idOf = (name: string) => {
    const at = left.findIndex((layer) => layer.name === name);
    return at < 0 ? randomUUID() : (left.splice(at, 1)[0]?.id ?? randomUUID());
  };
  return ScheduleSettings.parse({
    ...item,
    layers: layers.map(({ participants, ...layer }, at) => ({ ...layer, id: idOf(layer.name), participants: names.idsOf('person', participants, `layers.${at}.participants`) })),
    overrides: before?.overrides ?? [],
  });
}

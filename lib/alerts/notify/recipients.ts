import { clockWords } from '../clock-words';
import { onCallAt } from '../on-call/on-call';
import type { EscalationTarget, ScheduleSettings } from '../on-call/schemas';
import type { AlertEvent } from '../schemas';
import type { ToldRecipient } from './group-state';
import type { Directory, PlanChannel, PlanPerson } from './plan-types';

/** Somebody to tell, and why. */
export interface Wanted {
  recipient: Omit<ToldRecipient, 'episode'>;
  reason: string;
}

/** What was found out about somebody on the way to a message. */
export interface Finding {
  stage: 'route' | 'escalation' | 'on_call' | 'delivery';
  outcome: 'on_call' | 'told' | 'nobody' | 'skipped';
  reason: string;
  subject: AlertEvent['subject'];
}

export interface Found {
  wanted: Wanted[];
  findings: Finding[];
}

/** The channels that a route names; one that is gone or switched off is a finding. */
export function channelsOfRoute({ name, channelIds }: { name: string; channelIds: readonly string[] }, { channels }: Directory): Found {
  const found: Found = { wanted: [], findings: [] };
  for (const id of new Set(channelIds)) addChannel(found, channels.get(id), id, `The route “${name}” sends to it.`);
  return found;
}

/** Whom the targets of a step reach at a moment, each channel and each person by each channel once. `step` names it: `step 2 of the policy “Night”`. */
export function peopleOfTargets(targets: readonly EscalationTarget[], step: string, directory: Directory, nowMs: number): Found {
  const found: Found = { wanted: [], findings: [] };
  for (const target of targets) {
    if (target.kind === 'channel') addChannel(found, directory.channels.get(target.id), target.id, `It is a target of ${step}.`);
    else if (target.kind === 'user') addPerson(found, directory, target.id, `is a target of ${step}`);
    else addSchedule(found, directory, target.id, step, nowMs);
  }
  const seen = new Set<string>();
  return { ...found, wanted: found.wanted.filter(({ recipient: { key } }) => !seen.has(key) && seen.add(key)) };
}

function addChannel({ wanted, findings }: Found, channel: PlanChannel | undefined, id: string, reason: string): void {
  const subject = { kind: 'channel' as const, id, name: channel?.name ?? 'a deleted channel' };
  if (!channel) findings.push({ stage: 'delivery', outcome: 'skipped', reason: 'The channel it was to go to is deleted, so nothing is sent there.', subject });
  else if (!channel.isEnabled) findings.push({ stage: 'delivery', outcome: 'skipped', reason: `The channel “${channel.name}” is switched off, so nothing is sent there.`, subject });
  else wanted.push({ recipient: byChannel(channel), reason });
}

function addSchedule(found: Found, directory: Directory, id: string, step: string, nowMs: number): void {
  const schedule = directory.schedules.get(id);
  const subject = { kind: 'schedule' as const, id, name: schedule?.name ?? 'a deleted schedule' };
  if (!schedule) return void found.findings.push({ stage: 'on_call', outcome: 'skipped', reason: `The schedule that ${step} names is deleted, so nobody is told by it.`, subject });
  const { userId, source, layerId, untilMs } = onCallAt(schedule, nowMs);
  if (userId === null) return void found.findings.push({ stage: 'on_call', outcome: 'nobody', reason: `Nobody is on call in “${schedule.name}” at this time, so ${step} tells nobody by it.`, subject });
  const name = directory.people.get(userId)?.name ?? 'A person who is no member any more';
  const by = source === 'override' ? 'by an override' : `by the layer “${layerName(schedule, layerId)}”`;
  const until = untilMs === null ? '' : ` until ${clockWords(untilMs)}`;
  found.findings.push({ stage: 'on_call', outcome: 'on_call', reason: `${name} is on call in “${schedule.name}” ${by}${until}; ${step} asks for them.`, subject: { kind: 'user', id: userId, name } });
  addPerson(found, directory, userId, `is on call in “${schedule.name}” (${step})`);
}

function layerName({ layers }: ScheduleSettings, layerId: string | null): string {
  return layers.find(({ id }) => id === layerId)?.name ?? '';
}

function addPerson({ wanted, findings }: Found, { channels, people }: Directory, userId: string, why: string): void {
  const person = people.get(userId);
  const subject = { kind: 'user' as const, id: userId, name: person?.name ?? 'a deleted person' };
  if (!person) return void findings.push({ stage: 'escalation', outcome: 'skipped', reason: `Somebody who ${why} is no member any more and cannot be told.`, subject });
  if (person.isDeactivated) return void findings.push({ stage: 'escalation', outcome: 'skipped', reason: `${person.name} ${why}, but is deactivated and cannot be told.`, subject });
  const personal = [...channels.values()].filter(({ isEnabled, isPersonal }) => isEnabled && isPersonal);
  if (personal.length === 0) {
    return void findings.push({ stage: 'escalation', outcome: 'skipped', reason: `${person.name} ${why}, but no channel reaches a person: add one for email or browser push.`, subject });
  }
  const already = new Set(wanted.map(({ recipient: { key } }) => key));
  for (const channel of personal) {
    const recipient = byPerson(channel, person);
    if (!already.has(recipient.key)) wanted.push({ recipient, reason: `${person.name} ${why}.` });
  }
  findings.push({ stage: 'escalation', outcome: 'told', reason: `${person.name} ${why} and is told by ${personal.map(({ name }) => name).join(', ')}.`, subject });
}

function byChannel({ id, name, kind }: PlanChannel): Omit<ToldRecipient, 'episode'> {
  return { key: id, channelId: id, channelName: name, channelKind: kind, recipient: { kind: 'channel', name } };
}

function byPerson({ id, name, kind }: PlanChannel, person: PlanPerson): Omit<ToldRecipient, 'episode'> {
  return { key: `${id}/${person.id}`, channelId: id, channelName: name, channelKind: kind, recipient: { kind: 'user', userId: person.id, name: person.name, address: person.email } };
}

/** Somebody who was told before, as they can be reached now; or why they cannot be any more. */
export function reachAgain(told: ToldRecipient, { channels, people }: Directory): { recipient: ToldRecipient } | { reason: string } {
  const channel = channels.get(told.channelId);
  if (!channel) return { reason: `${told.recipient.name} was told that it fires, but the channel “${told.channelName}” is deleted, so the end is not told there.` };
  if (!channel.isEnabled) return { reason: `${told.recipient.name} was told that it fires, but the channel “${channel.name}” is switched off, so the end is not told there.` };
  if (told.recipient.kind === 'channel') return { recipient: { ...told, ...byChannel(channel) } };
  const person = people.get(told.recipient.userId);
  if (!person) return { reason: `${told.recipient.name} was told that it fires, but is no member any more, so the end is not told to them.` };
  if (person.isDeactivated) return { reason: `${person.name} was told that it fires, but is deactivated, so the end is not told to them.` };
  return { recipient: { ...told, ...byPerson(channel, person) } };
}

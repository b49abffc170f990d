import { z } from 'zod';
import { EscalationState } from '../on-call/escalation';
import { timeMs } from '../schemas';
import { Recipient } from './schemas';

/** Somebody who was told of a group: a channel, or a person by way of one. */
export const ToldRecipient = z.strictObject({
  key: z.string().describe('The id of the channel, and of the person where there is one'),
  channelId: z.uuid(),
  channelName: z.string(),
  channelKind: z.string(),
  recipient: Recipient,
  episode: z.number().int().nullable().describe('The escalation that told them; null: the route did'),
});
export type ToldRecipient = z.infer<typeof ToldRecipient>;

/** What `notification_groups.state` keeps: all that a restart must know to tell nobody twice, and to tell the end to whoever got the fire. */
export const GroupState = z.strictObject({
  routeId: z.string(),
  labels: z.record(z.string(), z.string()),
  startedAtMs: timeMs.describe('Tells this life of the group from an earlier one'),
  sequence: z.number().int().describe('Of the last event that was told'),
  newsSinceMs: timeMs.nullable().describe('Since when there is something to tell'),
  lastToldMs: timeMs.nullable(),
  recipients: z.array(ToldRecipient),
  audiences: z.array(z.strictObject({ to: z.array(z.number().int().min(0)), ids: z.array(z.string()) })).describe('Which recipients know which alerts; by their place in `recipients`'),
  acknowledged: z.array(z.string()).describe('Alerts that were acknowledged when they were seen last'),
  flapping: z.array(z.string()).describe('Alerts that were told to be flapping'),
  episode: z.number().int().describe('Counts the escalations of the group'),
  escalation: z.strictObject({ policyId: z.uuid(), state: EscalationState }).nullable(),
});
export type GroupState = z.infer<typeof GroupState>;

/** A group while it is planned. `announced` has each alert that the group is past waiting for, and who knows that it fires. */
export interface Group {
  key: string;
  /** 0: it is not stored yet. */
  version: number;
  /** What was stored, to see whether anything changed. */
  before: string;
  state: Omit<GroupState, 'recipients' | 'audiences' | 'acknowledged' | 'flapping'>;
  recipients: Map<string, ToldRecipient>;
  announced: Map<string, ReadonlySet<string>>;
  acknowledged: Set<string>;
  flapping: Set<string>;
}

const nobody: ReadonlySet<string> = new Set();

export function newGroup(key: string, routeId: string, labels: Record<string, string>, nowMs: number): Group {
  const state = { routeId, labels, startedAtMs: nowMs, sequence: 0, newsSinceMs: null, lastToldMs: null, episode: 0, escalation: null };
  return { key, version: 0, before: '', state, recipients: new Map(), announced: new Map(), acknowledged: new Set(), flapping: new Set() };
}

/** A group as it was stored. Times of a clock that was ahead are taken for `nowMs`: they would keep the group silent until they come. */
export function groupFrom({ key, version, state }: { key: string; version: number; state: GroupState }, nowMs: number): Group {
  const { recipients, audiences, acknowledged, flapping, ...rest } = state;
  const announced = new Map<string, ReadonlySet<string>>();
  for (const { to, ids } of audiences) {
    const keys = new Set(to.flatMap((index) => recipients[index]?.key ?? []));
    for (const id of ids) announced.set(id, keys);
  }
  const group: Group = {
    key, version, before: '', state: { ...rest }, announced,
    recipients: new Map(recipients.map((each) => [each.key, each])), acknowledged: new Set(acknowledged), flapping: new Set(flapping),
  };
  const { startedAtMs, newsSinceMs, lastToldMs } = rest;
  const reached = (time: number | null) => (time === null ? null : Math.min(time, nowMs));
  const now = { ...rest, startedAtMs: Math.min(startedAtMs, nowMs), newsSinceMs: reached(newsSinceMs), lastToldMs: reached(lastToldMs) };
  return { ...group, state: now, before: JSON.stringify(stateOf(group)) };
}

/** What to keep of a group; null when there is nothing. Recipients that no alert needs any more are left out. */
export function stateOf(group: Group): GroupState | null {
  const { state, announced } = group;
  if (announced.size === 0 && state.newsSinceMs === null) return null;
  const needed = new Set<string>();
  for (const keys of new Set(announced.values())) for (const key of keys) needed.add(key);
  const recipients = [...group.recipients.values()].filter(({ key, episode }) => needed.has(key) || (episode === state.episode && state.escalation !== null));
  const places = new Map(recipients.map(({ key }, index) => [key, index]));
  const audiences = new Map<string, { to: number[]; ids: string[] }>();
  const named = new Map<ReadonlySet<string>, { to: number[]; ids: string[] }>();
  for (const [id, keys] of announced) {
    let audience = named.get(keys);
    if (!audience) {
      const to = [...keys].flatMap((key) => places.get(key) ?? []).sort((a, b) => a - b);
      audience = audiences.get(to.join()) ?? { to, ids: [] };
      audiences.set(to.join(), audience);
      named.set(keys, audience);
    }
    audience.ids.push(id);
  }
  const kept = (ids: ReadonlySet<string>) => [...ids].filter((id) => announced.has(id)).sort();
  return { ...state, recipients, audiences: [...audiences.values()], acknowledged: kept(group.acknowledged), flapping: kept(group.flapping) };
}

/** From now on `recipient` knows that these alerts fire. */
export function markTold(group: Group, ids: Iterable<string>, recipient: string): void {
  const widened = new Map<ReadonlySet<string>, ReadonlySet<string>>();
  for (const id of ids) {
    const before = group.announced.get(id) ?? nobody;
    if (before.has(recipient)) continue;
    const after = widened.get(before) ?? new Set([...before, recipient]);
    widened.set(before, after);
    group.announced.set(id, after);
  }
}

/** The group is past waiting for these alerts. */
export function announce(group: Group, ids: Iterable<string>): void {
  for (const id of ids) if (!group.announced.has(id)) group.announced.set(id, nobody);
}

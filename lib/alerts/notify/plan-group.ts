import { endEscalation, escalate, type Escalated } from './escalate';
import { markTold, type Group, type ToldRecipient } from './group-state';
import { messageOf } from './message';
import type { PlanAlert } from './plan-types';
import { channelsOfRoute, reachAgain, type Found, type Wanted } from './recipients';
import type { EffectiveRoute } from './routing';
import type { Run } from './run';
import type { MessageKind } from './schemas';

/** A group as it stands at one moment. */
interface Standing {
  /** Firing, not suppressed, not acknowledged: people are to be told of them. */
  loud: PlanAlert[];
  /** Loud ones that the group has not announced yet. */
  fresh: PlanAlert[];
  /** Loud ones that were acknowledged when they were seen last. */
  again: PlanAlert[];
  /** Announced ones that flap, which nobody was told. */
  flapping: PlanAlert[];
  /** Announced ones that are over. */
  ended: PlanAlert[];
}

/** Whoever may get a message of this group now. */
interface Audience {
  byRoute: Found;
  wanted: Map<string, Wanted>;
}

/**
 * One group at one moment: whether it is time to tell, and then whom, of what and why. `members` are the alerts that the tree puts here now; a group that
 * the tree has no more (`route` null) only tells the ends that it owes. Changes `group`; messages and decisions go to the run. Returns when it is due next.
 */
export function planGroup(group: Group, members: readonly PlanAlert[], route: EffectiveRoute | null, run: Run): number | null {
  const { nowMs } = run.input;
  followOn(group, members, run);
  const standing = standingOf(group, members, run);
  const audience = audienceOf(group, route, run);
  const timing = timingOf(group, standing, audience, route, run);
  if (timing.isTold) tellFresh(group, standing, audience, route, run);
  const known = members.filter(({ id }) => group.announced.has(id));
  const escalated = escalate(group, route, standing.loud.filter(({ id }) => group.announced.has(id)), known, run);
  tell(group, standing, audience, escalated, timing, run);
  if (timing.isTold) {
    group.state.newsSinceMs = null;
    for (const { id } of standing.ended) group.announced.delete(id);
    if (group.announced.size === 0) endEscalation(group, 'resolved', [], '', run);
  }
  if (timing.isTold || timing.isRepeated) group.state.lastToldMs = nowMs;
  return dueOf(group, standing, route);
}

/** An end that nobody was told yet and a new beginning of the same alert cancel each other out, unless somebody took the old one on. */
function followOn(group: Group, members: readonly PlanAlert[], run: Run): void {
  const ended = new Map<string, PlanAlert>();
  for (const id of group.announced.keys()) {
    const alert = run.alerts.get(id);
    if (alert?.state === 'resolved' && alert.resolution !== 'person' && alert.acknowledgedAt === null) ended.set(alert.fingerprint, alert);
  }
  if (ended.size === 0) return;
  for (const alert of members) {
    const before = ended.get(alert.fingerprint);
    if (!before || !isLoud(alert) || group.announced.has(alert.id)) continue;
    const told = group.announced.get(before.id);
    run.announce(group, [alert.id]);
    for (const key of told ?? []) markTold(group, [alert.id], key);
    group.announced.delete(before.id);
    run.decide([before.id], { stage: 'grouping', outcome: 'merged', reason: 'It began again before its end was told, so nobody was told that it ended.', subject: subjectOf(alert) });
    run.decide([alert.id], { stage: 'grouping', outcome: 'merged', reason: 'It goes on where it ended a moment ago: who was told of it then was not told a second time.', subject: subjectOf(before) });
  }
}

function subjectOf({ id, name }: PlanAlert) {
  return { kind: 'alert' as const, id, name };
}

function isLoud({ state, suppression }: PlanAlert): boolean {
  return state === 'firing' && suppression === null;
}

function standingOf(group: Group, members: readonly PlanAlert[], run: Run): Standing {
  const loud = members.filter(isLoud);
  const fresh = loud.filter(({ id }) => !group.announced.has(id));
  const again = loud.filter(({ id }) => group.acknowledged.delete(id));
  for (const { id, state } of members) if (state === 'acknowledged' && group.announced.has(id)) group.acknowledged.add(id);
  const ended: PlanAlert[] = [];
  for (const id of [...group.announced.keys()]) {
    const alert = run.alerts.get(id);
    if (!alert) group.announced.delete(id);
    else if (alert.state === 'resolved') ended.push(alert);
  }
  const flapping = loud.filter(({ id, isFlapping }) => isFlapping && group.announced.has(id) && !group.flapping.has(id));
  for (const id of [...group.flapping]) if (!run.alerts.get(id)?.isFlapping) group.flapping.delete(id);
  return { loud, fresh, again, flapping, ended };
}

function audienceOf(group: Group, route: EffectiveRoute | null, run: Run): Audience {
  const byRoute = route ? channelsOfRoute(route, run.input.directory) : { wanted: [], findings: [] };
  const wanted = new Map(byRoute.wanted.map((each) => [each.recipient.key, each]));
  const { episode, escalation } = group.state;
  for (const told of group.recipients.values()) {
    if (wanted.has(told.key) || told.episode !== episode || escalation === null) continue;
    const reach = reachAgain(told, run.input.directory);
    if ('recipient' in reach) wanted.set(told.key, { recipient: reach.recipient, reason: 'It was told of this group by its escalation.' });
  }
  return { byRoute, wanted };
}

interface Timing {
  /** What is new is told. */
  isTold: boolean;
  /** What still fires is told again. */
  isRepeated: boolean;
}

function timingOf(group: Group, standing: Standing, { wanted }: Audience, route: EffectiveRoute | null, run: Run): Timing {
  const { nowMs } = run.input;
  const { loud, fresh, again, flapping, ended } = standing;
  const isUntold = () => loud.some(({ id }) => group.announced.has(id) && [...wanted.keys()].some((key) => !isTold(group, id, key, run)));
  const hasNews = fresh.length + flapping.length + ended.length > 0 || isUntold();
  if (!hasNews) group.state.newsSinceMs = null;
  else group.state.newsSinceMs ??= Math.min(nowMs, firstNewsMs(standing));
  if (!route) return { isTold: hasNews, isRepeated: false };
  const { newsSinceMs, lastToldMs } = group.state;
  const isUrgent = lastToldMs !== null && fresh.some(({ severity }) => severity === 'critical') && ![...group.announced.keys()].some((id) => run.alerts.get(id)?.severity === 'critical');
  const newsDueMs = newsDue(group, route);
  const repeatDueMs = repeatDue(group, standing, route);
  const isRepeated = again.length > 0 || (repeatDueMs !== null && repeatDueMs <= nowMs);
  return { isTold: newsSinceMs !== null && (isUrgent || isRepeated || (newsDueMs !== null && newsDueMs <= nowMs)), isRepeated };
}

/** When the first of what is new happened; infinity where that is not known. */
function firstNewsMs({ fresh, ended }: Standing): number {
  let firstMs = Number.POSITIVE_INFINITY;
  for (const { firedAt } of fresh) if (firedAt !== null) firstMs = Math.min(firstMs, firedAt);
  for (const { resolvedAt } of ended) if (resolvedAt !== null) firstMs = Math.min(firstMs, resolvedAt);
  return firstMs;
}

function newsDue({ state: { newsSinceMs, lastToldMs } }: Group, { groupWaitMs, groupIntervalMs }: EffectiveRoute): number | null {
  if (newsSinceMs === null) return null;
  return lastToldMs === null ? newsSinceMs + groupWaitMs : Math.max(newsSinceMs + Math.min(groupWaitMs, groupIntervalMs), lastToldMs + groupIntervalMs);
}

function repeatDue(group: Group, { loud }: Standing, { repeatIntervalMs, channelIds }: EffectiveRoute): number | null {
  const { lastToldMs } = group.state;
  if (lastToldMs === null || repeatIntervalMs === 0 || channelIds.length === 0) return null;
  return loud.some(({ id }) => group.announced.has(id)) ? lastToldMs + repeatIntervalMs : null;
}

function dueOf(group: Group, standing: Standing, route: EffectiveRoute | null): number | null {
  if (!route) return null;
  const { escalation } = group.state;
  const isEscalating = standing.loud.some(({ id }) => group.announced.has(id));
  const times = [newsDue(group, route), repeatDue(group, standing, route), isEscalating ? (escalation?.state.dueMs ?? null) : null].filter((time) => time !== null);
  return times.length === 0 ? null : Math.min(...times);
}

function isTold(group: Group, id: string, key: string, run: Run): boolean {
  return (group.announced.get(id)?.has(key) ?? false) || run.isToldElsewhere(id, key, group);
}

/** The alerts that joined are past waiting; why a channel does not get them is written down once. */
function tellFresh(group: Group, { fresh, loud }: Standing, { byRoute }: Audience, route: EffectiveRoute | null, run: Run): void {
  if (fresh.length === 0 || !route) return;
  const ids = fresh.map(({ id }) => id);
  const isNew = new Set(ids);
  run.announce(group, ids);
  for (const finding of byRoute.findings) run.decide(ids, finding);
  const subject = { kind: 'route' as const, id: route.id, name: route.name };
  const { policyId } = route;
  if (policyId !== null && !run.input.directory.policies.has(policyId)) {
    run.decide(ids, { stage: 'escalation', outcome: 'skipped', reason: `The escalation policy that the route “${route.name}” names is deleted, so nobody is escalated to.`, subject });
  }
  if (route.channelIds.length === 0 && policyId === null) {
    run.decide(ids, { stage: 'route', outcome: 'nobody', reason: `The route “${route.name}” names no channel and no escalation policy, so nobody is told.`, subject });
  }
  for (const { recipient } of byRoute.wanted) {
    const known = loud.filter(({ id }) => isNew.has(id) && run.isToldElsewhere(id, recipient.key, group)).map(({ id }) => id);
    run.decide(known, { stage: 'grouping', outcome: 'merged', reason: `“${recipient.channelName}” was told of it by another group already and is not told again.`, subject: { kind: 'channel', id: recipient.channelId, name: recipient.channelName } });
  }
}

function tell(group: Group, standing: Standing, { byRoute, wanted }: Audience, escalated: Escalated, timing: Timing, run: Run): void {
  const steps = new Map(escalated.wanted.map((each) => [each.recipient.key, each]));
  const isOfRoute = new Set(byRoute.wanted.map(({ recipient }) => recipient.key));
  const keys = new Set([...(timing.isTold ? group.recipients.keys() : []), ...(timing.isTold || timing.isRepeated ? wanted.keys() : []), ...steps.keys()]);
  const loud = standing.loud.filter(({ id }) => group.announced.has(id));
  let isSequenceRaised = false;
  for (const key of keys) {
    const step = steps.get(key) ?? null;
    const asWanted = step ?? wanted.get(key) ?? null;
    const isRepeat = timing.isRepeated && isOfRoute.has(key);
    const knows = [...group.announced.keys()].filter((id) => group.announced.get(id)?.has(key));
    const over = timing.isTold ? standing.ended.filter(({ id }) => group.announced.get(id)?.has(key)) : [];
    const news = asWanted && (timing.isTold || isRepeat || step) ? loud.filter(({ id }) => !isTold(group, id, key, run)) : [];
    const flaps = timing.isTold && asWanted !== null && standing.flapping.some(({ id }) => group.announced.get(id)?.has(key));
    const stillKnown = knows.filter((id) => run.alerts.get(id)?.state !== 'resolved');
    const isStillLoud = loud.some(({ id }) => group.announced.get(id)?.has(key));
    // Who knows all of it by another group is not paged a second time by a first step.
    const isStep = step !== null && (news.length > 0 || stillKnown.length > 0 || !escalated.isFirst);
    if (news.length + over.length === 0 && !flaps && !isStep && !(isRepeat && isStillLoud)) continue;
    const remaining = stillKnown.length + news.length;
    const kind = kindOf({ isStep, isFirst: escalated.isFirst, wasTold: knows.length > 0, news: news.length, stillKnown: stillKnown.length, isRemaining: remaining > 0, isChanged: news.length + over.length > 0 || flaps });
    const told = asWanted ? { recipient: { ...asWanted.recipient, episode: episodeOf(group, key, step !== null) } } : reach(group, key, over, run);
    if (!told) continue;
    if (!isSequenceRaised) group.state.sequence += 1;
    isSequenceRaised = true;
    const open = [...stillKnown.flatMap((id) => run.alerts.get(id) ?? []), ...news];
    deliver(group, kind, told.recipient, asWanted?.reason ?? 'It was told that this fires, so it is told the end.', open, over, run);
    group.recipients.set(key, told.recipient);
    markTold(group, news.map(({ id }) => id), key);
  }
  if (timing.isTold) for (const { id, isFlapping } of loud) if (isFlapping) group.flapping.add(id);
}

function episodeOf(group: Group, key: string, isStep: boolean): number | null {
  return isStep ? group.state.episode : (group.recipients.get(key)?.episode ?? null);
}

/** Who got the fire gets the end, unless they cannot be reached any more. */
function reach(group: Group, key: string, over: readonly PlanAlert[], run: Run): { recipient: ToldRecipient } | null {
  const told = group.recipients.get(key);
  if (!told) return null;
  const found = reachAgain(told, run.input.directory);
  if ('recipient' in found) return found;
  run.decide(over.map(({ id }) => id), { stage: 'delivery', outcome: 'skipped', reason: found.reason, subject: { kind: 'channel', id: told.channelId, name: told.channelName } });
  return null;
}

interface Circumstances {
  isStep: boolean;
  isFirst: boolean;
  wasTold: boolean;
  news: number;
  stillKnown: number;
  isRemaining: boolean;
  isChanged: boolean;
}

function kindOf({ isStep, isFirst, wasTold, news, stillKnown, isRemaining, isChanged }: Circumstances): MessageKind {
  if (isStep) return isFirst && !wasTold ? 'fire' : 'escalate';
  if (!isRemaining) return 'resolve';
  if (news > 0 && stillKnown === 0) return 'fire';
  return isChanged ? 'update' : 'repeat';
}

function deliver(group: Group, kind: MessageKind, recipient: ToldRecipient, reason: string, open: readonly PlanAlert[], resolved: readonly PlanAlert[], run: Run): void {
  const { nowMs, tenantName, url } = run.input;
  const { startedAtMs, sequence, labels } = group.state;
  run.deliveries.push({
    eventKey: `${group.key}/${startedAtMs}.${sequence}/${kind}/${recipient.key}`,
    kind,
    channel: { id: recipient.channelId, name: recipient.channelName, kind: recipient.channelKind },
    recipient: recipient.recipient,
    recipientKey: recipient.key,
    groupKey: group.key,
    alertIds: [...open, ...resolved].map(({ id }) => id),
    message: messageOf({ kind, nowMs, tenantName, url, groupKey: group.key, groupLabels: labels, open, resolved, reason }),
  });
}

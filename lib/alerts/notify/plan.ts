import { changeSuppression, expireAcknowledgement } from '../life-cycle';
import type { SuppressibleAlert } from '../suppression/suppress';
import { groupFrom, newGroup, stateOf, type Group } from './group-state';
import { planGroup } from './plan-group';
import type { Plan, PlanAlert, PlanInput } from './plan-types';
import type { EffectiveRoute } from './routing';
import { startRun, type Run } from './run';

interface Membership {
  route: EffectiveRoute;
  members: PlanAlert[];
}

/**
 * Everything that is to happen with the notifications of one tenant at one moment: what begins or ends to be suppressed, acknowledgements that end, what
 * each group tells to whom and why, escalations, and alerts that are done with. Pure: the same input makes the same plan on every node. Carried out
 * in one transaction, each group only in the version that was read, it tells nobody twice.
 */
export function planNotifications(input: PlanInput): Plan {
  const groups = new Map(input.groups.map((stored) => [stored.key, groupFrom(stored, input.nowMs)]));
  const before = toldOf(groups.values());
  const alerts = new Map(input.alerts.map((alert) => [alert.id, alert]));
  const run = startRun(input, alerts, groups);
  const expired = expireAcknowledgements(run);
  suppress(run);
  const memberships = gather(run, groups);
  const dueMs = new Map<string, number | null>();
  for (const [key, group] of [...groups].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const { members = [], route = null } = memberships.get(key) ?? { route: input.routes.route(group.state.routeId) };
    const due = planGroup(group, members, route, run);
    dueMs.set(key, due);
    run.due(due);
  }
  const settled = settle(run, groups, before);
  return {
    alerts: changedAlerts(input.alerts, alerts),
    expired,
    settled,
    groups: changedGroups(groups, dueMs),
    escalations: run.escalations,
    deliveries: run.deliveries,
    decisions: run.decisions(),
    nextDueMs: run.nextDueMs(),
  };
}

interface Told {
  announced: Set<string>;
  told: Set<string>;
}

function toldOf(groups: Iterable<Group>): Told {
  const found: Told = { announced: new Set(), told: new Set() };
  for (const { announced } of groups) {
    for (const [id, keys] of announced) {
      found.announced.add(id);
      if (keys.size > 0) found.told.add(id);
    }
  }
  return found;
}

function expireAcknowledgements(run: Run): string[] {
  const { nowMs, alerts } = run.input;
  const expired: string[] = [];
  for (const alert of alerts) {
    if (alert.state !== 'acknowledged') continue;
    const change = expireAcknowledgement(alert, nowMs);
    if (change.kind === 'unchanged') {
      run.due(alert.acknowledgedUntil);
      continue;
    }
    expired.push(alert.id);
    run.alerts.set(alert.id, { ...alert, state: 'firing', acknowledgedAt: null, acknowledgedBy: null, acknowledgedUntil: null });
    for (const { stage, outcome, reason, subject } of change.events) run.decide([alert.id], { stage, outcome, reason, subject });
  }
  return expired;
}

function suppress(run: Run): void {
  const { nowMs, suppression } = run.input;
  const open: SuppressibleAlert[] = [];
  for (const { id, fingerprint, name, labelSet, severity, service, state, startsAt } of run.alerts.values()) {
    if (state === 'firing' || state === 'acknowledged') open.push({ id, fingerprint, name, labels: labelSet, severity, service, state, startsAtMs: startsAt });
  }
  const suppressed = suppression.at(open, nowMs);
  run.due(suppressed.nextChangeMs);
  for (const { id } of open) {
    const alert = run.alerts.get(id);
    if (!alert) continue;
    const now = suppressed.of(id);
    const causeId = suppressed.causeOf(id);
    const change = changeSuppression(alert, now, nowMs, now ? (run.alerts.get(now.id)?.name ?? '') : '');
    if (change.kind === 'changed') for (const { stage, outcome, reason, subject } of change.events) run.decide([id], { stage, outcome, reason, subject });
    if (change.kind === 'changed' || causeId !== alert.causeId) run.alerts.set(id, { ...alert, suppression: change.kind === 'changed' ? now : alert.suppression, causeId });
  }
}

/** Puts each alert into the groups of its routes, and says so where that changed. */
function gather(run: Run, groups: Map<string, Group>): Map<string, Membership> {
  const { routes, nowMs } = run.input;
  const memberships = new Map<string, Membership>();
  for (const alert of run.alerts.values()) {
    const matches = routes.match(alert.labelSet);
    let first: string | null = null;
    for (const { route, group: { key, labels } } of matches) {
      first ??= key;
      let membership = memberships.get(key);
      if (!membership) {
        membership = { route, members: [] };
        memberships.set(key, membership);
        if (!groups.has(key)) groups.set(key, newGroup(key, route.id, labels, nowMs));
      }
      membership.members.push(alert);
    }
    if (first !== alert.groupKey) tellGroup(run, alert, first);
  }
  return memberships;
}

function tellGroup(run: Run, alert: PlanAlert, groupKey: string | null): void {
  const matches = run.input.routes.match(alert.labelSet);
  const [match] = matches;
  run.alerts.set(alert.id, { ...alert, groupKey });
  if (alert.state === 'resolved') return;
  if (!match || groupKey === null) {
    run.decide([alert.id], { stage: 'route', outcome: 'nobody', reason: 'No route takes it, so nobody is told.', subject: null });
    return;
  }
  const { route, group } = match;
  run.decide([alert.id], { stage: 'route', outcome: 'matched', reason: matches.map(({ reason }) => reason).join(' '), subject: { kind: 'route', id: route.id, name: route.name } });
  const name = Object.entries(group.labels).map(([label, value]) => `${label}=${value}`).join(', ');
  const by = name === '' ? 'the group of all alerts of its route' : `the group ${name.length > 300 ? `${name.slice(0, 300)}…` : name}`;
  const wait = `It is in ${by}, which waits ${route.groupWaitMs / 1_000} s for others before its first message and ${route.groupIntervalMs / 1_000} s between messages.`;
  run.decide([alert.id], { stage: 'grouping', outcome: 'grouped', reason: wait, subject: { kind: 'group', id: groupKey, name: name.slice(0, 300) } });
}

/** Alerts that are over and whose end is owed to nobody; one that nobody was ever told of says why. */
function settle(run: Run, groups: ReadonlyMap<string, Group>, before: Told): string[] {
  const owed = toldOf(groups.values()).announced;
  const told = new Set(run.deliveries.flatMap(({ alertIds }) => alertIds));
  const settled: string[] = [];
  for (const alert of run.alerts.values()) {
    if (alert.state !== 'resolved' || owed.has(alert.id)) continue;
    settled.push(alert.id);
    if (before.told.has(alert.id) || told.has(alert.id)) continue;
    run.decide([alert.id], { stage: 'grouping', outcome: 'nobody', reason: untoldReason(alert, before.announced.has(alert.id), run), subject: null });
  }
  return settled;
}

function untoldReason(alert: PlanAlert, isAnnounced: boolean, run: Run): string {
  const { suppressedBy, acknowledgedAt, firedAt, startsAt, resolvedAt, labelSet } = alert;
  if (isAnnounced) return 'It ended before anybody was told: neither its route nor the escalation had told anyone by then.';
  if (suppressedBy !== null) return `It ended while it was suppressed, so nobody was told. ${suppressedBy}`;
  if (acknowledgedAt !== null) return 'It was acknowledged before anybody was to be told, and ended then, so nobody was told.';
  const [match] = run.input.routes.match(labelSet);
  if (!match) return 'No route takes it, so nobody was told.';
  const seconds = Math.max(0, ((resolvedAt ?? startsAt) - (firedAt ?? startsAt)) / 1_000);
  const { groupWaitMs, groupIntervalMs } = match.route;
  return `It ended ${seconds} s after it fired, before the next message of its group was due (after ${groupWaitMs / 1_000} s for a new group, else ${groupIntervalMs / 1_000} s after the last one), so nobody was told.`;
}

function changedAlerts(before: readonly PlanAlert[], after: ReadonlyMap<string, PlanAlert>): Plan['alerts'] {
  return before.flatMap((old) => {
    const now = after.get(old.id);
    if (!now || (now.suppression === old.suppression && now.causeId === old.causeId && now.groupKey === old.groupKey)) return [];
    const { id, suppression, causeId, groupKey } = now;
    return [{ id, suppression, causeId, groupKey }];
  });
}

function changedGroups(groups: ReadonlyMap<string, Group>, dueMs: ReadonlyMap<string, number | null>): Plan['groups'] {
  const changed: Plan['groups'] = [];
  for (const [key, group] of groups) {
    const state = stateOf(group);
    if (state === null ? group.version === 0 : JSON.stringify(state) === group.before) continue;
    changed.push({ key, version: group.version, state, nextDueMs: dueMs.get(key) ?? null });
  }
  return changed;
}

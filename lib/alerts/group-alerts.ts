import type { AlertGroup } from './api';
import { fingerprintOf } from './fingerprint';
import { compareSeverities, type Severity } from './severity';

/** What decides to which group an alert belongs, and how the group stands. */
export interface GroupedAlert {
  id: string;
  name: string;
  groupKey: string | null;
  causeId: string | null;
  severity: Severity;
  state: 'pending' | 'firing' | 'acknowledged' | 'resolved';
  isSuppressed: boolean;
  startsAtMs: number;
}

/** Where a group stands in the order of the list; `hash` tells apart those that stand alike. */
export type GroupPlace = Pick<AlertGroup, 'state' | 'severity' | 'since'> & { hash: string };

export interface GroupOutline extends GroupPlace, Pick<AlertGroup, 'key' | 'counts'> {
  /** The cause first, then what fires, the worst and oldest before the others. */
  alerts: GroupedAlert[];
  groupKeys: string[];
}

/** A cause of a cause of a cause, and no further: a ring of causes ends too. */
const maxCauses = 8;
const stateOrder = ['firing', 'acknowledged', 'pending', 'suppressed', 'resolved'] as const;

/**
 * Alerts of one cause together: those of one notified group, and under it those whose cause (by inhibition or dependency) is in it. An alert without
 * a group yet is one alone. The groups in which something fires come first, then the worst, then the newest.
 */
export function groupAlerts(alerts: readonly GroupedAlert[]): GroupOutline[] {
  const byId = new Map(alerts.map((alert) => [alert.id, alert]));
  const groups = new Map<string, { causes: GroupedAlert[]; others: GroupedAlert[] }>();
  for (const alert of alerts) {
    const root = rootOf(alert, byId);
    const key = root.groupKey ?? `alert:${root.id}`;
    const group = groups.get(key) ?? { causes: [], others: [] };
    (root === alert ? group.causes : group.others).push(alert);
    groups.set(key, group);
  }
  return [...groups].map(([key, { causes, others }]) => outlineOf(key, [...causes.sort(compareAlerts), ...others.sort(compareAlerts)])).sort(compareGroups);
}

/** Negative when `a` comes before `b`; what fires, then the worst, then the newest. */
export function compareGroups(a: GroupPlace, b: GroupPlace): number {
  return stateOrder.indexOf(a.state) - stateOrder.indexOf(b.state) || compareSeverities(a.severity, b.severity) || b.since - a.since || compareText(a.hash, b.hash);
}

/** The labels that all have, with the same values. */
export function commonLabels(all: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const [first = {}, ...others] = all;
  return Object.fromEntries(Object.entries(first).filter(([name, value]) => others.every((labels) => labels[name] === value)));
}

/** What a group is called: by the alert at its head, and how many others there are. */
export function titleOf(head: { name: string; summary: string }, total: number, names: number): string {
  if (total === 1) return head.summary || head.name;
  return names === 1 ? `${head.name}, ${total} alerts` : `${head.name} and ${total - 1} more`;
}

function rootOf(alert: GroupedAlert, byId: ReadonlyMap<string, GroupedAlert>): GroupedAlert {
  let root = alert;
  for (let step = 0; step < maxCauses; step += 1) {
    const cause = root.causeId === null ? undefined : byId.get(root.causeId);
    if (!cause || cause === alert) return root;
    root = cause;
  }
  return root;
}

function outlineOf(key: string, alerts: GroupedAlert[]): GroupOutline {
  const counts = { firing: 0, acknowledged: 0, suppressed: 0, resolved: 0, pending: 0 };
  for (const alert of alerts) counts[shownStateOf(alert)] += 1;
  const state = stateOrder.find((each) => counts[each] > 0) ?? 'resolved';
  const standing = alerts.filter((alert) => shownStateOf(alert) === state);
  return {
    key,
    hash: fingerprintOf([key]),
    state,
    counts,
    severity: standing.map(({ severity }) => severity).sort(compareSeverities)[0] ?? 'info',
    since: alerts.reduce((least, { startsAtMs }) => Math.min(least, startsAtMs), Infinity),
    alerts,
    groupKeys: [...new Set(alerts.flatMap(({ groupKey }) => groupKey ?? []))],
  };
}

function shownStateOf({ state, isSuppressed }: GroupedAlert): keyof GroupOutline['counts'] {
  return isSuppressed && (state === 'firing' || state === 'acknowledged') ? 'suppressed' : state;
}

function compareAlerts(a: GroupedAlert, b: GroupedAlert): number {
  return (
    stateOrder.indexOf(shownStateOf(a)) - stateOrder.indexOf(shownStateOf(b)) ||
    compareSeverities(a.severity, b.severity) ||
    a.startsAtMs - b.startsAtMs ||
    compareText(a.id, b.id)
  );
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

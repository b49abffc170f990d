import type { AlertCounts, AlertGroup } from '@/lib/alerts/api';
import type { AlertActor, AlertView } from '@/lib/alerts/schemas';
import type { Severity } from '@/lib/alerts/severity';
import { shownStateOf } from './alert-words';
import type { ShownState } from './alerts-state';

/** What somebody does to alerts, as it is shown before the server has answered. */
export type ShownChange =
  | { kind: 'acknowledge'; atMs: number; by: AlertActor; owner: AlertView['owner']; comment: string; untilMs: number | null }
  | { kind: 'unacknowledge' }
  | { kind: 'resolve'; atMs: number; by: AlertActor };

/** The alert after a change; the same object where the change does not apply to its state. */
export function changeAlert(alert: AlertView, change: ShownChange): AlertView {
  switch (change.kind) {
    case 'acknowledge':
      if (alert.state !== 'firing' && alert.state !== 'acknowledged') return alert;
      return { ...alert, state: 'acknowledged', acknowledgedAt: change.atMs, acknowledgedBy: change.by, acknowledgedUntil: change.untilMs, owner: change.owner, comment: change.comment };
    case 'unacknowledge':
      if (alert.state !== 'acknowledged') return alert;
      return { ...alert, state: 'firing', acknowledgedAt: null, acknowledgedBy: null, acknowledgedUntil: null };
    case 'resolve':
      if (alert.state === 'resolved') return alert;
      return { ...alert, state: 'resolved', resolvedAt: change.atMs, resolution: 'person', resolvedBy: change.by, suppression: null };
  }
}

interface Move {
  from: ShownState;
  to: ShownState;
  severity: Severity;
}

interface Page {
  counts: AlertCounts;
}

interface AlertPage extends Page {
  alerts: AlertView[];
}

interface GroupPage extends Page {
  groups: AlertGroup[];
}

/** Pages of alerts after a change to some of them. */
export function changeAlertPages<Each extends AlertPage>(pages: readonly Each[], ids: ReadonlySet<string>, change: ShownChange): Each[] {
  const moves = new Map<string, Move>();
  const changed = pages.map((page) => ({ ...page, alerts: changeAll(page.alerts, ids, change, moves) }));
  return changed.map((page) => ({ ...page, counts: moveCounts(page.counts, moves) }));
}

/** Pages of groups after a change to some of their alerts. */
export function changeGroupPages<Each extends GroupPage>(pages: readonly Each[], ids: ReadonlySet<string>, change: ShownChange): Each[] {
  const moves = new Map<string, Move>();
  const changed = pages.map((page) => ({ ...page, groups: page.groups.map((group) => changeGroup(group, ids, change, moves)) }));
  return changed.map((page) => ({ ...page, counts: moveCounts(page.counts, moves) }));
}

function changeGroup(group: AlertGroup, ids: ReadonlySet<string>, change: ShownChange, all: Map<string, Move>): AlertGroup {
  const moves = new Map<string, Move>();
  const alerts = changeAll(group.alerts, ids, change, moves);
  if (moves.size === 0) return group;
  for (const [id, move] of moves) all.set(id, move);
  const counts = { ...group.counts };
  for (const { from, to } of moves.values()) {
    counts[from] = Math.max(0, counts[from] - 1);
    counts[to] += 1;
  }
  const state = (['firing', 'acknowledged', 'suppressed', 'pending'] as const).find((each) => counts[each] > 0) ?? 'resolved';
  return { ...group, alerts, counts, state };
}

function changeAll(alerts: readonly AlertView[], ids: ReadonlySet<string>, change: ShownChange, moves: Map<string, Move>): AlertView[] {
  return alerts.map((alert) => {
    if (!ids.has(alert.id)) return alert;
    const changed = changeAlert(alert, change);
    const [from, to] = [shownStateOf(alert), shownStateOf(changed)];
    if (from !== to) moves.set(alert.id, { from, to, severity: alert.severity });
    return changed;
  });
}

function moveCounts(counts: AlertCounts, moves: ReadonlyMap<string, Move>): AlertCounts {
  if (moves.size === 0) return counts;
  const moved = { ...counts, bySeverity: { ...counts.bySeverity } };
  const add = (state: ShownState, severity: Severity, by: 1 | -1) => {
    if (state === 'resolved') return;
    moved[state] = Math.max(0, moved[state] + by);
    if (state === 'firing') moved.bySeverity[severity] = Math.max(0, moved.bySeverity[severity] + by);
  };
  for (const { from, to, severity } of moves.values()) {
    add(from, severity, -1);
    add(to, severity, 1);
  }
  return moved;
}

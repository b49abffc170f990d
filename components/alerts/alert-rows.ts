import type { AlertGroup } from '@/lib/alerts/api';
import type { AlertView } from '@/lib/alerts/schemas';
import type { SelectableItem } from './selection';

/** One line of the virtual list. `more` stands for the alerts of a group that its answer does not carry. */
export type AlertRow =
  | { kind: 'group'; key: string; group: AlertGroup; isOpen: boolean }
  | { kind: 'alert'; key: string; alert: AlertView; place: 'alone' | 'cause' | 'member' }
  | { kind: 'more'; key: string; group: AlertGroup; hidden: number };

/** Groups as rows: one of a single alert is that alert, one that is open is followed by its alerts; `opened` has more of these than the list carries. */
export function rowsOfGroups(groups: readonly AlertGroup[], open: ReadonlySet<string>, opened: ReadonlyMap<string, AlertGroup> = new Map()): AlertRow[] {
  const seen = new Set<string>();
  return groups.flatMap((listed): AlertRow[] => {
    if (seen.has(listed.key)) return [];
    seen.add(listed.key);
    const group = opened.get(listed.key) ?? listed;
    const [only] = group.alerts;
    if (group.total === 1 && only) return [{ kind: 'alert', key: only.id, alert: only, place: 'alone' }];
    const isOpen = open.has(group.key);
    const head: AlertRow = { kind: 'group', key: `group:${group.key}`, group, isOpen };
    if (!isOpen) return [head];
    const causes = new Set(group.alerts.map((alert) => alert.causeId));
    const members = group.alerts.map((alert): AlertRow => ({ kind: 'alert', key: `${group.key}:${alert.id}`, alert, place: causes.has(alert.id) ? 'cause' : 'member' }));
    const hidden = group.total - group.alerts.length;
    return hidden > 0 ? [head, ...members, { kind: 'more', key: `more:${group.key}`, group, hidden }] : [head, ...members];
  });
}

/** Alerts as rows, each once: a page that was read later may begin with what the one before ended with. */
export function rowsOfAlerts(alerts: readonly AlertView[]): AlertRow[] {
  const seen = new Set<string>();
  return alerts.flatMap((alert): AlertRow[] => {
    if (seen.has(alert.id)) return [];
    seen.add(alert.id);
    return [{ kind: 'alert', key: alert.id, alert, place: 'alone' }];
  });
}

/** The alerts that a row stands for; ones that have ended cannot be picked. */
export function alertsOfRow(row: AlertRow): readonly AlertView[] {
  if (row.kind === 'more') return [];
  return (row.kind === 'group' ? row.group.alerts : [row.alert]).filter((alert) => alert.state !== 'resolved');
}

/** The rows that can be picked, in their order. */
export function selectableRows(rows: readonly AlertRow[]): SelectableItem[] {
  return rows.flatMap((row) => {
    const ids = alertsOfRow(row).map(({ id }) => id);
    return ids.length === 0 ? [] : [{ key: row.key, ids }];
  });
}

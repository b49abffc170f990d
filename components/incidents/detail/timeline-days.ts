import { formatter } from '@/components/time/format';
import type { EntryKind, TimelineEntry } from '@/lib/incidents/schemas';

/** An entry with what corrects it, the newest correction first. */
export interface TimelineRow {
  entry: TimelineEntry;
  corrections: TimelineEntry[];
}

interface TimelineDay {
  day: string;
  rows: TimelineRow[];
}

/** Groups of kinds that one looks for together; the keys stand in the URL. */
export const timelineFilters = {
  comments: { word: 'Comments', kinds: ['comment', 'correction'] },
  updates: { word: 'Updates and pages', kinds: ['update', 'delivery', 'page'] },
  alerts: { word: 'Alerts', kinds: ['alert_joined', 'alert_left', 'alert_state'] },
  evidence: { word: 'Evidence', kinds: ['evidence'] },
  changes: { word: 'Changes', kinds: ['declared', 'state', 'severity', 'title', 'role', 'task', 'time', 'impact', 'merged', 'split', 'review'] },
  system: { word: 'Deploys and settings', kinds: ['deploy', 'config'] },
} as const satisfies Record<string, { word: string; kinds: readonly EntryKind[] }>;

export type TimelineFilter = keyof typeof timelineFilters;

/** The kinds to ask for; corrections come along, for what they correct. */
export function kindsOf(filter: TimelineFilter | null): readonly EntryKind[] {
  return filter === null ? [] : [...new Set<EntryKind>([...timelineFilters[filter].kinds, 'correction'])];
}

/** The filter that the URL names; null: everything. */
export function filterOf(text: string | null): TimelineFilter | null {
  return text !== null && Object.hasOwn(timelineFilters, text) ? (text as TimelineFilter) : null;
}

/** Each entry once, with its corrections; a correction stands alone only where what it corrects is not there and its own kind is asked for. */
export function rowsOf(entries: readonly TimelineEntry[], filter: TimelineFilter | null = null): TimelineRow[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const corrections = new Map<string, TimelineEntry[]>();
  for (const entry of byId.values()) {
    const root = rootOf(entry, byId);
    if (root !== entry) corrections.set(root.id, [...(corrections.get(root.id) ?? []), entry]);
  }
  const isAsked = ({ kind }: TimelineEntry) => filter === null || timelineFilters[filter].kinds.some((each) => each === kind);
  return [...byId.values()].filter((entry) => rootOf(entry, byId) === entry && isAsked(entry)).map((entry) => ({ entry, corrections: (corrections.get(entry.id) ?? []).sort((a, b) => b.noted - a.noted) }));
}

/** The rows on top: all that is pinned, with the corrections that are loaded; what is loaded is newer than what was asked for by itself. */
export function pinnedRows(rows: readonly TimelineRow[], pinned: readonly TimelineEntry[], filter: TimelineFilter | null = null): TimelineRow[] {
  const loaded = new Set(rows.map(({ entry }) => entry.id));
  return [...rows.filter(({ entry }) => entry.isPinned), ...rowsOf(pinned.filter(({ id }) => !loaded.has(id)), filter)];
}

/** The rows by the day on which they happened, in the zone of who looks; the order of the rows stays. */
export function daysOf(rows: readonly TimelineRow[], zone: string): TimelineDay[] {
  const days: TimelineDay[] = [];
  for (const row of rows) {
    const day = dayOf(row.entry.at, zone);
    const last = days.at(-1);
    if (last?.day === day) last.rows.push(row);
    else days.push({ day, rows: [row] });
  }
  return days;
}

/** `Today`, `Yesterday`, or the date. */
export function dayWord(day: string, nowMs: number, zone: string): string {
  if (day === dayOf(nowMs, zone)) return 'Today';
  return day === dayBefore(nowMs, zone) ? 'Yesterday' : day;
}

/** By the calendar: a day may have 23 or 25 hours. */
function dayBefore(nowMs: number, zone: string): string {
  const parts = new Map(formatter(zone, { year: 'numeric', month: 'numeric', day: 'numeric' }).formatToParts(nowMs).map(({ type, value }) => [type, Number(value)]));
  return dayOf(Date.UTC(parts.get('year') ?? 0, (parts.get('month') ?? 1) - 1, (parts.get('day') ?? 1) - 1), 'UTC');
}

function dayOf(atMs: number, zone: string): string {
  return formatter(zone, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(atMs);
}

/** The first entry of a chain of corrections; who corrects a correction corrects the same entry. */
function rootOf(entry: TimelineEntry, byId: ReadonlyMap<string, TimelineEntry>): TimelineEntry {
  const seen = new Set<string>();
  let root = entry;
  while (root.corrects !== null && !seen.has(root.id)) {
    seen.add(root.id);
    const before = byId.get(root.corrects);
    if (!before) break;
    root = before;
  }
  return root;
}

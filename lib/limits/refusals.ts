import type { LimitKind } from '@/lib/settings/limit-settings';

const minuteMs = 60_000;
const minutes = 10;

export interface Refusal {
  kind: LimitKind;
  /** The network, or the id of the person, key or tenant. */
  name: string;
  /** Whose person or key it is; null for addresses. */
  tenantId: string | null;
  /** Refused requests of the last ten minutes. */
  count: number;
  lastAt: number;
}

export interface RefusalBook {
  count(kind: LimitKind, name: string, tenantId: string | null, now: number): void;
  /** Those refused within ten minutes, the most often first. */
  top(now: number): Refusal[];
  /** Since the start, by kind. */
  totals: Readonly<Record<LimitKind, number>>;
}

interface Entry {
  kind: LimitKind;
  name: string;
  tenantId: string | null;
  byMinute: number[];
  minute: number;
  lastAt: number;
}

/** Remembers who was refused, at most `most` names; whoever was refused longest ago is forgotten first. */
export function createRefusalBook(most: number): RefusalBook {
  const entries = new Map<string, Entry>();
  const totals: Record<LimitKind, number> = { address: 0, user: 0, key: 0, tenant: 0, handshake: 0 };
  return {
    totals,
    count(kind, name, tenantId, now) {
      totals[kind] += 1;
      const id = `${kind} ${name}`;
      const entry = entries.get(id) ?? { kind, name, tenantId, byMinute: Array.from({ length: minutes }, () => 0), minute: Math.floor(now / minuteMs), lastAt: now };
      turn(entry, now);
      const at = entry.minute % minutes;
      entry.byMinute[at] = (entry.byMinute[at] ?? 0) + 1;
      entry.lastAt = now;
      entries.delete(id);
      if (entries.size >= most) entries.delete(entries.keys().next().value ?? '');
      entries.set(id, entry);
    },
    top(now) {
      const found: Refusal[] = [];
      for (const entry of entries.values()) {
        turn(entry, now);
        const count = entry.byMinute.reduce((sum, each) => sum + each, 0);
        if (count > 0) found.push({ kind: entry.kind, name: entry.name, tenantId: entry.tenantId, count, lastAt: entry.lastAt });
      }
      return found.sort((a, b) => b.count - a.count || b.lastAt - a.lastAt);
    },
  };
}

function turn(entry: Entry, now: number): void {
  const current = Math.floor(now / minuteMs);
  const passed = current - entry.minute;
  if (passed === 0) return;
  if (passed < 0 || passed >= minutes) entry.byMinute.fill(0);
  else for (let minute = entry.minute + 1; minute <= current; minute += 1) entry.byMinute[minute % minutes] = 0;
  entry.minute = current;
}

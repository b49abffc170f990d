import type { Bar } from '@/lib/checks/api';
import { daysBetween, type Day } from '@/lib/sla/days';
import type { PublicDay } from './public-page';

const looks = [['downMs', 'down'], ['degradedMs', 'degraded'], ['upMs', 'up'], ['maintenanceMs', 'maintenance']] as const;

/** A day as the page shows it: by the worst that there was of it. */
export function dayOfBar(day: string, bar: Bar): PublicDay {
  const look = looks.find(([name]) => bar[name] > 0)?.[1] ?? 'unknown';
  return { day, look, downMs: bar.downMs, degradedMs: bar.degradedMs };
}

const dayMs = 86_400_000;

/** The last local days until a moment in milliseconds since 1970, its own the last; however long those are on which the clocks change. */
export function lastDays(count: number, nowMs: number, timeZone: string): Day[] {
  return daysBetween(nowMs - (count + 1) * dayMs, nowMs + 1, timeZone).slice(-count);
}

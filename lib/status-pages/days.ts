import type { Bar } from '@/lib/checks/api';
import type { PublicDay } from './public-page';

const looks = [['downMs', 'down'], ['degradedMs', 'degraded'], ['upMs', 'up'], ['maintenanceMs', 'maintenance']] as const;

/** A day as the page shows it: by the worst that there was of it. */
export function dayOfBar(day: string, bar: Bar): PublicDay {
  const look = looks.find(([name]) => bar[name] > 0)?.[1] ?? 'unknown';
  return { day, look, downMs: bar.downMs, degradedMs: bar.degradedMs };
}

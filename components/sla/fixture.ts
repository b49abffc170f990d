import type { Budget, DayFigures, Tally } from '@/lib/sla/schemas';

/** A budget of which a test names what it is about. */
export function budget(change: Partial<Budget>): Budget {
  return { total: 1_000, spent: 0, left: 1_000, leftPercent: 100, burnRate: { hour: null, sixHours: null, day: null, threeDays: null }, exhaustedAt: null, ...change };
}

const dayMs = 86_400_000;

/** A day in UTC whose times are given; the rest of it was up. Degraded is good, unknown and maintenance are left out. */
export function day(date: string, change: Partial<Tally> = {}): DayFigures {
  const from = Date.parse(date);
  const others = { degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0, ...change };
  const upMs = change.upMs ?? dayMs - others.degradedMs - others.downMs - others.unknownMs - others.maintenanceMs;
  const [good, bad] = [upMs + others.degradedMs, others.downMs];
  return { day: date, from, to: from + dayMs, tally: { ...others, upMs }, amount: { good, bad, unit: 'ms' }, percent: good + bad === 0 ? null : (100 * good) / (good + bad) };
}

/** A text as one would type it, without no-break spaces. */
export function plain(text: string): string {
  return text.replaceAll('\u00a0', ' ');
}

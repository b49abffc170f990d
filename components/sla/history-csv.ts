import type { DayFigures } from '@/lib/sla/schemas';

const head = ['day', 'from', 'to', 'percent', 'good', 'bad', 'unit', 'up_ms', 'degraded_ms', 'down_ms', 'unknown_ms', 'maintenance_ms'];

/** The history as CSV (RFC 4180), the oldest day first, with the numbers as they are and times in UTC. What does not exist is left empty. */
export function historyCsv(days: readonly DayFigures[]): string {
  const rows = days.map(({ day, from, to, percent, amount, tally }) => [
    day, new Date(from).toISOString(), new Date(to).toISOString(), percent, amount.good, amount.bad, amount.unit,
    tally?.upMs, tally?.degradedMs, tally?.downMs, tally?.unknownMs, tally?.maintenanceMs,
  ]);
  return [head, ...rows].map((row) => `${row.map((cell) => cell ?? '').join(',')}\r\n`).join('');
}

/** A name for the file that every file system takes. */
export function csvName(name: string): string {
  const plain = name.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 60);
  return `${plain || 'objective'}-by-day.csv`;
}

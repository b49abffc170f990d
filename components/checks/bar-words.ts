import { formatDuration, formatter } from '@/components/time/format';
import type { Bar } from '@/lib/checks/api';
import { percentWords } from './check-words';
import type { Piece } from './history-range';

const dayMs = 24 * 3_600_000;

/** What happened in the time of a bar: `down 2 min, up 13 min`; the worst first. */
export function barWords({ downMs, degradedMs, upMs, maintenanceMs, unknownMs }: Bar): string {
  const parts = [
    ['down', downMs],
    ['degraded', degradedMs],
    ['up', upMs],
    ['in maintenance', maintenanceMs],
    ['not known', unknownMs],
  ] as const;
  const said = parts.filter(([, ms]) => ms >= 500);
  if (said.length === 0) return 'not measured';
  const [only] = said;
  return said.length === 1 && only ? `${only[0]} all the time that was measured` : said.map(([word, ms]) => `${word} ${formatDuration(ms)}`).join(', ');
}

/** The time of a bar: a day by its date, less by its clock, with the date where more than a day is shown. */
export function barTime({ from, to }: Piece, spanMs: number, zone: string): string {
  const date = { day: 'numeric', month: 'short' } as const;
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const withDate = spanMs > dayMs;
  // A day of bars begins when the server says, which need not be midnight of the reader.
  const first = formatter(zone, withDate ? { ...date, ...clock } : clock).format(from);
  const last = formatter(zone, withDate && to - from >= dayMs ? { ...date, ...clock } : clock).format(to);
  return `${first} to ${last}`;
}

/** All bars in a sentence, for those who do not see them. */
export function barsSummary(bars: readonly Bar[], rangeWords: string, uptimePercent: number | null): string {
  if (uptimePercent === null) return `${rangeWords}: nothing is known.`;
  const down = bars.reduce((sum, { downMs }) => sum + downMs, 0);
  return `${rangeWords}: up ${percentWords(uptimePercent)} of the known time, ${down === 0 ? 'never down' : `down for ${formatDuration(down)}`}.`;
}

const hourMs = 3_600_000;

/** A length of time in full, like 1 h 4 m 12.5 s: nothing is rounded. */
export function durationWords(ms: number): string {
  const sign = ms < 0 ? '-' : '';
  const size = Math.abs(ms);
  const parts = [
    [Math.floor(size / hourMs), 'h'],
    [Math.floor((size % hourMs) / 60_000), 'm'],
    [Number(((size % 60_000) / 1_000).toFixed(3)), 's'],
  ] as const;
  const words = parts.flatMap(([count, unit]) => (count > 0 ? `${count} ${unit}` : []));
  return sign + (words.join(' ') || '0 s');
}

/** A day like 2026-10-03 as 3 October. */
export function dayWords(day: string): string {
  return dateFormat('UTC').format(Date.parse(`${day}T00:00:00Z`));
}

/** A moment in a time zone, like 3 October 14:05:00; with milliseconds where there are some. */
export function momentWords(timeMs: number, timeZone: string): string {
  const rest = ((timeMs % 1_000) + 1_000) % 1_000;
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(timeMs);
  return `${dateFormat(timeZone).format(timeMs)} ${time}${rest > 0 ? `.${String(rest).padStart(3, '0')}` : ''}`;
}

function dateFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-GB', { timeZone, day: 'numeric', month: 'long' });
}

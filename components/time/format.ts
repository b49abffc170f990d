/** Time between two moments in words, from the largest fitting unit: `just now`, `12 s`, `4 min`, `2 h 5 min`, `3 d 4 h`. */
export function formatDuration(durationMs: number): string {
  const seconds = Math.floor(Math.max(0, durationMs) / 1000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return joined(hours, 'h', minutes % 60, 'min');
  return joined(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

/** How long ago a moment was; a moment in the future counts as now. */
export function formatAgo(atMs: number, nowMs: number): string {
  const elapsedMs = nowMs - atMs;
  return elapsedMs < 5_000 ? 'just now' : `${formatDuration(elapsedMs)} ago`;
}

/** The absolute time with its date in a zone, for a title: `21 Nov 2025, 12:03:04 UTC`. */
export function formatAbsolute(atMs: number, zone: string): string {
  return formatter(zone, {
    day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short',
  }).format(atMs);
}

/** The clock alone: `12:03:04`. */
export function formatClock(atMs: number, zone: string): string {
  return formatter(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(atMs);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

let locale = 'en-GB';

/** By whose habits dates are written from now on; called in the browser alone. */
export function setDateLocale(tag: string): void {
  locale = tag;
}

/** A cached formatter with 24 hours. */
export function formatter(zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = zone + locale + JSON.stringify(options);
  const known = formatters.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat(locale, { calendar: 'gregory', numberingSystem: 'latn', ...options, timeZone: zone, hourCycle: 'h23' });
  formatters.set(key, made);
  return made;
}

function joined(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}

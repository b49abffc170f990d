import { html, type Html } from './html';

const mostKept = 200;
const formats = new Map<string, Intl.DateTimeFormat>();

/** To make one takes a hundred times as long as to use it. */
function format(kind: keyof typeof options, timeZone: string): Intl.DateTimeFormat {
  const key = `${kind} ${timeZone}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { timeZone, ...options[kind] });
  if (formats.size >= mostKept) formats.clear();
  formats.set(key, made);
  return made;
}

const options = {
  day: { day: 'numeric', month: 'short', year: 'numeric' },
  short: { day: 'numeric', month: 'short' },
  month: { month: 'long', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
  moment: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23', timeZoneName: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** 12:03 UTC. */
export function timeWords(ms: number, timeZone: string): string {
  return format('time', timeZone).format(ms);
}

/** 22 Nov 2026, 12:03 UTC. */
function momentWords(ms: number, timeZone: string): string {
  return format('moment', timeZone).format(ms);
}

/** Of a date like 2026-11-22: 22 Nov 2026. */
export function dayWords(day: string): string {
  return format('day', 'UTC').format(Date.parse(`${day}T00:00:00Z`));
}

/** Of a date like 2026-11-22: 22 Nov. */
export function shortDayWords(day: string): string {
  return format('short', 'UTC').format(Date.parse(`${day}T00:00:00Z`));
}

/** Of a month like 2026-11: November 2026. */
export function monthWords(month: string): string {
  return format('month', 'UTC').format(Date.parse(`${month}-01T00:00:00Z`));
}

/** 22 Nov 2026, 12:03 to 13:03 UTC; with both dates where they differ. */
export function rangeOf(fromMs: number, toMs: number, timeZone: string): Html {
  const isOneDay = format('day', timeZone).format(fromMs) === format('day', timeZone).format(toMs);
  return html`${momentOf(fromMs, timeZone)} to <time datetime="${new Date(toMs).toISOString()}">${isOneDay ? timeWords(toMs, timeZone) : momentWords(toMs, timeZone)}</time>`;
}

export function momentOf(ms: number, timeZone: string): Html {
  return html`<time datetime="${new Date(ms).toISOString()}">${momentWords(ms, timeZone)}</time>`;
}

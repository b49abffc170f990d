import { parseTimestamp } from '@/lib/prometheus-api/parse-time';

/** The last moment whose year has four digits. */
const maxMs = 253_402_300_799_999;
const goZeroYear = /^000[01]-/;

/**
 * Milliseconds since 1970 of a time in RFC 3339, from 1970 to the year 9999; null where none is given, which Go's programs also write as the year 1.
 * Undefined for a text that is no time.
 */
export function parseTime(text: string | null | undefined): number | null | undefined {
  if (text === null || text === undefined || text === '' || goZeroYear.test(text)) return null;
  const timeMs = /^\d{4}-/.test(text) ? parseTimestamp(text) : null;
  return timeMs === null ? undefined : Math.min(maxMs, Math.max(0, timeMs));
}

export function formatTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

import { maxDurationMs, parseDuration as parseWrittenDuration } from '@/lib/promql/durations';

/** The times that a query can name, in milliseconds: what a Date can hold. Times beyond are taken as the nearest. */
export const minTimeMs = -8.64e15;
export const maxTimeMs = 8.64e15;

const numberShape = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/;

/**
 * Milliseconds since 1970 of a timestamp in seconds (decimals kept to the millisecond) or in RFC 3339, as parseTime of Prometheus
 * (web/api/v1/api.go) reads it; null for anything else. Its boundary times, which RFC 3339 cannot write, are known too.
 */
export function parseTimestamp(text: string): number | null {
  if (numberShape.test(text)) {
    const seconds = Number(text);
    if (!Number.isFinite(seconds)) return null;
    const whole = Math.trunc(seconds);
    return clamp(whole * 1000 + Math.round((seconds - whole) * 1000));
  }
  if (text === '-292273086-05-16T16:47:06Z') return minTimeMs;
  if (text === '292277025-08-18T07:12:54.999999999Z') return maxTimeMs;
  return parseDate(text);
}

function clamp(timeMs: number): number {
  return Math.min(maxTimeMs, Math.max(minTimeMs, timeMs));
}

function parseDate(text: string): number | null {
  const found = rfc3339.exec(text);
  if (!found) return null;
  const part = (index: number) => Number(found[index] ?? 0);
  const [year, month, day, hour, minute, second] = [part(1), part(2), part(3), part(4), part(5), part(6)];
  const date = new Date(0);
  // Not Date.UTC, which takes the years 0 to 99 for 1900 to 1999.
  date.setUTCFullYear(year, month - 1, day);
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  const [offsetHours, offsetMinutes] = [part(9), part(10)];
  if (!isReal || offsetHours > 23 || offsetMinutes > 59) return null;
  const offset = (offsetHours * 60 + offsetMinutes) * (found[8] === '-' ? -1 : 1);
  const millisecond = Number((found[7] ?? '').slice(0, 3).padEnd(3, '0'));
  return date.getTime() + (hour * 60 + minute - offset) * 60_000 + second * 1000 + millisecond;
}

/**
 * Milliseconds (with decimals) of a duration in seconds or as Prometheus writes it (`1h30m`), as parseDuration of Prometheus reads it.
 * The sentence that Prometheus answers with when it cannot.
 */
export function parseDuration(text: string): number | string {
  const refusal = `cannot parse ${JSON.stringify(text)} to a valid duration`;
  if (!numberShape.test(text)) return parseWrittenDuration(text) ?? refusal;
  const durationMs = Number(text) * 1000;
  return Math.abs(durationMs) <= maxDurationMs ? durationMs : `${refusal}. It overflows int64`;
}

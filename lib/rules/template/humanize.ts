import { formatPrecision } from './format';
import { printTime } from './values';

const large = ['k', 'M', 'G', 'T', 'P', 'E', 'Z', 'Y'];
const small = ['m', 'u', 'n', 'p', 'f', 'a', 'z', 'y'];
const binary = ['ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi'];

/** Four significant digits and an SI prefix: `1.235k`. */
export function humanize(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return formatPrecision(value, 4);
  const { scaled, prefix } = Math.abs(value) >= 1 ? scaleDown(value, 1_000, large) : scaleUp(value);
  return formatPrecision(scaled, 4) + prefix;
}

/** Four significant digits and a binary prefix: `1.5Mi`. */
export function humanize1024(value: number): string {
  if (Math.abs(value) <= 1 || !Number.isFinite(value)) return formatPrecision(value, 4);
  const { scaled, prefix } = scaleDown(value, 1_024, binary);
  return formatPrecision(scaled, 4) + prefix;
}

/** Seconds as `1d 2h 3m 4s`, `5.25s` or `12ms`. */
export function humanizeDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return formatPrecision(seconds, 4);
  if (seconds === 0) return '0s';
  const size = Math.abs(seconds);
  if (size < 1) {
    const { scaled, prefix } = scaleUp(seconds);
    return `${formatPrecision(scaled, 4)}${prefix}s`;
  }
  const sign = seconds < 0 ? '-' : '';
  const whole = Math.trunc(size);
  const rest = `${whole % 60}s`;
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3_600) % 24;
  const days = Math.floor(whole / 86_400);
  if (days > 0) return `${sign}${days}d ${hours}h ${minutes}m ${rest}`;
  if (hours > 0) return `${sign}${hours}h ${minutes}m ${rest}`;
  return minutes > 0 ? `${sign}${minutes}m ${rest}` : `${sign}${formatPrecision(size, 4)}s`;
}

/** A ratio as a percentage: `12.5%`. */
export function humanizePercentage(ratio: number): string {
  return `${formatPrecision(ratio * 100, 4)}%`;
}

/** Seconds since 1970 as a time in UTC, to the millisecond. */
export function humanizeTimestamp(seconds: number): string {
  return Number.isFinite(seconds) ? printTime(Math.floor(seconds * 1_000)) : formatPrecision(seconds, 4);
}

function scaleDown(value: number, base: number, prefixes: readonly string[]): { scaled: number; prefix: string } {
  let scaled = value;
  let used = '';
  for (const prefix of prefixes) {
    if (Math.abs(scaled) < base) break;
    used = prefix;
    scaled /= base;
  }
  return { scaled, prefix: used };
}

function scaleUp(value: number): { scaled: number; prefix: string } {
  let scaled = value;
  let used = '';
  for (const prefix of small) {
    if (Math.abs(scaled) >= 1) break;
    used = prefix;
    scaled *= 1_000;
  }
  return { scaled, prefix: used };
}

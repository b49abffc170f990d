const units = [
  ['y', 31_536_000_000],
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
  ['ms', 1],
] as const;
const pattern = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** The longest duration that Prometheus holds: 2^63 nanoseconds, about 292 years. */
export const maxDurationMs = 9_223_372_036_854;

/**
 * Milliseconds of a duration as Prometheus writes it (`1h30m`, `250ms`, `0`): units once each, longest first; a day has 24 hours, a year 365
 * days (prometheus/common, model/time.go). Null for anything else and for more than 292 years.
 */
export function parseDuration(text: string): number | null {
  if (text === '0') return 0;
  const match = text === '' ? null : pattern.exec(text);
  if (!match) return null;
  let total = 0;
  units.forEach(([, ms], index) => {
    total += Number(match[index + 1] ?? 0) * ms;
  });
  return total <= maxDurationMs ? total : null;
}

/** A duration as Prometheus prints it: `1d12h`; weeks and years only where they divide it evenly, so that 90d stays 90d. */
export function formatDuration(ms: number): string {
  let rest = Math.trunc(ms);
  if (rest === 0) return '0s';
  let text = '';
  for (const [unit, size] of units) {
    const isExactOnly = unit === 'y' || unit === 'w';
    if (rest < size || (isExactOnly && rest % size !== 0)) continue;
    text += `${Math.floor(rest / size)}${unit}`;
    rest %= size;
  }
  return text;
}

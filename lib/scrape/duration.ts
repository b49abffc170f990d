const units: readonly [unit: string, ms: number, isExactOnly: boolean][] = [
  ['y', 365 * 86_400_000, true],
  ['w', 7 * 86_400_000, true],
  ['d', 86_400_000, false],
  ['h', 3_600_000, false],
  ['m', 60_000, false],
  ['s', 1_000, false],
  ['ms', 1, false],
];

const pattern = /^(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?$/;

/** Milliseconds of a duration as Prometheus writes it (`1h30m`, `500ms`, `0`); null where it is none. */
export function parseDurationMs(text: string): number | null {
  if (text === '0') return 0;
  const found = text === '' ? null : pattern.exec(text);
  if (!found) return null;
  const total = units.reduce((sum, [, ms], index) => sum + Number(found[index + 1] ?? 0) * ms, 0);
  return Number.isSafeInteger(total) ? total : null;
}

/** The shortest text that Prometheus would print for whole milliseconds: `1m30s`; weeks and years only where nothing is left over. */
export function formatDurationMs(totalMs: number): string {
  if (totalMs === 0) return '0s';
  let rest = totalMs;
  let text = '';
  for (const [unit, ms, isExactOnly] of units) {
    if (rest === 0 || (isExactOnly && rest % ms !== 0)) continue;
    const count = Math.floor(rest / ms);
    if (count > 0) text += `${count}${unit}`;
    rest -= count * ms;
  }
  return text;
}

const prefixes: readonly [size: number, sign: string][] = [[1e15, 'P'], [1e12, 'T'], [1e9, 'G'], [1e6, 'M'], [1e3, 'k']];

/** A value without a unit in the digits that matter: `1.23k`, `0.000456`, `+Inf`, `NaN`. */
export function formatValue(value: number, digits = 4): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-6 || size >= 1e18) return value.toExponential(digits - 1);
  const [scale, sign] = prefixes.find(([each]) => size >= each) ?? [1, ''];
  return `${String(Number((value / scale).toPrecision(digits)))}${sign}`;
}

/** Writes the values of an axis with the digits that tell its ticks apart. */
export function tickFormat(ticks: readonly number[]): (value: number) => string {
  for (let digits = 3; digits < 12; digits += 1) {
    if (new Set(ticks.map((tick) => formatValue(tick, digits))).size === ticks.length) return (value) => formatValue(value, digits);
  }
  return (value) => formatValue(value, 12);
}

/** A value with all of its digits, as it is copied. */
export function exactValue(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf';
}

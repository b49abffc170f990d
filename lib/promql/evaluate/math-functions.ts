import type { FunctionName } from '@/lib/promql/functions';

/** Functions of one value, as Go's math package computes them. */
export const mathFunctions: Partial<Record<FunctionName, (value: number) => number>> = {
  abs: Math.abs,
  acos: Math.acos,
  acosh: Math.acosh,
  asin: Math.asin,
  asinh: Math.asinh,
  atan: Math.atan,
  atanh: Math.atanh,
  ceil: Math.ceil,
  cos: Math.cos,
  cosh: Math.cosh,
  deg: (value) => (value * 180) / Math.PI,
  exp: Math.exp,
  floor: Math.floor,
  ln: Math.log,
  log10: Math.log10,
  log2: Math.log2,
  rad: (value) => (value * Math.PI) / 180,
  sgn: (value) => (value < 0 ? -1 : value > 0 ? 1 : value),
  sin: Math.sin,
  sinh: Math.sinh,
  sqrt: Math.sqrt,
  tan: Math.tan,
  tanh: Math.tanh,
};

/** `round(value, toNearest)`: halves go up. */
export function roundTo(value: number, toNearest: number): number {
  const inverse = 1 / toNearest;
  return Math.floor(value * inverse + 0.5) / inverse;
}

/** `clamp`: the lesser with the upper bound, then the greater with the lower one, where as in Go's math package an infinity wins over NaN. */
export function clampTo(value: number, min: number, max: number): number {
  const lesser = value === -Infinity || max === -Infinity ? -Infinity : Math.min(max, value);
  return min === Infinity || lesser === Infinity ? Infinity : Math.max(min, lesser);
}

/** Power as Go computes it: 1 to any power is 1, and so is -1 to an infinite one. */
export function power(base: number, exponent: number): number {
  if (base === 1) return 1;
  if (base === -1 && (exponent === Infinity || exponent === -Infinity)) return 1;
  return base ** exponent;
}

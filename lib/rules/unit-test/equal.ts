import type { LabelSet } from '@/lib/metrics/labels';

/** Equal floats, NaN among them; `isFuzzy`: or neighbours, one step apart, as promtool's fuzzy_compare. */
export function equalsValue(a: number, b: number, isFuzzy: boolean): boolean {
  if (a === b || (Number.isNaN(a) && Number.isNaN(b))) return true;
  return isFuzzy && Number.isFinite(a) && Number.isFinite(b) && stepsApart(a, b) === 1n;
}

function stepsApart(a: number, b: number): bigint {
  const [first = 0n, second = 0n] = new BigInt64Array(new Float64Array([a, b]).buffer);
  const distance = ordered(first) - ordered(second);
  return distance < 0n ? -distance : distance;
}

/** Bits of a float64, in the order of the numbers. */
function ordered(bits: bigint): bigint {
  return bits < 0n ? -(2n ** 63n) - bits : bits;
}

/** The order in which promtool sorts label sets: name by name, value by value; the shorter first. */
export function compareLabelSets(a: LabelSet, b: LabelSet): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const left = a[index] ?? '';
    const right = b[index] ?? '';
    if (left !== right) return left < right ? -1 : 1;
  }
  return a.length - b.length;
}

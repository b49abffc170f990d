/** Quantiles of plain values (promql/quantile.go, quantile): interpolated between the two nearest ranks; a NaN sorts before every number. */

let scratch = new Float64Array(64);

/** Room for `length` values, valid until the next call. */
export function scratchOf(length: number): Float64Array {
  if (scratch.length < length) scratch = new Float64Array(Math.max(length, scratch.length * 2));
  return scratch;
}

/** The quantile of the first `length` values, which are reordered; NaN for none or a quantile of NaN, an infinity outside of 0 to 1. */
export function quantileOf(quantile: number, values: Float64Array, length: number): number {
  if (length === 0 || Number.isNaN(quantile)) return NaN;
  if (quantile < 0) return -Infinity;
  if (quantile > 1) return Infinity;
  const numbers = sortNumbers(values, length);
  const nans = length - numbers;
  const rank = quantile * (length - 1);
  const lower = Math.floor(rank);
  const weight = rank - lower;
  const at = (index: number) => (index < nans ? NaN : (values[index - nans] ?? 0));
  return at(lower) * (1 - weight) + at(Math.min(length - 1, lower + 1)) * weight;
}

/** Sorts the numbers to the front and tells how many they are. */
function sortNumbers(values: Float64Array, length: number): number {
  let numbers = 0;
  for (let index = 0; index < length; index += 1) {
    const value = values[index] ?? 0;
    if (value === value) values[numbers++] = value;
  }
  if (numbers > 40) {
    values.subarray(0, numbers).sort();
    return numbers;
  }
  for (let index = 1; index < numbers; index += 1) {
    const value = values[index] ?? 0;
    let target = index;
    while (target > 0 && (values[target - 1] ?? 0) > value) {
      values[target] = values[target - 1] ?? 0;
      target -= 1;
    }
    values[target] = value;
  }
  return numbers;
}

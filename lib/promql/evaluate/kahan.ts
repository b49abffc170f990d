/** Kahan's summation as improved by Neumaier (1974), and as util/kahansum of Prometheus does it: what rounding lost is kept beside the sum. */
export class KahanSum {
  sum = 0;
  compensation = 0;

  reset(): void {
    this.sum = 0;
    this.compensation = 0;
  }

  add(value: number): void {
    const total = this.sum + value;
    if (total === Infinity || total === -Infinity) this.compensation = 0;
    else if (Math.abs(this.sum) >= Math.abs(value)) this.compensation += this.sum - total + value;
    else this.compensation += value - total + this.sum;
    this.sum = total;
  }

  total(): number {
    return this.sum === Infinity || this.sum === -Infinity ? this.sum : this.sum + this.compensation;
  }
}

/** Mean of values from `low` to `high` (not included): the sum by the count, or an incremental mean once the sum would overflow. */
export function kahanMean(values: Float64Array, low: number, high: number): number {
  let sum = values[low] ?? 0;
  let lost = 0;
  for (let index = low + 1; index < high; index += 1) {
    const value = values[index] ?? 0;
    const total = sum + value;
    if (total === Infinity || total === -Infinity) return incrementalMean(values, low, index, high, sum, lost);
    lost += Math.abs(sum) >= Math.abs(value) ? sum - total + value : value - total + sum;
    sum = total;
  }
  const count = high - low;
  return sum / count + lost / count;
}

function incrementalMean(values: Float64Array, low: number, from: number, high: number, sum: number, lost: number): number {
  const mean = new KahanSum();
  mean.sum = sum / (from - low);
  mean.compensation = lost / (from - low);
  for (let index = from; index < high; index += 1) addToMean(mean, values[index] ?? 0, index - low + 1);
  return mean.sum + mean.compensation;
}

/** Takes the `count`th value into a mean. */
function addToMean(mean: KahanSum, value: number, count: number): void {
  const weight = (count - 1) / count;
  mean.sum *= weight;
  mean.compensation *= weight;
  mean.add(value / count);
}

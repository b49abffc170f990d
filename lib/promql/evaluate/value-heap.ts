/**
 * The k best of a sequence, worst on top, with the moves of Go's container/heap, so that of equal values the same ones stay as in Prometheus.
 * A NaN is worse than every number.
 */
export class ValueHeap {
  readonly values: number[] = [];
  readonly rows: number[] = [];

  constructor(private readonly keepsGreatest: boolean) {}

  clear(): void {
    this.values.length = 0;
    this.rows.length = 0;
  }

  /** Takes a value when there are fewer than `k`, or when it is better than the worst. */
  offer(value: number, row: number, k: number): void {
    if (this.values.length < k) {
      this.values.push(value);
      this.rows.push(row);
      this.up(this.values.length - 1);
      return;
    }
    const worst = this.values[0] ?? NaN;
    const isBetter = this.keepsGreatest ? worst < value : worst > value;
    if (!isBetter && !(Number.isNaN(worst) && !Number.isNaN(value))) return;
    this.values[0] = value;
    this.rows[0] = row;
    this.down(0);
  }

  /** The rows, best first. */
  ordered(): number[] {
    const order = this.values.map((_, index) => index);
    order.sort((a, b) => this.compare(this.values[a] ?? NaN, this.values[b] ?? NaN));
    return order.map((index) => this.rows[index] ?? 0);
  }

  private compare(a: number, b: number): number {
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b));
    return this.keepsGreatest ? b - a || 0 : a - b || 0;
  }

  private isWorse(a: number, b: number): boolean {
    const left = this.values[a] ?? NaN;
    const right = this.values[b] ?? NaN;
    return Number.isNaN(left) || (this.keepsGreatest ? left < right : left > right);
  }

  private up(index: number): void {
    let child = index;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (!this.isWorse(child, parent)) break;
      this.swap(child, parent);
      child = parent;
    }
  }

  private down(index: number): void {
    let parent = index;
    for (;;) {
      const left = 2 * parent + 1;
      if (left >= this.values.length) break;
      const right = left + 1;
      const child = right < this.values.length && this.isWorse(right, left) ? right : left;
      if (!this.isWorse(child, parent)) break;
      this.swap(child, parent);
      parent = child;
    }
  }

  private swap(a: number, b: number): void {
    [this.values[a], this.values[b]] = [this.values[b] ?? 0, this.values[a] ?? 0];
    [this.rows[a], this.rows[b]] = [this.rows[b] ?? 0, this.rows[a] ?? 0];
  }
}

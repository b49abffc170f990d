/** A figure for each system; no entry for one that was not measured. */
export type Figures = Partial<Record<'Nines' | 'Prometheus', number>>;

export interface ReportRow {
  what: string;
  figures: Figures;
  format: (value: number) => string;
  /** In words, for who reads the ratio. */
  aim?: string;
}

const widths = [68, 12, 12, 7] as const;

/** The table, printed row by row as the figures come. The ratio is Nines by Prometheus. */
export class Report {
  constructor() {
    print(['what', 'Nines', 'Prometheus', 'ratio', 'aim']);
  }

  row({ what, figures, format, aim = '' }: ReportRow): void {
    const { Nines: ours, Prometheus: theirs } = figures;
    const shown = (value: number | undefined) => (value === undefined ? '-' : format(value));
    const ratio = ours === undefined || theirs === undefined ? '-' : `${(ours / theirs).toFixed(2)}x`;
    print([what, shown(ours), shown(theirs), ratio, aim]);
  }

  note(text: string): void {
    process.stdout.write(`  ${text}\n`);
  }
}

function print(cells: readonly string[]): void {
  process.stdout.write(`${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' ').trimEnd()}\n`);
}

export const formats = {
  count: (value: number) => Math.round(value).toLocaleString('en-US'),
  seconds: (value: number) => `${value.toFixed(2)} s`,
  bytes: (value: number) => `${value.toFixed(2)} B`,
  mebibytes: (value: number) => `${Math.round(value / 1048576)} MiB`,
  milliseconds: (value: number) => `${value.toFixed(value < 10 ? 2 : 1)} ms`,
} as const;

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
}

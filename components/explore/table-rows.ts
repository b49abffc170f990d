import type { AnsweredSeries } from './prometheus-answer';
import { exactValue } from './number-text';
import { commonLabels, type SeriesLabels } from './series-label';

export interface TableInput {
  letter: string;
  series: readonly AnsweredSeries[];
  text: string | null;
}

export interface TableRow {
  key: string;
  letter: string;
  labels: SeriesLabels;
  value: number;
  /** The value of a string. */
  text: string | null;
  /** Samples of a range selector; the value is the last of them. */
  samples: number;
}

export interface PreparedTable {
  rows: TableRow[];
  /** Labels that tell the rows apart, the metric's name first. */
  columns: string[];
  common: SeriesLabels;
}

export type TableSort = { column: string; isReversed: boolean };

export const valueColumn = ' value';
export const letterColumn = ' query';

/** Rows of instant answers, with the labels that are the same everywhere taken out. */
export function prepareTable(inputs: readonly TableInput[]): PreparedTable {
  const rows = inputs.flatMap(({ letter, series, text }): TableRow[] =>
    text === null
      ? series.map(({ labels, values }, index) => ({ key: `${letter}${index}`, letter, labels, value: values.at(-1) ?? Number.NaN, text: null, samples: values.length }))
      : [{ key: letter, letter, labels: {}, value: Number.NaN, text, samples: 1 }],
  );
  const common = commonLabels(rows.map(({ labels }) => labels));
  const names = new Set(rows.flatMap(({ labels }) => Object.keys(labels)));
  const columns = [...names].filter((name) => !Object.hasOwn(common, name)).sort();
  return { rows, columns, common };
}

/** Sorted by a column; values numerically, not-a-number last in either order. */
export function sortRows(rows: readonly TableRow[], { column, isReversed }: TableSort): TableRow[] {
  const sign = isReversed ? -1 : 1;
  return [...rows].sort((a, b) => {
    if (column === valueColumn) {
      if (Number.isNaN(a.value) || Number.isNaN(b.value)) return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value));
      return a.value === b.value ? 0 : sign * (b.value > a.value ? 1 : -1);
    }
    const textOf = (row: TableRow) => (column === letterColumn ? row.letter : (row.labels[column] ?? ''));
    return sign * collator.compare(textOf(a), textOf(b));
  });
}

const collator = new Intl.Collator('en', { numeric: true });

/** The rows as a spreadsheet takes them; tabs and line ends within a value become spaces. */
export function tsvOf({ columns, common }: PreparedTable, rows: readonly TableRow[], hasLetters: boolean): string {
  const names = [...Object.keys(common), ...columns];
  const clean = (text: string) => text.replace(/[\t\r\n]/g, ' ');
  const head = [...(hasLetters ? ['query'] : []), ...names, 'value'];
  const body = rows.map((row) => [...(hasLetters ? [row.letter] : []), ...names.map((name) => row.labels[name] ?? ''), row.text ?? exactValue(row.value)]);
  return [head, ...body].map((cells) => cells.map(clean).join('\t')).join('\n');
}

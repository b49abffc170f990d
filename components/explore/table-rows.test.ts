import { describe, expect, it } from 'vitest';
import { prepareTable, sortRows, tsvOf, valueColumn } from './table-rows';

const at = (labels: Record<string, string>, ...values: number[]) => ({ labels, times: values.map(() => 0), values });
const table = prepareTable([{ letter: 'A', text: null, series: [at({ __name__: 'x', job: 'n', cpu: '10' }, 2), at({ __name__: 'x', job: 'n', cpu: '2' }, 1, 7), at({ __name__: 'x', job: 'n', cpu: '1' }, Number.NaN)] }]);

describe('the table of values', () => {
  it('takes out the labels that are the same everywhere', () => expect(table).toMatchObject({ common: { __name__: 'x', job: 'n' }, columns: ['cpu'] }));
  it('sorts values from the highest, not-a-number last in either order', () => {
    const sorted = (isReversed: boolean) => sortRows(table.rows, { column: valueColumn, isReversed }).map(({ value }) => value);
    expect(sorted(false)).toEqual([7, 2, Number.NaN]);
    expect(sorted(true)).toEqual([2, 7, Number.NaN]);
  });
  it('sorts labels with their numbers by value', () => expect(sortRows(table.rows, { column: 'cpu', isReversed: false }).map(({ labels }) => labels.cpu)).toEqual(['1', '2', '10']));
  it('copies every digit and no tab of a label', () => {
    const odd = prepareTable([{ letter: 'A', text: null, series: [at({ a: 'x\ty' }, 0.1 + 0.2)] }]);
    expect(tsvOf(odd, odd.rows, true)).toBe('query\ta\tvalue\nA\tx y\t0.30000000000000004');
  });
  it('has a row for a string', () => expect(prepareTable([{ letter: 'B', text: 'hello', series: [] }]).rows).toMatchObject([{ letter: 'B', text: 'hello' }]));
});

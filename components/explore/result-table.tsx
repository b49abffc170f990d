'use client';

import { ArrowDown, ArrowUp, Check, Copy, SearchX } from 'lucide-react';
import { memo, useMemo, useState } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { exactValue, formatValue } from './number-text';
import { Pager } from '@/components/ui/pager';
import { writeSeries } from './series-label';
import { letterColumn, prepareTable, sortRows, tsvOf, valueColumn, type TableInput, type TableRow, type TableSort } from './table-rows';

interface ResultTableProps {
  inputs: readonly TableInput[];
  atMs: number;
  isPending: boolean;
}

const pageSize = 100;

/** The values at one moment, by label. A phone has a list, a desk a table; both are sorted and paged. */
export const ResultTable = memo(function ResultTable({ inputs, atMs, isPending }: ResultTableProps) {
  const zone = useZone();
  const [sort, setSort] = useState<TableSort>({ column: valueColumn, isReversed: false });
  const [page, setPage] = useState(0);
  const table = useMemo(() => prepareTable(inputs), [inputs]);
  const rows = useMemo(() => sortRows(table.rows, sort), [table, sort]);
  const hasLetters = inputs.length > 1;
  const first = Math.min(page * pageSize, Math.max(0, Math.ceil(rows.length / pageSize) - 1) * pageSize);
  const visible = rows.slice(first, first + pageSize);
  const common = writeSeries(table.common);
  function choose(column: string) {
    setSort((before) => ({ column, isReversed: before.column === column && !before.isReversed }));
    setPage(0);
  }
  return (
    <section aria-label="Table" aria-busy={isPending} className={cn('min-w-0 rounded-base border bg-surface', isPending && 'opacity-60')}>
      <header className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
        <p className="min-w-0 text-xs text-muted">
          {rows.length.toLocaleString('en')} {rows.length === 1 ? 'row' : 'rows'}
          {zone ? ` at ${formatAbsolute(atMs, zone)}` : null}
          {common === '{}' ? null : (
            <>
              {', all with '}
              <span className="font-mono break-all text-ink">{common}</span>
            </>
          )}
        </p>
        {rows.length > 0 ? <CopyButton text={() => tsvOf(table, rows, hasLetters)} /> : null}
      </header>
      {rows.length === 0 ? (
        <Notice icon={SearchX} level={3} title="No series has a value at this time">
          Choose another time or a longer range, or look the metric up in the list of metrics.
        </Notice>
      ) : (
        <>
          <PhoneSort columns={table.columns} hasLetters={hasLetters} sort={sort} onSort={setSort} />
          <ul className="divide-y border-t sm:hidden">
            {visible.map((row) => (
              <li key={row.key} className="flex items-baseline justify-between gap-3 px-4 py-3 text-xs">
                <span className="min-w-0 font-mono break-all">
                  {hasLetters ? `${row.letter} ` : ''}
                  {writeSeries(row.labels, new Set(Object.keys(table.common)))}
                </span>
                <Value row={row} />
              </li>
            ))}
          </ul>
          <div className="hidden overflow-x-auto border-t sm:block" tabIndex={0} role="region" aria-label="Values">
            <table className="w-full text-xs">
              <thead className="text-muted">
                <tr>
                  {hasLetters ? <SortHead column={letterColumn} label="Query" sort={sort} onSort={choose} /> : null}
                  {table.columns.map((column) => (
                    <SortHead key={column} column={column} label={column === '__name__' ? 'Metric' : column} sort={sort} onSort={choose} />
                  ))}
                  <SortHead column={valueColumn} label="Value" sort={sort} onSort={choose} isNumber />
                </tr>
              </thead>
              <tbody className="divide-y border-t">
                {visible.map((row) => (
                  <tr key={row.key} className="hover:bg-sunken">
                    {hasLetters ? <td className="px-4 py-2 font-medium">{row.letter}</td> : null}
                    {table.columns.map((column) => (
                      <td key={column} className="max-w-96 px-4 py-2 font-mono break-words">
                        {row.labels[column] ?? <span className="sr-only">none</span>}
                      </td>
                    ))}
                    <td className="px-4 py-2 text-right whitespace-nowrap">
                      <Value row={row} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <Pager first={first} size={pageSize} total={rows.length} things="rows" onPage={setPage} />
        </>
      )}
    </section>
  );
});

function Value({ row }: { row: TableRow }) {
  if (row.text !== null) return <span className="font-mono break-all">{row.text}</span>;
  return (
    <span title={exactValue(row.value)} className="shrink-0 font-medium">
      {formatValue(row.value, 6)}
      {row.samples > 1 ? <span className="block font-normal text-muted">last of {row.samples.toLocaleString('en')}</span> : null}
    </span>
  );
}

interface SortHeadProps {
  column: string;
  label: string;
  sort: TableSort;
  onSort: (column: string) => void;
  isNumber?: boolean;
}

function SortHead({ column, label, sort, onSort, isNumber = false }: SortHeadProps) {
  const isSorted = sort.column === column;
  // Values run from the highest, names from A.
  const isUp = isNumber ? sort.isReversed : !sort.isReversed;
  const Arrow = isUp ? ArrowUp : ArrowDown;
  return (
    <th scope="col" aria-sort={isSorted ? (isUp ? 'ascending' : 'descending') : undefined} className={isNumber ? 'text-right font-normal' : 'text-left font-normal'}>
      <button type="button" onClick={() => onSort(column)} className="inline-flex h-9 items-center gap-1 px-4 hover:text-ink focus-visible:-outline-offset-2">
        {label}
        <Arrow aria-hidden className={cn('size-3', isSorted ? '' : 'opacity-0')} />
      </button>
    </th>
  );
}

function PhoneSort({ columns, hasLetters, sort, onSort }: { columns: readonly string[]; hasLetters: boolean; sort: TableSort; onSort: (sort: TableSort) => void }) {
  const options = [
    { column: valueColumn, isReversed: false, label: 'Value, highest first' },
    { column: valueColumn, isReversed: true, label: 'Value, lowest first' },
    ...(hasLetters ? [{ column: letterColumn, isReversed: false, label: 'Query' }] : []),
    ...columns.map((column) => ({ column, isReversed: false, label: column === '__name__' ? 'Metric' : column })),
  ];
  const current = options.findIndex((option) => option.column === sort.column && option.isReversed === sort.isReversed);
  return (
    <div className="border-t px-4 py-2 sm:hidden">
      <select
        aria-label="Sort by"
        value={Math.max(0, current)}
        onChange={(event) => {
          const chosen = options[Number(event.target.value)];
          if (chosen) onSort({ column: chosen.column, isReversed: chosen.isReversed });
        }}
        className="h-11 w-full rounded-base border border-line-strong bg-surface px-3 text-base"
      >
        {options.map((option, index) => (
          <option key={option.label} value={index}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

function CopyButton({ text }: { text: () => string }) {
  const [said, setSaid] = useState<'' | 'Copied' | 'Not permitted'>('');
  async function copy() {
    try {
      await navigator.clipboard.writeText(text());
      setSaid('Copied');
    } catch {
      setSaid('Not permitted');
    }
  }
  const Icon = said === 'Copied' ? Check : Copy;
  return (
    <Button onClick={() => void copy()}>
      <Icon aria-hidden className="size-4" />
      <span role="status">{said || 'Copy as TSV'}</span>
    </Button>
  );
}

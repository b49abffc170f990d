'use client';

import { FileDown } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Pager } from '@/components/ui/pager';
import { saveFile } from '@/components/ui/save-file';
import type { DayFigures, Tally } from '@/lib/sla/schemas';
import { formatAmount, formatExact, formatPercent } from './figures';
import { csvName, historyCsv } from './history-csv';
import { dateWords } from './prepare-days';

interface HistoryTableProps {
  name: string;
  history: readonly DayFigures[];
  target: string;
}

const pageDays = 14;
const times: readonly { key: keyof Tally; label: string }[] = [
  { key: 'downMs', label: 'Down' },
  { key: 'degradedMs', label: 'Degraded' },
  { key: 'unknownMs', label: 'Unknown' },
  { key: 'maintenanceMs', label: 'Maintenance' },
];

/** The days with their figures, the newest first, and all of them as a file. */
export function HistoryTable({ name, history, target }: HistoryTableProps) {
  const [page, setPage] = useState(0);
  const days = history.toReversed();
  const first = Math.min(page, Math.max(0, Math.ceil(days.length / pageDays) - 1)) * pageDays;
  const isTimed = history.some(({ tally }) => tally !== null);
  return (
    <Card aria-labelledby="history-title">
      <CardHeader
        id="history-title"
        title="History by day"
        note={
          history.length > 0 ? (
            <Button onClick={() => saveFile(historyCsv(history), csvName(name), 'text/csv')}>
              <FileDown aria-hidden className="size-4" />
              CSV
              <span className="sr-only">: download the history</span>
            </Button>
          ) : undefined
        }
      />
      {days.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-muted">No day was measured yet.</p>
      ) : (
        <>
          <table className="w-full text-sm">
            <thead>
              <tr className="text-left text-xs text-muted">
                <th scope="col" className="px-4 py-2 font-normal">Day</th>
                <th scope="col" className="px-2 py-2 text-right font-normal">Percent</th>
                <th scope="col" className="px-4 py-2 text-right font-normal sm:px-2 sm:last:pr-4">Lost</th>
                {isTimed
                  ? times.map(({ key, label }) => (
                      <th key={key} scope="col" className="hidden px-2 py-2 text-right font-normal last:pr-4 sm:table-cell">
                        {label}
                      </th>
                    ))
                  : null}
              </tr>
            </thead>
            <tbody className="divide-y border-t">
              {days.slice(first, first + pageDays).map((day) => (
                <Day key={day.day} day={day} target={target} isTimed={isTimed} />
              ))}
            </tbody>
          </table>
          <Pager first={first} size={pageDays} total={days.length} things="days" onPage={setPage} />
        </>
      )}
    </Card>
  );
}

function Day({ day: { day, percent, amount, tally }, target, isTimed }: { day: DayFigures; target: string; isTimed: boolean }) {
  const isBelow = percent !== null && percent < Number(target);
  return (
    <tr>
      <th scope="row" className="px-4 py-2 text-left font-normal whitespace-nowrap">{dateWords(day)}</th>
      <td className={cn('px-2 py-2 text-right whitespace-nowrap', percent === null && 'text-muted', isBelow && 'font-semibold text-critical')}>
        {isBelow ? <span aria-hidden>↓ </span> : null}
        {formatPercent(percent, target)}
        {isBelow ? <span className="sr-only"> below the target</span> : null}
      </td>
      <td className={cn('px-4 py-2 text-right sm:px-2 sm:last:pr-4', amount.bad > 0 ? 'font-medium' : 'text-muted')}>{amount.bad > 0 ? formatAmount(amount.bad, amount.unit) : percent === null ? '–' : 'nothing'}</td>
      {isTimed
        ? times.map(({ key }) => {
            const ms = tally?.[key] ?? 0;
            return (
              <td key={key} className={cn('hidden px-2 py-2 text-right last:pr-4 sm:table-cell', ms === 0 && 'text-muted')}>
                {ms === 0 ? '–' : formatExact(ms)}
              </td>
            );
          })
        : null}
    </tr>
  );
}

import { CheckMark } from '@/components/checks/check-mark';
import { cn } from '@/components/ui/cn';
import type { Counting, Tally } from '@/lib/sla/schemas';
import { KindMark } from './kind-mark';
import { lengthWords, minutesWords } from './statement-figures';
import { shareWords, timeRows } from './statement-words';

/** The minutes of each kind, and what they count as. */
export function TimeTable({ tally, counting }: { tally: Tally; counting: Counting }) {
  const rows = timeRows(tally, counting);
  const totalMs = rows.reduce((sum, { ms }) => sum + ms, 0);
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="text-left text-xs text-muted">
          <th scope="col" className="py-2 pr-2 font-normal">Kind</th>
          <th scope="col" className="px-2 py-2 text-right font-normal">Minutes</th>
          <th scope="col" className="hidden px-2 py-2 text-right font-normal @lg:table-cell">Time</th>
          <th scope="col" className="hidden px-2 py-2 text-right font-normal @md:table-cell">Share</th>
          <th scope="col" className="py-2 pl-4 font-normal">Rule</th>
        </tr>
      </thead>
      <tbody className="divide-y border-t">
        {rows.map(({ kind, word, ms, share, countsAs, isLost }) => (
          <tr key={kind} className={cn('break-inside-avoid', ms === 0 && 'text-muted')}>
            <th scope="row" className="py-1.5 pr-2 text-left font-normal">
              <span className="inline-flex items-center gap-2">
                {kind === 'up' ? <CheckMark state="up" /> : <KindMark kind={kind} />}
                {word}
              </span>
            </th>
            <td className="px-2 py-1.5 text-right whitespace-nowrap">{minutesWords(ms, isLost)}</td>
            <td className="hidden px-2 py-1.5 text-right whitespace-nowrap @lg:table-cell">{lengthWords(ms)}</td>
            <td className="hidden px-2 py-1.5 text-right whitespace-nowrap @md:table-cell">{shareWords(share)}</td>
            <td className="py-1.5 pl-4">{countsAs}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr className="break-inside-avoid border-t border-line-strong font-medium">
          <th scope="row" className="py-1.5 pr-2 text-left font-medium">Together</th>
          <td className="px-2 py-1.5 text-right whitespace-nowrap">{minutesWords(totalMs)}</td>
          <td className="hidden px-2 py-1.5 text-right whitespace-nowrap @lg:table-cell">{lengthWords(totalMs)}</td>
          <td className="hidden px-2 py-1.5 text-right whitespace-nowrap @md:table-cell">{totalMs > 0 ? '100 %' : '0 %'}</td>
          <td />
        </tr>
      </tfoot>
    </table>
  );
}

import Link from 'next/link';
import { stretched } from '@/components/alerts/alert-row';
import { formatPercent } from '@/components/sla/figures';
import { StandingMark } from '@/components/sla/standing-mark';
import { Since } from '@/components/time/since';
import { cn } from '@/components/ui/cn';
import type { StatementSummary } from '@/lib/statements/schemas';
import { outcomeOf } from './outcome-words';
import { customerWords, monthWords, worstFirst } from './statement-words';

const mostShown = 3;

/** One issued statement: what it is about, and how it came out. The whole of it leads to the statement. */
export function StatementRow({ statement, nowMs }: { statement: StatementSummary; nowMs: number }) {
  const { id, number, serviceName, customer, month, replaces, replacedBy, issuedAt, issuedBy, objectives } = statement;
  const shown = worstFirst(objectives).slice(0, mostShown);
  return (
    <article
      data-statement={number}
      aria-label={`Statement ${number}`}
      className="relative grid grid-cols-1 gap-x-6 gap-y-2 px-4 py-3 hover:bg-sunken md:grid-cols-[minmax(0,4fr)_minmax(0,5fr)_minmax(7rem,2fr)] md:items-start"
    >
      <div className="min-w-0">
        <Link href={`/sla/statements/${id}`} prefetch={false} className={cn('block text-base leading-6 font-medium break-words sm:text-sm sm:leading-5', replacedBy !== null && 'text-muted', stretched)}>
          {serviceName}, {monthWords(month)}
        </Link>
        <p className="text-xs break-words text-muted">
          No. {number}, for {customerWords(customer)}
          {replaces === null ? '' : `, replaces ${replaces}`}
        </p>
        {replacedBy === null ? null : <p className="mt-1 inline-block rounded-base border border-line-strong px-1.5 text-xs">Replaced by {replacedBy}</p>}
      </div>
      <ul className="flex min-w-0 flex-col gap-1">
        {shown.map((objective, index) => (
          <li key={index} className="grid grid-cols-[minmax(0,1fr)_auto_6.5rem] items-baseline gap-x-3 text-sm">
            <span className="min-w-0 truncate" title={`${objective.name}, target ${objective.target} %`}>
              {objective.name}
            </span>
            <span className="whitespace-nowrap">{formatPercent(objective.percent, objective.target)}</span>
            <StandingMark standing={outcomeOf(objective)} className="self-center text-xs" />
          </li>
        ))}
        {objectives.length > shown.length ? <li className="text-xs text-muted">and {objectives.length - shown.length} more</li> : null}
      </ul>
      <p className="min-w-0 text-xs text-muted md:text-right">
        Issued <Since atMs={issuedAt} nowMs={Math.max(nowMs, issuedAt)} form="ago" />
        <span className="block [overflow-wrap:anywhere] max-md:ml-1 max-md:inline">by {issuedBy}</span>
      </p>
    </article>
  );
}

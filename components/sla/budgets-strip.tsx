'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useLiveQueries } from '@/components/realtime/use-live-queries';
import { messageOf } from '@/lib/errors';
import { BudgetBar } from './budget-bar';
import { formatPercent, shownUnit } from './figures';
import { byStanding, standingOf } from './objective-words';
import { slaKey, worstObjectivesQuery } from './sla-queries';
import { StandingMark } from './standing-mark';

const [shownObjectives, askedObjectives] = [4, 40];

/** The error budgets that stand worst, for a page that has another subject. Nothing, when there is no objective. */
export function BudgetsStrip() {
  useLiveQueries('checks:changed', slaKey);
  const { data, error } = useQuery(worstObjectivesQuery(askedObjectives));
  if (error && !data) {
    return (
      <p role="alert" className="text-sm text-muted">
        The error budgets could not be read. {messageOf(error)}
      </p>
    );
  }
  if (!data || data.objectives.length === 0) return null;
  const shown = byStanding(data.objectives).slice(0, shownObjectives);
  return (
    <section aria-labelledby="budgets-title" data-stale={error ? true : undefined} className="rounded-base border bg-surface">
      <header className="flex items-center justify-between gap-3 px-4 pt-2">
        <h2 id="budgets-title" className="text-sm font-medium">
          Error budgets
        </h2>
        <Link href="/sla" className="inline-flex h-11 items-center text-sm text-muted hover:text-ink sm:h-7">
          {data.total > shown.length ? `See all ${data.total.toLocaleString('en')}` : 'See all'}
        </Link>
      </header>
      <ul className="grid grid-cols-1 pb-1 sm:grid-cols-2 xl:grid-cols-4">
        {shown.map((objective) => (
          <li key={objective.id} className="min-w-0">
            <Link href={`/sla/${objective.id}`} prefetch={false} className="flex h-full min-w-0 flex-col gap-1 rounded-base px-4 py-2 hover:bg-sunken focus-visible:-outline-offset-2">
              <span className="flex items-baseline justify-between gap-2">
                <span className="min-w-0 truncate text-sm font-medium">{objective.settings.name}</span>
                <span className="shrink-0 text-sm whitespace-nowrap stale:text-muted">{formatPercent(objective.percent, objective.settings.target)}</span>
              </span>
              <StandingMark standing={standingOf(objective)} className="text-xs" />
              <BudgetBar budget={objective.budget} unit={shownUnit(objective)} standing={standingOf(objective)} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

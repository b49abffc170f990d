import Link from 'next/link';
import type { ReactNode } from 'react';
import type { DayFigures, ObjectiveView } from '@/lib/sla/schemas';
import { BudgetBar } from './budget-bar';
import { BurnFigures } from './burn-figures';
import { DayStrip } from './day-strip';
import { FiguresLine } from './figures-line';
import { formatPercent, shownUnit } from './figures';
import { countedWords, notFullWords, sliWords, standingOf, windowName } from './objective-words';
import { StandingMark } from './standing-mark';

interface ObjectiveCardProps {
  objective: ObjectiveView;
  history: readonly DayFigures[];
  nowMs: number;
}

/** An objective at a glance: how it stands, what is left, how fast it goes, and the last ninety days. */
export function ObjectiveCard({ objective, history, nowMs }: ObjectiveCardProps) {
  const { id, settings, serviceName, window, percent, budget, figures } = objective;
  const standing = standingOf(objective);
  const notFull = notFullWords(window, settings.timeZone);
  return (
    <article data-objective={settings.name} aria-labelledby={`objective-${id}`} className="relative grid min-w-0 grid-cols-1 gap-x-6 gap-y-4 p-4 md:grid-cols-2 xl:grid-cols-[minmax(0,2.2fr)_minmax(0,2fr)_minmax(0,2fr)_minmax(0,3.4fr)]">
      <div className="flex min-w-0 flex-col gap-1">
        <StandingMark standing={standing} />
        <h2 id={`objective-${id}`} className="min-w-0 text-base font-semibold break-words">
          <Link data-stop href={`/sla/${id}`} prefetch={false} className="after:absolute after:inset-0 hover:underline focus-visible:outline-none focus-visible:after:rounded-base focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-ink">
            {settings.name}
          </Link>
        </h2>
        <Link href={`/services/${settings.serviceId}`} prefetch={false} className="relative z-10 -my-3.5 self-start py-3.5 text-xs font-medium break-words hover:underline sm:my-0 sm:py-0">
          {serviceName}
        </Link>
        <p className="text-xs text-pretty text-muted">{sliWords(settings.sli)}</p>
      </div>
      <Cell label={windowName(settings.window, window.from, settings.timeZone)}>
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className={percent === null ? 'text-base text-muted' : 'text-xl font-semibold tracking-tight whitespace-nowrap stale:text-muted'}>{formatPercent(percent, settings.target)}</span>
          <span className="text-sm whitespace-nowrap text-muted">target {settings.target} %</span>
        </p>
        <p className="text-xs text-pretty text-muted first-letter:uppercase">{countedWords(settings)}</p>
        {notFull ? <p className="text-xs text-pretty">{notFull}</p> : null}
      </Cell>
      <Cell label="Error budget">
        <BudgetBar budget={budget} unit={shownUnit(objective)} standing={standing} />
        <p className="mt-1 text-xs text-muted">Burn rate</p>
        <BurnFigures burnRate={budget.burnRate} />
      </Cell>
      <Cell label="Last 90 days">
        <DayStrip history={history} target={settings.target} className="relative z-10" />
        <FiguresLine figures={figures} target={settings.target} measuredFrom={window.measuredFrom} nowMs={nowMs} />
      </Cell>
    </article>
  );
}

function Cell({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <p className="text-xs text-muted first-letter:uppercase">{label}</p>
      {children}
    </div>
  );
}

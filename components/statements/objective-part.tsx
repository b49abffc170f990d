import type { ReactNode } from 'react';
import { formatPercent } from '@/components/sla/figures';
import { StandingMark } from '@/components/sla/standing-mark';
import type { StatementBody, StatementObjective } from '@/lib/statements/schemas';
import { MonthDays } from './month-days';
import { isSoFar, outcomeOf } from './outcome-words';
import { budgetLeftWords, keptWords, lostWords } from './statement-figures';
import { countingSentence, missingDaysWords, notFullMonthWords } from './statement-words';
import { StretchTable } from './stretch-table';
import { TimeTable } from './time-table';

interface ObjectivePartProps {
  objective: StatementObjective;
  statement: StatementBody;
  Heading: 'h2' | 'h3';
  Subheading: 'h3' | 'h4';
}

/** One objective in the month: what was asked, what came out, and every minute that was not simply up. */
export function ObjectivePart({ objective, statement, Heading, Subheading }: ObjectivePartProps) {
  const { name, measure, target, percent, amount, budget, tally, counting, days, measuredFrom } = objective;
  return (
    <section aria-label={name} className="flex min-w-0 flex-col gap-5 border-t pt-6 print:gap-4 print:pt-4">
      <div className="flex min-w-0 flex-col gap-4 break-inside-avoid">
        <div className="min-w-0">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1">
            <Heading className="min-w-0 text-lg font-semibold [overflow-wrap:anywhere]">{name}</Heading>
            <StandingMark standing={outcomeOf(objective, isSoFar(statement))} className="self-center whitespace-normal" />
          </div>
          <p className="text-sm break-words text-muted">{measure}</p>
        </div>
        <dl className="grid grid-cols-2 gap-x-6 gap-y-3 text-sm @lg:grid-cols-5">
          <Figure name="Result" isLarge>
            {formatPercent(percent, target)}
          </Figure>
          <Figure name="Target">{target} %</Figure>
          <Figure name="Error budget">{keptWords(budget.total, amount.unit)}</Figure>
          <Figure name="Spent">{budget.spent > 0 ? lostWords(budget.spent, amount.unit) : 'nothing'}</Figure>
          <Figure name="Left">
            <span className={budget.left < 0 ? 'font-medium text-critical' : undefined}>{budgetLeftWords(objective)}</span>
          </Figure>
        </dl>
        <p className="text-sm text-pretty">
          {[countingSentence(objective), notFullMonthWords(measuredFrom, statement), missingDaysWords(objective)].filter(Boolean).join(' ')}
        </p>
      </div>
      <Part title={tally ? 'Time of each kind' : 'What was counted'} Subheading={Subheading} isWhole>
        {tally ? <TimeTable tally={tally} counting={counting} /> : <Events amount={amount} />}
      </Part>
      {days.length > 0 ? (
        <Part title="Day by day" Subheading={Subheading} isWhole>
          <MonthDays objective={objective} month={statement.month} />
        </Part>
      ) : null}
      {tally ? (
        <Part title="What was lost or left out" Subheading={Subheading}>
          <StretchTable objective={objective} zone={statement.timeZone} hasReasons={statement.hasReasons} />
        </Part>
      ) : null}
    </section>
  );
}

function Figure({ name, isLarge = false, children }: { name: string; isLarge?: boolean; children: ReactNode }) {
  return (
    <div className={isLarge ? 'col-span-2 min-w-0 @lg:col-span-1' : 'min-w-0'}>
      <dt className="text-xs text-muted">{name}</dt>
      <dd className={isLarge ? 'text-xl leading-7 font-semibold tracking-tight whitespace-nowrap' : 'pt-1'}>{children}</dd>
    </div>
  );
}

/** A heading stays with what it is the heading of; a short part is not torn apart between pages. */
function Part({ title, Subheading, isWhole = false, children }: { title: string; Subheading: 'h3' | 'h4'; isWhole?: boolean; children: ReactNode }) {
  return (
    <div className={isWhole ? 'flex min-w-0 flex-col gap-2 break-inside-avoid' : 'flex min-w-0 flex-col gap-2'}>
      <Subheading className="break-after-avoid text-sm font-medium">{title}</Subheading>
      {children}
    </div>
  );
}

function Events({ amount: { good, bad, unit } }: Pick<StatementObjective, 'amount'>) {
  return (
    <p className="text-sm">
      {good + bad > 0 ? `${keptWords(good, unit)} good and ${lostWords(bad, unit)} bad, of ${keptWords(good + bad, unit)}. Events are counted, not listed one by one.` : 'Nothing was counted.'}
    </p>
  );
}

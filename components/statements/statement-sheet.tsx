import Link from 'next/link';
import type { ReactNode } from 'react';
import { formatPercent } from '@/components/sla/figures';
import { StandingMark } from '@/components/sla/standing-mark';
import { formatAbsolute } from '@/components/time/format';
import { StateIcon } from '@/components/ui/state';
import type { StatementBody, StatementDocument } from '@/lib/statements/schemas';
import { IncidentTable } from './incident-table';
import { ObjectivePart } from './objective-part';
import { isSoFar, outcomeOf, outcomeWords } from './outcome-words';
import { customerWords, momentWords, monthWords } from './statement-words';
import { statementsSearch } from './statements-state';

interface Issued extends Pick<StatementDocument, 'number' | 'replaces' | 'issuedAt' | 'issuedBy'> {
  replacedBy: number | null;
}

interface StatementSheetProps {
  statement: StatementBody;
  /** Null while it is only looked at. */
  issued: Issued | null;
  /** Of its title; what is below goes one further. */
  level: 1 | 2;
  /** What stands at its end. */
  children?: ReactNode;
}

/** A statement as its customer gets it: on the screen a sheet, on paper nothing but its words. */
export function StatementSheet({ statement, issued, level, children }: StatementSheetProps) {
  const Title = `h${level}` as const;
  const Heading = `h${level === 1 ? 2 : 3}` as const;
  const { issuer, service, month, objectives, timeZone } = statement;
  const outcome = outcomeWords(objectives, isSoFar(statement));
  return (
    <article aria-label={issued ? `Statement ${issued.number}` : 'What the statement would say'} data-sheet className="@container w-full max-w-4xl min-w-0 rounded-base border bg-surface print:max-w-none print:rounded-none print:border-0">
      <div className="flex min-w-0 flex-col gap-8 p-4 @2xl:p-10 print:gap-6 print:p-0">
        <header className="flex min-w-0 flex-col gap-6 print:gap-4">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line-strong pb-3">
            <p className="min-w-0 text-base font-semibold break-words">{issuer}</p>
            <p className="text-sm text-muted">{issued ? `Statement No. ${issued.number}` : 'Not issued yet'}</p>
          </div>
          <Title className="min-w-0 break-words">
            <span className="block text-sm text-muted">Service level statement</span>
            <span className="sr-only">: </span>
            <span className="block text-3xl font-semibold tracking-tight text-balance">
              {service.name}, {monthWords(month)}
            </span>
          </Title>
          <Letterhead statement={statement} issued={issued} />
          {issued === null || issued.replacedBy === null ? null : (
            <p className="flex items-start gap-2 rounded-base border border-warning-fill bg-warning-soft px-3 py-2 text-sm">
              <StateIcon state="warning" className="mt-0.5" />
              <span>
                Replaced by <SameMonth statement={statement}>statement {issued.replacedBy}</SameMonth>: this one no longer holds.
              </span>
            </p>
          )}
        </header>
        <section aria-label="Outcome" className="flex min-w-0 flex-col gap-3 break-inside-avoid">
          <p className="flex items-start gap-2 text-base font-semibold">
            <StateIcon state={outcome.state} className="mt-0.5 size-5" />
            <span className="min-w-0 break-words">{outcome.sentence}</span>
          </p>
          {objectives.length > 1 ? <Outcomes statement={statement} /> : null}
        </section>
        {objectives.map((objective) => (
          <ObjectivePart key={objective.id} objective={objective} statement={statement} Heading={Heading} Subheading={level === 1 ? 'h3' : 'h4'} />
        ))}
        {statement.incidents ? <IncidentTable incidents={statement.incidents} statement={statement} Heading={Heading} /> : null}
        <p className="text-xs text-pretty text-muted">
          All times are those of {timeZone}. Percentages and minutes are cut, never rounded up; minutes that were lost are never rounded down.
          {statement.hasReasons ? '' : ' The reasons that the checks gave are not part of this statement.'}
        </p>
        {children}
      </div>
    </article>
  );
}

function Letterhead({ statement, issued }: Pick<StatementSheetProps, 'statement' | 'issued'>) {
  const { service, customer, from, to, timeZone, measuredUntil } = statement;
  return (
    <dl className="grid min-w-0 grid-cols-1 gap-x-8 gap-y-3 text-sm @lg:grid-cols-2">
      <Fact name="Service">
        {service.name}, tier {service.tier}
      </Fact>
      <Fact name="For">{customerWords(customer)}</Fact>
      <Fact name="Period">
        {momentWords(from, timeZone)} to {momentWords(to, timeZone)}
        <span className="block text-xs text-muted">Time zone {timeZone}</span>
        {isSoFar(statement) ? <span className="block text-xs font-medium">So far: counted until {formatAbsolute(measuredUntil, timeZone)}</span> : null}
      </Fact>
      <Fact name="Issued">
        {issued ? (
          <>
            {formatAbsolute(issued.issuedAt, timeZone)}
            <span className="block text-xs break-words text-muted">by {issued.issuedBy}</span>
          </>
        ) : (
          'Not yet'
        )}
      </Fact>
      {issued === null || issued.replaces === null ? null : (
        <Fact name="Replaces">
          <SameMonth statement={statement}>Statement {issued.replaces}</SameMonth>
        </Fact>
      )}
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-muted">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

/** The way to all statements for the same service, customer and month. */
function SameMonth({ statement: { service, customer, month }, children }: { statement: StatementBody; children: ReactNode }) {
  return (
    <Link href={`/sla/statements${statementsSearch({ serviceId: service.id, customer, month, page: 0 })}`} className="-my-3 inline-block py-3 font-medium underline underline-offset-4 print:no-underline">
      {children}
    </Link>
  );
}

function Outcomes({ statement }: Pick<StatementSheetProps, 'statement'>) {
  return (
    <table className="w-full text-sm">
      <thead>
        <tr className="text-left text-xs text-muted">
          <th scope="col" className="py-2 pr-2 font-normal">Objective</th>
          <th scope="col" className="hidden px-2 py-2 text-right font-normal @md:table-cell">Target</th>
          <th scope="col" className="px-2 py-2 text-right font-normal">Result</th>
          <th scope="col" className="py-2 pl-2 font-normal">Outcome</th>
        </tr>
      </thead>
      <tbody className="divide-y border-y">
        {statement.objectives.map((objective) => (
          <tr key={objective.id} className="break-inside-avoid">
            <th scope="row" className="py-2 pr-2 text-left font-medium [overflow-wrap:anywhere]">{objective.name}</th>
            <td className="hidden px-2 py-2 text-right whitespace-nowrap @md:table-cell">{objective.target} %</td>
            <td className="px-2 py-2 text-right whitespace-nowrap">{formatPercent(objective.percent, objective.target)}</td>
            <td className="py-2 pl-2">
              <StandingMark standing={outcomeOf(objective, isSoFar(statement))} className="whitespace-normal" />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

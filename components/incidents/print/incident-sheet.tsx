import type { ReactNode } from 'react';
import { formatAbsolute, formatDuration } from '@/components/time/format';
import { isOpen } from '@/lib/incidents/life-cycle';
import { incidentRoles, milestones, type TimelineEntry } from '@/lib/incidents/schemas';
import type { IncidentData } from '../detail/incident-data';
import { durationOf, intervalsOf } from '../detail/intervals';
import { Markdown } from '../detail/markdown';
import { useIncidentSeverities } from '../incident-queries';
import { incidentStateWord, milestoneWord, roleWord, severityShown } from '../incident-words';
import { SheetTasks } from './sheet-tasks';
import { SheetTimeline } from './sheet-timeline';

interface IncidentSheetProps {
  data: IncidentData;
  tenant: string;
  zone: string;
  /** When what it says was read. */
  printedMs: number;
  /** Null: it is left out. */
  timeline: { entries: readonly TimelineEntry[]; isCut: boolean } | null;
}

/** Facts, impact, review, actions, tasks and timeline of an incident, in the order in which somebody reads who was not there. */
export function IncidentSheet({ data, tenant, zone, printedMs, timeline }: IncidentSheetProps) {
  const { incident, impact, review, tasks } = data;
  const severities = useIncidentSeverities();
  const actions = tasks.filter(({ kind }) => kind === 'action');
  const work = tasks.filter(({ kind }) => kind === 'task');
  return (
    <article aria-label={`Incident ${incident.number}`} className="@container w-full max-w-4xl min-w-0 rounded-base border bg-surface print:max-w-none print:rounded-none print:border-0">
      <div className="flex min-w-0 flex-col gap-8 p-4 @2xl:p-10 print:gap-6 print:p-0">
        <header className="flex min-w-0 flex-col gap-5">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 border-b border-line-strong pb-3">
            <p className="min-w-0 text-base font-semibold break-words">{tenant}</p>
            <p className="text-sm text-muted">Incident #{incident.number}</p>
          </div>
          <h1 className="min-w-0 text-3xl font-semibold tracking-tight text-balance break-words">{incident.title}</h1>
          <dl className="grid min-w-0 grid-cols-2 gap-x-8 gap-y-3 text-sm @lg:grid-cols-3 print:grid-cols-3">
            <Fact name="Severity">{severityShown(severities, incident.severity).name}</Fact>
            <Fact name="State">{incidentStateWord[incident.state]}</Fact>
            <Fact name={isOpen(incident.state) ? 'Open for' : 'Lasted'}>{formatDuration(durationOf(incident, printedMs))}</Fact>
            {incidentRoles.map((role) => (incident.roles[role] ? <Fact key={role} name={roleWord[role]}>{incident.roles[role].name}</Fact> : null))}
            {incident.team ? <Fact name="Team">{incident.team}</Fact> : null}
            {incident.services.length > 0 ? <Fact name="Services">{incident.services.map(({ name }) => name).join(', ')}</Fact> : null}
          </dl>
        </header>
        {incident.summary.trim() === '' ? null : (
          <Part title="Summary">
            <Markdown text={incident.summary} />
          </Part>
        )}
        <Part title="Times">
          <table className="w-full text-sm">
            <tbody className="divide-y border-y">
              {milestones.map((milestone) => {
                const at = incident.times[milestone];
                return <Row key={milestone} name={milestoneWord[milestone]} value={at === null ? 'Not known' : formatAbsolute(at, zone)} />;
              })}
              {intervalsOf(incident, printedMs).map(({ name, lengthMs, isRunning }) => (
                <Row key={name} name={name} value={lengthMs === null ? 'Not known' : `${formatDuration(lengthMs)}${isRunning ? ' so far' : ''}`} />
              ))}
            </tbody>
          </table>
        </Part>
        {impact.length === 0 ? null : (
          <Part title="Impact">
            <table className="w-full text-sm">
              <thead>
                <tr className="text-left text-xs text-muted">
                  <th scope="col" className="py-2 pr-3 font-normal">Service</th>
                  <th scope="col" className="px-3 py-2 font-normal">From</th>
                  <th scope="col" className="px-3 py-2 font-normal">To</th>
                  <th scope="col" className="py-2 pl-3 font-normal">How</th>
                </tr>
              </thead>
              <tbody className="divide-y border-y">
                {impact.map(({ serviceId, serviceName, from, to, ms, degree, source, reason }) => (
                  <tr key={serviceId} className="break-inside-avoid align-top">
                    <th scope="row" className="py-2 pr-3 text-left font-medium [overflow-wrap:anywhere]">{serviceName}</th>
                    <td className="px-3 py-2">{formatAbsolute(from, zone)}</td>
                    <td className="px-3 py-2">{to === null ? 'it goes on' : formatAbsolute(to, zone)}</td>
                    <td className="py-2 pl-3">
                      {degree}, {formatDuration(ms)}
                      <span className="block text-xs text-muted [overflow-wrap:anywhere]">{source === 'checks' ? 'as the checks say' : `edited: ${reason}`}</span>
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </Part>
        )}
        {review && review.text.trim() !== '' ? (
          <Part title="Review">
            <Markdown text={review.text} />
          </Part>
        ) : null}
        {actions.length === 0 ? null : (
          <Part title="Actions">
            <SheetTasks tasks={actions} zone={zone} />
          </Part>
        )}
        {work.length === 0 ? null : (
          <Part title="Tasks">
            <SheetTasks tasks={work} zone={zone} />
          </Part>
        )}
        {timeline ? (
          <Part title="Timeline">
            <SheetTimeline entries={timeline.entries} isCut={timeline.isCut} zone={zone} />
          </Part>
        ) : null}
        <p className="border-t pt-3 text-xs text-muted">
          As of {formatAbsolute(printedMs, zone)}. All times are those of {zone}.
        </p>
      </div>
    </article>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex min-w-0 flex-col gap-3">
      <h2 className="break-after-avoid text-lg font-semibold">{title}</h2>
      {children}
    </section>
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

function Row({ name, value }: { name: string; value: string }) {
  return (
    <tr className="break-inside-avoid">
      <th scope="row" className="w-44 py-1.5 pr-3 text-left font-normal text-muted">
        {name}
      </th>
      <td className="py-1.5">{value}</td>
    </tr>
  );
}

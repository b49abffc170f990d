'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { answerSize, openIncidentsQuery, useIncidentSeverities, useLiveIncidents } from '@/components/incidents/incident-queries';
import { beganAt, byWorst, incidentAnswer, namesShort, openCount, type IncidentAnswer } from '@/components/incidents/incident-words';
import { IncidentSeverityMark } from '@/components/incidents/severity-mark';
import { IncidentStateMark } from '@/components/incidents/state-mark';
import { Since } from '@/components/time/since';
import { messageOf } from '@/lib/errors';
import { LeadMark } from './lead-mark';

const shownIncidents = 5;

/** The open incidents in one sentence; null when none is open, or while it is not known. */
export function useIncidentAnswer(): IncidentAnswer | null {
  const { data } = useQuery(openIncidentsQuery(answerSize));
  const severities = useIncidentSeverities();
  return data && data.incidents.length > 0 ? incidentAnswer(data.incidents, openCount(data.counts), severities) : null;
}

/** The open incidents with since when and who leads, for a page that has another subject. Nothing, when none is open. */
export function OpenIncidents() {
  useLiveIncidents();
  const { data, error } = useQuery(openIncidentsQuery(answerSize));
  const severities = useIncidentSeverities();
  if (error && !data) {
    return (
      <p role="alert" className="text-sm text-muted">
        The incidents could not be read. {messageOf(error)}
      </p>
    );
  }
  if (!data || data.incidents.length === 0) return null;
  const total = openCount(data.counts);
  const shown = byWorst(data.incidents, severities).slice(0, shownIncidents);
  return (
    <section aria-labelledby="open-incidents-title" className="rounded-base border bg-surface">
      <header className="flex items-center justify-between gap-3 px-4 pt-2">
        <h2 id="open-incidents-title" className="text-sm font-medium">
          Open incidents
        </h2>
        <Link href="/incidents" className="inline-flex h-11 items-center text-sm text-muted hover:text-ink sm:h-7">
          {total > shown.length ? `See all ${total.toLocaleString('en')}` : 'See all'}
        </Link>
      </header>
      <ul className="pb-1">
        {shown.map((incident) => (
          <li key={incident.id} className="border-t first:border-t-0">
            <Link href={`/incidents/${incident.id}`} prefetch={false} className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-sunken focus-visible:-outline-offset-2">
              <IncidentSeverityMark severities={severities} severity={incident.severity} className="sm:w-20" />
              <span className="min-w-0 flex-1 basis-48 text-sm break-words">
                <span className="text-muted">#{incident.number}</span> <span className="font-medium">{incident.title}</span>
                {incident.services.length > 0 ? <span className="text-muted"> {namesShort(incident.services.map(({ name }) => name))}</span> : null}
              </span>
              <IncidentStateMark state={incident.state} className="sm:w-24" />
              <LeadMark incident={incident} className="text-xs sm:w-32" />
              <span className="text-xs whitespace-nowrap text-muted sm:w-20 sm:text-right">
                <Since atMs={beganAt(incident)} nowMs={data.at} form="for" />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

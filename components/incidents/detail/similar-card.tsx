import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { formatDuration } from '@/components/time/format';
import { Since } from '@/components/time/since';
import { Card, CardHeader } from '@/components/ui/card';
import { isOpen } from '@/lib/incidents/life-cycle';
import { similarIncidentsQuery, useIncidentSeverities } from '../incident-queries';
import { IncidentSeverityMark } from '../severity-mark';
import { IncidentStateMark } from '../state-mark';
import { durationOf } from './intervals';

/** Earlier ones that may say what helped; nothing where there are none, or as long as they are looked for. */
export function SimilarCard({ id, nowMs }: { id: string; nowMs: number }) {
  const similar = useQuery(similarIncidentsQuery(id)).data?.incidents ?? [];
  const severities = useIncidentSeverities();
  if (similar.length === 0) return null;
  return (
    <Card aria-labelledby="similar-title">
      <CardHeader id="similar-title" title="Similar incidents" note="same services, alerts or words" />
      <ul className="divide-y border-t">
        {similar.map((incident) => (
          <li key={incident.id}>
            <Link href={`/incidents/${incident.id}`} prefetch={false} className="flex min-h-11 flex-col gap-1 px-4 py-2 hover:bg-sunken focus-visible:-outline-offset-2">
              <span className="text-sm break-words">
                <span className="text-muted">#{incident.number}</span> {incident.title}
              </span>
              <span className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs text-muted">
                <IncidentSeverityMark severities={severities} severity={incident.severity} isCalm={!isOpen(incident.state)} />
                <IncidentStateMark state={incident.state} />
                <span>
                  <Since atMs={incident.createdAt} nowMs={nowMs} form="ago" />, {isOpen(incident.state) ? 'open for' : 'took'} {formatDuration(durationOf(incident, nowMs))}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

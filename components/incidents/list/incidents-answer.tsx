'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { SeverityMark } from '@/components/alerts/alert-mark';
import { useNow } from '@/components/alerts/use-now';
import { answerSize, openIncidentsQuery, useIncidentSeverities } from '@/components/incidents/incident-queries';
import { incidentAnswer, openCount } from '@/components/incidents/incident-words';
import { Since } from '@/components/time/since';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';

const frames = {
  calm: 'border-line bg-surface',
  info: 'border-line bg-surface',
  warning: 'border-warning-fill bg-warning-soft',
  critical: 'border-critical-fill bg-critical-soft ring-1 ring-critical-fill',
};

/** The answer first: whether an incident is open, which is the worst, since when and who leads it. */
export function IncidentsAnswer({ action }: { action: ReactNode }) {
  const { data, isError, dataUpdatedAt } = useQuery(openIncidentsQuery(answerSize));
  const nowMs = useNow(data?.at ?? 0, dataUpdatedAt);
  const severities = useIncidentSeverities();
  if (!data) return isError ? <div className="flex justify-end">{action}</div> : <Skeleton className="h-22" />;
  const { tone, sentence, sinceMs } = incidentAnswer(data.incidents, openCount(data.counts), severities);
  const { toReview } = data.counts;
  return (
    <section aria-label="Answer" data-state={tone} className={cn('flex flex-wrap items-start gap-3 rounded-base border p-4', frames[tone])}>
      <SeverityMark severity={tone === 'calm' ? 'info' : tone} state={tone === 'calm' ? 'resolved' : 'firing'} className="size-6 sm:mt-1" />
      <div className="min-w-0 flex-1 basis-60">
        <p role="status" className="text-lg leading-6 font-semibold tracking-tight text-balance break-words sm:text-2xl sm:leading-8">
          {sentence}
        </p>
        <p className="text-sm text-muted">
          {sinceMs === null ? null : (
            <>
              It began <Since atMs={sinceMs} nowMs={nowMs} form="ago" />.{' '}
            </>
          )}
          {toReview > 0 ? `${toReview.toLocaleString('en')} ${toReview === 1 ? 'waits' : 'wait'} for a review.` : sinceMs === null ? 'None waits for a review.' : ''}
        </p>
      </div>
      {action ? <div className="max-sm:w-full [&>*]:max-sm:w-full">{action}</div> : null}
    </section>
  );
}

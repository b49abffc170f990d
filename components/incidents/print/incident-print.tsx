'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, FileDown, Printer } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Check } from '@/components/ui/check';
import { messageOf } from '@/lib/errors';
import { IncidentMissing, IncidentSkeleton } from '../detail/incident-states';
import { ResultBar } from '../detail/result-bar';
import { saveAsMarkdown } from '../detail/save-as-markdown';
import type { Notice } from '../detail/use-change-incident';
import { incidentQuery } from '../incident-queries';
import { IncidentSheet } from './incident-sheet';
import { wholeTimelineQuery } from './whole-timeline';

/** The incident as a document: on the screen a sheet, on paper nothing but its words. */
export function IncidentPrint({ id, tenant }: { id: string; tenant: string }) {
  const query = useQuery(incidentQuery(id));
  const timeline = useQuery(wholeTimelineQuery(id));
  const zone = useZone();
  const [hasTimeline, setHasTimeline] = useState(true);
  const [notice, setNotice] = useState<Notice | null>(null);
  const { data } = query;
  if (!data || zone === null) return query.isError ? <IncidentMissing error={query.error} onRetry={() => void query.refetch()} /> : <IncidentSkeleton />;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Link href={`/incidents/${id}`} className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7 print:hidden">
        <ArrowLeft aria-hidden className="size-4" />
        Incident #{data.incident.number}
      </Link>
      <div role="group" aria-label="What to do with the document" className="flex flex-wrap items-center gap-x-4 gap-y-2 print:hidden">
        <Button look="primary" disabled={hasTimeline && timeline.isPending} onClick={() => window.print()}>
          <Printer aria-hidden className="size-4" />
          Print or save as PDF
        </Button>
        <Button onClick={() => void saveAsMarkdown(data.incident, setNotice)}>
          <FileDown aria-hidden className="size-4" />
          Export Markdown
        </Button>
        <Check label="With the timeline" checked={hasTimeline} onChange={(event) => setHasTimeline(event.target.checked)} />
      </div>
      {timeline.isError ? (
        <p role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm print:hidden">
          The timeline could not be read. {messageOf(timeline.error)}
        </p>
      ) : null}
      <IncidentSheet data={data} tenant={tenant} zone={zone} printedMs={query.dataUpdatedAt} timeline={hasTimeline ? (timeline.data ?? null) : null} />
      <ResultBar notice={notice} onDismiss={() => setNotice(null)} />
    </div>
  );
}

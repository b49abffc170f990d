'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, BookCheck, FileDown, Printer } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { useNow } from '@/components/alerts/use-now';
import { usePeople } from '@/components/alerts/use-people';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { messageOf } from '@/lib/errors';
import { writeReview } from '@/lib/incidents/api';
import type { IncidentTask } from '@/lib/incidents/schemas';
import { ConflictDialog } from '../detail/conflict-dialog';
import type { IncidentData } from '../detail/incident-data';
import { IncidentMissing, IncidentSkeleton } from '../detail/incident-states';
import { Markdown } from '../detail/markdown';
import { ResultBar } from '../detail/result-bar';
import { saveAsMarkdown } from '../detail/save-as-markdown';
import { TaskForm } from '../detail/task-form';
import { TimesCard } from '../detail/times-card';
import { useChangeIncident, type Notice } from '../detail/use-change-incident';
import { usePresence } from '../detail/use-presence';
import { useTaskActions } from '../detail/use-task-actions';
import { ViewersLine } from '../detail/viewers-line';
import { incidentQuery, useLiveIncidents } from '../incident-queries';
import { incidentName } from '../incident-words';
import { sheetStyle } from '../sheet-style';
import { IncidentStateMark } from '../state-mark';
import { ReviewActions } from './review-actions';
import { ReviewEditor } from './review-editor';
import { useReview } from './use-review';

/** The written lesson of an incident and what comes of it. */
export function Review({ id, viewer }: { id: string; viewer: Viewer }) {
  const query = useQuery(incidentQuery(id));
  useLiveIncidents();
  const retry = () => void query.refetch();
  if (!query.data) return query.isError ? <IncidentMissing error={query.error} onRetry={retry} /> : <IncidentSkeleton />;
  return (
    <>
      {query.isError ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      <ReviewOf data={query.data} updatedAt={query.dataUpdatedAt} viewer={viewer} />
    </>
  );
}

function ReviewOf({ data, updatedAt, viewer }: { data: IncidentData; updatedAt: number; viewer: Viewer }) {
  const { incident, review: stored } = data;
  const { id, state } = incident;
  const nowMs = useNow(updatedAt, updatedAt);
  const people = usePeople(viewer);
  const [notice, setNotice] = useState<Notice | null>(null);
  const [edited, setEdited] = useState<IncidentTask | null>(null);
  const changes = useChangeIncident(id, people, setNotice);
  const tasks = useTaskActions(id, people, setNotice);
  const review = useReview(id, stored, setNotice);
  usePresence(id, review.isUnsaved);
  const canUpdate = mayCall(viewer, writeReview) && incident.mergedInto === null;
  const close = () => {
    setEdited(null);
    tasks.reset();
  };
  const finish = () => {
    const mark = () => changes.change({ base: incident, patch: { state: 'reviewed' }, refusal: 'It was not marked as reviewed.', done: 'The incident is reviewed.' });
    if (review.isUnsaved) review.save(mark);
    else mark();
  };
  // The file says what stands on the screen.
  const exportIt = () => {
    const write = () => void saveAsMarkdown(incident, setNotice);
    if (canUpdate && review.isUnsaved) review.save(write);
    else write();
  };
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <Link href={`/incidents/${id}`} className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
        <ArrowLeft aria-hidden className="size-4" />
        Incident #{incident.number}
      </Link>
      <header className="flex flex-col gap-3 lg:flex-row lg:items-start lg:justify-between">
        <div className="flex min-w-0 flex-col gap-1">
          <h1 className="text-2xl font-semibold tracking-tight break-words">Review of {incidentName(incident)}</h1>
          <p className="flex flex-wrap items-center gap-x-4">
            <IncidentStateMark state={state} className="text-sm" />
          </p>
          <ViewersLine viewers={data.viewers} selfId={viewer.id} />
        </div>
        <div role="group" aria-label="Actions" className="flex shrink-0 flex-wrap gap-2">
          {canUpdate && state === 'resolved' ? (
            <Button look="primary" pending={changes.isPending} disabled={review.isSaving || review.text.trim() === ''} onClick={finish}>
              {changes.isPending ? null : <BookCheck aria-hidden className="size-4" />}
              Mark as reviewed
            </Button>
          ) : null}
          <Button onClick={exportIt}>
            <FileDown aria-hidden className="size-4" />
            Export Markdown
          </Button>
          <Link href={`/incidents/${id}/print`} className={buttonStyle()}>
            <Printer aria-hidden className="size-4" />
            Print
          </Link>
        </div>
      </header>
      <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem]">
        {canUpdate ? (
          <ReviewEditor review={review} stored={stored} nowMs={nowMs} />
        ) : (
          <Card>
            <h2 className="px-4 pt-3 pb-2 text-sm font-medium">Review</h2>
            <div className="px-4 pb-4">{stored && stored.text.trim() !== '' ? <Markdown text={stored.text} /> : <p className="text-sm text-muted">No review was written yet.</p>}</div>
          </Card>
        )}
        <div className="flex min-w-0 flex-col gap-4">
          <h2 className="sr-only">What comes of it</h2>
          <ReviewActions tasks={data.tasks} nowMs={nowMs} canUpdate={canUpdate} actions={tasks} onEdit={setEdited} />
          <TimesCard incident={incident} nowMs={nowMs} onCorrect={null} />
        </div>
      </div>
      <Dialog open={edited !== null} onClose={close} title="Edit the action" className={sheetStyle}>
        {edited ? <TaskForm task={edited} viewer={viewer} people={people} actions={tasks} onClose={close} /> : null}
      </Dialog>
      <ConflictDialog fields={review.conflict} isPending={review.isSaving} onKeepMine={review.keepMine} onTakeTheirs={review.takeTheirs} onClose={review.leaveConflict} />
      <ConflictDialog fields={tasks.conflict?.fields ?? null} isPending={tasks.isPending} onKeepMine={tasks.keepMine} onTakeTheirs={tasks.takeTheirs} onClose={tasks.leaveConflict} />
      <ConflictDialog fields={changes.conflict?.fields ?? null} isPending={changes.isPending} onKeepMine={changes.keepMine} onTakeTheirs={changes.takeTheirs} onClose={changes.leaveConflict} />
      <ResultBar notice={notice} onDismiss={() => setNotice(null)} />
    </div>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useRef, useState } from 'react';
import { useNow } from '@/components/alerts/use-now';
import { usePeople } from '@/components/alerts/use-people';
import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { cn } from '@/components/ui/cn';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Segmented } from '@/components/ui/segmented';
import { messageOf } from '@/lib/errors';
import { updateIncident } from '@/lib/incidents/api';
import { isOpen } from '@/lib/incidents/life-cycle';
import type { IncidentRole } from '@/lib/incidents/schemas';
import { incidentQuery, useLiveIncidents } from '../incident-queries';
import { Composer } from './composer';
import { ConflictDialog } from './conflict-dialog';
import { IncidentActions } from './incident-actions';
import { IncidentDialogs, type Asked } from './incident-dialogs';
import { IncidentFacts } from './incident-facts';
import { IncidentHeading } from './incident-heading';
import { IncidentMissing, IncidentSkeleton } from './incident-states';
import { ResultBar } from './result-bar';
import { saveAsMarkdown } from './save-as-markdown';
import { Timeline } from './timeline';
import { useChangeIncident, type Notice } from './use-change-incident';
import { useDetailKeys } from './use-detail-keys';
import { usePageView } from './use-page-view';
import { usePresence } from './use-presence';
import { useTaskActions } from './use-task-actions';
import { WatchSwitch } from './watch-switch';

/** One incident: what is broken, who has it, what happened and what is still to be done. */
export function Incident({ id, viewer }: { id: string; viewer: Viewer }) {
  const query = useQuery(incidentQuery(id));
  const { data } = query;
  const nowMs = useNow(query.dataUpdatedAt, query.dataUpdatedAt);
  const people = usePeople(viewer);
  const { view, filter, setView, setFilter } = usePageView();
  const [notice, setNotice] = useState<Notice | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [isCommenting, setIsCommenting] = useState(false);
  const composer = useRef<HTMLTextAreaElement>(null);
  const changes = useChangeIncident(id, people, setNotice);
  const tasks = useTaskActions(id, people, setNotice);
  useLiveIncidents();
  usePresence(id, isCommenting || asked?.kind === 'edit' || asked?.kind === 'update');
  const canUpdate = mayCall(viewer, updateIncident);
  const incident = data?.incident;
  const canWork = canUpdate && incident?.mergedInto === null;
  const isWaiting = incident !== undefined && isOpen(incident.state) && incident.times.acknowledged === null;
  const acknowledge = () => incident && changes.change({ base: incident, patch: { isAcknowledged: true }, refusal: 'It was not acknowledged.' });
  const takeRole = (role: IncidentRole) => incident && changes.change({ base: incident, patch: { roles: { [role]: viewer.id } }, refusal: 'The role was not taken.' });
  const comment = () => {
    setView('timeline');
    // The phone shows the timeline after this, not before.
    setTimeout(() => composer.current?.focus(), 0);
  };
  // What was refused before is not the fault of what is asked for now.
  const ask = (next: Asked | null) => {
    setAsked(next);
    changes.reset();
    tasks.reset();
  };
  useDetailKeys((action) => {
    if (!canWork) return false;
    if (action === 'acknowledge') {
      if (isWaiting) acknowledge();
      return isWaiting;
    }
    if (action === 'comment') comment();
    else ask({ kind: action });
    return true;
  });
  const retry = () => void query.refetch();
  if (!data || !incident) return query.isError ? <IncidentMissing error={query.error} onRetry={retry} /> : <IncidentSkeleton />;
  const conflict = changes.conflict ?? tasks.conflict;
  const side = changes.conflict ? changes : tasks;
  return (
    <div className="flex min-w-0 flex-col gap-4 max-sm:pb-16">
      <Link href="/incidents" className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
        <ArrowLeft aria-hidden className="size-4" />
        All incidents
      </Link>
      <IncidentHeading
        data={data}
        viewer={viewer}
        nowMs={nowMs}
        canUpdate={canWork}
        isPending={changes.isPending}
        onTakeLead={() => takeRole('lead')}
        corner={<WatchSwitch id={id} isWatched={data.isWatched} say={setNotice} />}
      >
        <IncidentActions incident={incident} canUpdate={canUpdate} isPending={changes.isPending} onAcknowledge={acknowledge} onExport={() => void saveAsMarkdown(incident, setNotice)} onAsk={ask} />
      </IncidentHeading>
      {query.isError ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      <Segmented label="What to show" className="lg:hidden" value={view} onChange={setView} options={[{ value: 'timeline', label: 'Timeline' }, { value: 'facts', label: 'Tasks and facts' }]} />
      <div className="grid min-w-0 items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <div className={cn('min-w-0', view === 'facts' && 'max-lg:hidden')}>
          <Timeline id={id} nowMs={nowMs} filter={filter} onFilter={setFilter} canUpdate={canWork} say={setNotice} onCorrect={(entry) => ask({ kind: 'correct', entry })} posts={data.publication?.posts ?? []} onWithdraw={(entry, postId) => ask({ kind: 'withdraw', entry, postId })} onAddEvidence={() => ask({ kind: 'evidence' })}>
            {canWork ? <Composer id={id} ref={composer} onWriting={setIsCommenting} /> : null}
          </Timeline>
        </div>
        <div className={cn('flex min-w-0 flex-col gap-4', view === 'timeline' && 'max-lg:hidden')}>
          <h2 className="sr-only">Tasks and facts</h2>
          <IncidentFacts data={data} viewer={viewer} nowMs={nowMs} canWork={canWork} isPending={changes.isPending} tasks={tasks} say={setNotice} onTakeRole={takeRole} onAsk={ask} />
        </div>
      </div>
      <IncidentDialogs asked={asked} data={data} viewer={viewer} people={people} changes={changes} tasks={tasks} say={setNotice} onClose={() => ask(null)} />
      <ConflictDialog fields={conflict?.fields ?? null} isPending={side.isPending} onKeepMine={side.keepMine} onTakeTheirs={side.takeTheirs} onClose={side.leaveConflict} />
      <ResultBar notice={notice} onDismiss={() => setNotice(null)} />
    </div>
  );
}

import { mayCall, type Viewer } from '@/components/alerts/viewer';
import { Card, CardHeader } from '@/components/ui/card';
import { formatDuration } from '@/components/time/format';
import { declareIncident } from '@/lib/incidents/api';
import type { IncidentRole } from '@/lib/incidents/schemas';
import { AlertsCard } from './alerts-card';
import { ImpactCard } from './impact-card';
import type { IncidentData } from './incident-data';
import type { Asked } from './incident-dialogs';
import { pagingWords } from './page-form';
import { RolesCard } from './roles-card';
import { SimilarCard } from './similar-card';
import { SummaryCard } from './summary-card';
import { TasksCard } from './tasks-card';
import { TimesCard } from './times-card';
import type { Notice } from './use-change-incident';
import type { TaskActions } from './use-task-actions';

interface IncidentFactsProps {
  data: IncidentData;
  viewer: Viewer;
  nowMs: number;
  /** Whether it is still worked on, and the viewer may. */
  canWork: boolean;
  isPending: boolean;
  tasks: TaskActions;
  say: (notice: Notice | null) => void;
  onTakeRole: (role: IncidentRole) => void;
  onAsk: (asked: Asked) => void;
}

/** All that is known of the incident beside what happened. */
export function IncidentFacts({ data, viewer, nowMs, canWork, isPending, tasks, say, onTakeRole, onAsk }: IncidentFactsProps) {
  const { incident, alerts, impact } = data;
  return (
    <>
      <SummaryCard incident={incident} onEdit={canWork ? () => onAsk({ kind: 'edit' }) : null} />
      <TasksCard tasks={data.tasks} nowMs={nowMs} canUpdate={canWork} actions={tasks} onEdit={(task) => onAsk({ kind: 'task', task })} />
      <RolesCard incident={incident} selfId={viewer.id} canUpdate={canWork} isPending={isPending} onTake={onTakeRole} onHandOver={(role) => onAsk({ kind: 'role', role })} />
      {incident.paging ? (
        <Card aria-labelledby="paging-title">
          <CardHeader id="paging-title" title="Paging" />
          <p className="px-4 pb-3 text-sm">
            {pagingWords(incident.paging)}
            {incident.paging.nextAt !== null && incident.paging.nextAt > nowMs ? ` The next step is in ${formatDuration(incident.paging.nextAt - nowMs)}.` : ''}
          </p>
        </Card>
      ) : null}
      <AlertsCard incident={incident} alerts={alerts} nowMs={nowMs} canUpdate={canWork} say={say} onAdd={() => onAsk({ kind: 'add alerts' })} onSplit={mayCall(viewer, declareIncident) ? (alertIds) => onAsk({ kind: 'split', alertIds }) : null} />
      <ImpactCard impact={impact} onEdit={canWork ? (row) => onAsk({ kind: 'impact', row }) : null} />
      <TimesCard incident={incident} nowMs={nowMs} onCorrect={canWork ? (milestone) => onAsk({ kind: 'time', milestone }) : null} />
      <SimilarCard id={incident.id} nowMs={nowMs} />
    </>
  );
}

import { Card, CardHeader } from '@/components/ui/card';
import type { IncidentTask } from '@/lib/incidents/schemas';
import { TaskList } from '../detail/task-list';
import type { TaskActions } from '../detail/use-task-actions';

interface ReviewActionsProps {
  tasks: readonly IncidentTask[];
  nowMs: number;
  canUpdate: boolean;
  actions: TaskActions;
  onEdit: (task: IncidentTask) => void;
}

/** What will be done so that it does not happen again, by whom and until when. */
export function ReviewActions({ tasks, nowMs, canUpdate, actions, onEdit }: ReviewActionsProps) {
  const own = tasks.filter(({ kind }) => kind === 'action');
  const open = own.filter(({ doneAt }) => doneAt === null);
  const loose = open.filter(({ owner, dueAt }) => owner === null || dueAt === null).length;
  return (
    <Card aria-labelledby="actions-title">
      <CardHeader id="actions-title" title="Actions" note={own.length > 0 ? `${own.length - open.length} of ${own.length} done` : undefined} />
      <p className="px-4 pb-3 text-sm text-muted">
        {own.length === 0 ? 'No actions yet. ' : loose > 0 ? `${loose === 1 ? 'One has' : `${loose} have`} no owner or no date. ` : ''}
        {canUpdate && (own.length === 0 || loose > 0) ? 'An action with an owner and a date is chased until it is done.' : ''}
      </p>
      <TaskList kind="action" label="Actions" tasks={own} nowMs={nowMs} canUpdate={canUpdate} actions={actions} onEdit={onEdit} />
    </Card>
  );
}

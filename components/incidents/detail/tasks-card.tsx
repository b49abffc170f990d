import { Card, CardHeader } from '@/components/ui/card';
import type { IncidentTask } from '@/lib/incidents/schemas';
import { TaskList } from './task-list';
import type { TaskActions } from './use-task-actions';

interface TasksCardProps {
  tasks: readonly IncidentTask[];
  nowMs: number;
  canUpdate: boolean;
  actions: TaskActions;
  onEdit: (task: IncidentTask) => void;
}

/** The checklist of the incident and how far it came. */
export function TasksCard({ tasks, nowMs, canUpdate, actions, onEdit }: TasksCardProps) {
  const own = tasks.filter(({ kind }) => kind === 'task');
  const done = own.filter(({ doneAt }) => doneAt !== null).length;
  return (
    <Card aria-labelledby="tasks-title">
      <CardHeader id="tasks-title" title="Tasks" note={own.length > 0 ? `${done} of ${own.length} done` : undefined} />
      {own.length > 0 ? (
        <div className="px-4 pb-3">
          <div role="progressbar" aria-label="Tasks done" aria-valuemin={0} aria-valuemax={own.length} aria-valuenow={done} className="h-1.5 overflow-hidden rounded-base bg-sunken">
            <div className="h-full bg-ink" style={{ width: `${(done / own.length) * 100}%` }} />
          </div>
        </div>
      ) : (
        <p className="px-4 pb-3 text-sm text-muted">No tasks.{canUpdate ? ' What somebody has to do next stands here, so that nobody does it twice.' : ''}</p>
      )}
      <TaskList kind="task" label="Tasks" tasks={own} nowMs={nowMs} canUpdate={canUpdate} actions={actions} onEdit={onEdit} />
    </Card>
  );
}

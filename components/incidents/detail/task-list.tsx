'use client';

import { CalendarClock, Pencil, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { formatDuration } from '@/components/time/format';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { messageOf } from '@/lib/errors';
import { incidentLimits, type IncidentTask } from '@/lib/incidents/schemas';
import type { TaskActions } from './use-task-actions';

interface TaskListProps {
  /** Of which kind new ones are. */
  kind: IncidentTask['kind'];
  label: string;
  tasks: readonly IncidentTask[];
  nowMs: number;
  canUpdate: boolean;
  actions: TaskActions;
  onEdit: (task: IncidentTask) => void;
}

/** Tasks to tick off, and a line to write the next one. */
export function TaskList({ kind, label, tasks, nowMs, canUpdate, actions, onEdit }: TaskListProps) {
  return (
    <>
      {tasks.length === 0 ? null : (
        <ul aria-label={label} className="divide-y border-t">
          {tasks.map((task) => (
            <TaskRow key={task.id} task={task} nowMs={nowMs} canUpdate={canUpdate} actions={actions} onEdit={() => onEdit(task)} />
          ))}
        </ul>
      )}
      {canUpdate && tasks.length < incidentLimits.tasks ? <NewTask kind={kind} actions={actions} /> : null}
    </>
  );
}

interface TaskRowProps extends Pick<TaskListProps, 'nowMs' | 'canUpdate' | 'actions'> {
  task: IncidentTask;
  onEdit: () => void;
}

function TaskRow({ task, nowMs, canUpdate, actions, onEdit }: TaskRowProps) {
  const { text, owner, dueAt, doneAt, doneBy } = task;
  const isDone = doneAt !== null;
  const isLate = !isDone && dueAt !== null && dueAt < nowMs;
  return (
    <li className="flex min-h-11 items-start gap-1 py-1 pr-2 pl-4">
      <label className="flex min-h-11 min-w-0 flex-1 items-start gap-3 py-2 sm:min-h-9">
        <input type="checkbox" checked={isDone} disabled={!canUpdate} onChange={(event) => actions.update({ base: task, patch: { isDone: event.target.checked } })} className="mt-0.5 size-4 shrink-0 accent-ink" />
        <span className="min-w-0">
          <span className={cn('block text-sm break-words', isDone && 'text-muted line-through')}>{text}</span>
          <span className="flex flex-wrap gap-x-3 text-xs text-muted">
            {owner ? <span>{owner.name}</span> : null}
            {isDone ? <span>done{doneBy ? ` by ${doneBy.name}` : ''}</span> : null}
            {!isDone && dueAt !== null ? (
              <span className={cn('inline-flex items-center gap-1', isLate && 'font-medium text-warning')}>
                <CalendarClock aria-hidden className="size-3" />
                {isLate ? `late by ${formatDuration(nowMs - dueAt)}` : `due in ${formatDuration(dueAt - nowMs)}`}
              </span>
            ) : null}
          </span>
        </span>
      </label>
      {canUpdate ? (
        <span className="flex shrink-0">
          <Button look="quiet" size="icon" aria-label={`Edit ${text}`} onClick={onEdit}>
            <Pencil aria-hidden className="size-3.5 text-muted" />
          </Button>
          <Button look="quiet" size="icon" aria-label={`Delete ${text}`} onClick={() => actions.remove(task)}>
            <Trash2 aria-hidden className="size-3.5 text-muted" />
          </Button>
        </span>
      ) : null}
    </li>
  );
}

function NewTask({ kind, actions }: Pick<TaskListProps, 'kind' | 'actions'>) {
  const [text, setText] = useState('');
  const input = useRef<HTMLInputElement>(null);
  const { add } = actions;
  const word = kind === 'action' ? 'New action' : 'New task';
  return (
    <form
      noValidate
      className="flex flex-wrap items-center gap-2 border-t px-4 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        const said = text.trim();
        if (said === '' || add.isPending) return;
        add.mutate({ text: said, kind }, { onSuccess: () => setText('') });
        input.current?.focus();
      }}
    >
      <input
        ref={input}
        aria-label={word}
        placeholder={kind === 'action' ? 'What will be done so that it does not happen again' : 'What has to be done'}
        value={text}
        maxLength={300}
        onChange={(event) => setText(event.target.value)}
        className="h-11 min-w-0 flex-1 rounded-base border border-line-strong bg-surface px-3 text-base placeholder:text-muted sm:h-9 sm:text-sm"
      />
      <Button type="submit" pending={add.isPending} disabled={text.trim() === ''}>
        Add
      </Button>
      {add.isError ? (
        <p role="alert" className="basis-full text-sm text-critical">
          It was not added. {messageOf(add.error)}
        </p>
      ) : null}
    </form>
  );
}

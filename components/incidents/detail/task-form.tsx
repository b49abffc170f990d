'use client';

import { useState } from 'react';
import { fromLocalInput, toLocalInput } from '@/components/alerts/suppression/local-input';
import type { Viewer } from '@/components/alerts/viewer';
import { Field } from '@/components/ui/field';
import { SelectField } from '@/components/ui/select-field';
import type { IncidentTask } from '@/lib/incidents/schemas';
import { DialogForm } from './dialog-form';
import type { TaskPatch } from './task-conflict';
import type { TaskActions } from './use-task-actions';

interface TaskFormProps {
  task: IncidentTask;
  viewer: Viewer;
  people: readonly { id: string; name: string }[];
  actions: TaskActions;
  onClose: () => void;
}

const nobody = 'nobody';

/** Words, owner and date of a task; only what was changed is sent. */
export function TaskForm({ task, viewer, people, actions, onClose }: TaskFormProps) {
  const [base] = useState(task);
  const [text, setText] = useState(task.text);
  const [ownerId, setOwnerId] = useState(task.owner?.id ?? nobody);
  const [due, setDue] = useState(task.dueAt === null ? '' : toLocalInput(task.dueAt));
  const known = people.map(({ id, name }) => ({ value: id, label: id === viewer.id ? `${name} (you)` : name }));
  const owner = base.owner;
  const options = [{ value: nobody, label: 'Nobody' }, ...(owner && !known.some(({ value }) => value === owner.id) ? [{ value: owner.id, label: owner.name }] : []), ...known];
  const submit = () => {
    const patch: TaskPatch = {};
    const to = ownerId === nobody ? null : ownerId;
    const dueText = base.dueAt === null ? '' : toLocalInput(base.dueAt);
    if (text.trim() !== base.text) patch.text = text.trim();
    if (to !== (base.owner?.id ?? null)) patch.ownerId = to;
    if (due !== dueText) patch.dueAt = fromLocalInput(due);
    if (Object.keys(patch).length === 0) onClose();
    else actions.update({ base, patch, onDone: onClose });
  };
  return (
    <DialogForm submit="Save" isPending={actions.isPending} isDisabled={text.trim() === ''} error={actions.error} onSubmit={submit}>
      <Field label={task.kind === 'action' ? 'Action' : 'Task'} data-first maxLength={300} value={text} onChange={(event) => setText(event.target.value)} />
      <SelectField label="Owner" value={ownerId} onChange={setOwnerId} options={options} />
      <Field label="Due" type="datetime-local" value={due} onChange={(event) => setDue(event.target.value)} hint="In your time zone; it may stay empty." />
    </DialogForm>
  );
}

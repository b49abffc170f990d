'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { callEndpoint } from '@/components/api-client';
import { useZone } from '@/components/time/zone';
import { AppError, messageOf } from '@/lib/errors';
import { deleteTask, readIncident, updateTask, writeTask } from '@/lib/incidents/api';
import type { IncidentTask } from '@/lib/incidents/schemas';
import { incidentQuery, incidentsKey } from '../incident-queries';
import type { ConflictField } from './conflict-fields';
import { Overtaken, sendMerged } from './send-merged';
import { taskConflictFields, type TaskPatch } from './task-conflict';
import type { Notice } from './use-change-incident';

interface TaskChange {
  base: IncidentTask;
  patch: TaskPatch;
  onDone?: () => void;
}

interface TaskConflict {
  fields: ConflictField[];
  change: TaskChange;
  theirs: IncidentTask;
}

type NewTask = z.input<NonNullable<(typeof writeTask)['body']>>;

/** What can be done to the tasks of an incident: a tick shows at once, and what was deleted can be put back. */
export function useTaskActions(id: string, people: readonly { id: string; name: string }[], say: (notice: Notice | null) => void) {
  const queries = useQueryClient();
  const zone = useZone() ?? 'UTC';
  const [conflict, setConflict] = useState<TaskConflict | null>(null);
  const key = incidentQuery(id).queryKey;
  const show = (change: (tasks: IncidentTask[]) => IncidentTask[]) => queries.setQueryData(key, (data) => data && { ...data, tasks: change(data.tasks) });
  const refresh = () => queries.invalidateQueries({ queryKey: incidentsKey });
  const refused = (words: string) => (error: Error) => say({ kind: 'refused', words: `${words} ${messageOf(error)}` });

  const update = useMutation({
    mutationFn: ({ base, patch }: TaskChange) =>
      sendMerged({
        base,
        send: (version) => callEndpoint(updateTask, { params: { id, taskId: base.id }, body: { ...patch, version } }),
        load: async () => {
          const theirs = (await callEndpoint(readIncident, { params: { id } })).tasks.find((each) => each.id === base.id);
          if (!theirs) throw new AppError('not_found', 'Somebody deleted this task in the meantime.');
          return theirs;
        },
        conflictsWith: (theirs) => taskConflictFields(patch, base, theirs, { people, zone }),
      }),
    onMutate: async ({ base, patch }: TaskChange) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData(key);
      const { isDone } = patch;
      if (isDone !== undefined) show((tasks) => tasks.map((task) => (task.id === base.id ? { ...task, doneAt: isDone ? Date.now() : null } : task)));
      return before;
    },
    onSuccess: (task, { onDone }) => {
      show((tasks) => tasks.map((each) => (each.id === task.id ? task : each)));
      setConflict(null);
      onDone?.();
    },
    onError: (error, change, before) => {
      if (before) queries.setQueryData(key, before);
      setConflict(error instanceof Overtaken ? { fields: error.fields, change, theirs: error.theirs as IncidentTask } : null);
      if (!(error instanceof Overtaken)) refused('The task was not changed.')(error);
    },
    onSettled: refresh,
  });
  const add = useMutation({
    mutationFn: (task: NewTask) => callEndpoint(writeTask, { params: { id }, body: task }),
    onSuccess: (task) => show((tasks) => (tasks.some((each) => each.id === task.id) ? tasks : [...tasks, task])),
    onSettled: refresh,
  });
  const putBack = useMutation({
    mutationFn: async ({ text, kind, owner, dueAt, doneAt }: IncidentTask) => {
      const task = await callEndpoint(writeTask, { params: { id }, body: { text, kind, ownerId: owner?.id ?? null, dueAt } });
      return doneAt === null ? task : callEndpoint(updateTask, { params: { id, taskId: task.id }, body: { version: task.version, isDone: true } });
    },
    onError: refused('The task was not put back.'),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: (task: IncidentTask) => callEndpoint(deleteTask, { params: { id, taskId: task.id }, query: { version: task.version } }),
    onMutate: async (task) => {
      await queries.cancelQueries({ queryKey: key });
      const before = queries.getQueryData(key);
      show((tasks) => tasks.filter((each) => each.id !== task.id));
      return before;
    },
    onSuccess: (_, task) => say({ kind: 'done', words: `“${task.text}” is deleted.`, undo: { word: 'Put back', run: () => putBack.mutate(task) } }),
    onError: (error, _, before) => {
      if (before) queries.setQueryData(key, before);
      refused('The task was not deleted.')(error);
    },
    onSettled: refresh,
  });

  return {
    add,
    conflict,
    error: update.error instanceof Overtaken ? null : update.error,
    isPending: update.isPending,
    reset: update.reset,
    update: (change: TaskChange) => update.mutate(change),
    remove: (task: IncidentTask) => remove.mutate(task),
    keepMine: () => conflict && update.mutate({ ...conflict.change, base: conflict.theirs }),
    takeTheirs: () => {
      if (!conflict) return;
      const { change, fields, theirs } = conflict;
      const kept = Object.entries(change.patch).filter(([name]) => !fields.some((each) => each.key === name));
      setConflict(null);
      if (kept.length > 0) update.mutate({ ...change, base: theirs, patch: Object.fromEntries(kept) });
      else change.onDone?.();
    },
    leaveConflict: () => setConflict(null),
  };
}

export type TaskActions = ReturnType<typeof useTaskActions>;

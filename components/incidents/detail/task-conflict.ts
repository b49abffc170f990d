import type { z } from 'zod';
import { formatAbsolute } from '@/components/time/format';
import type { updateTask } from '@/lib/incidents/api';
import type { IncidentTask } from '@/lib/incidents/schemas';
import type { ConflictField } from './conflict-fields';

/** What a change of a task sets, without the version that it is made from. */
export type TaskPatch = Omit<z.input<NonNullable<(typeof updateTask)['body']>>, 'version'>;

interface Words {
  people: readonly { id: string; name: string }[];
  zone: string;
}

/** What a change of a task and somebody else both changed since `base`, to something different. */
export function taskConflictFields(patch: TaskPatch, base: IncidentTask, theirs: IncidentTask, { people, zone }: Words): ConflictField[] {
  const person = (id: string | null) => (id === null ? 'Nobody' : (people.find((each) => each.id === id)?.name ?? theirs.owner?.name ?? 'Somebody else'));
  const due = (at: number | null) => (at === null ? 'No date' : formatAbsolute(at, zone));
  const done = (isDone: boolean) => (isDone ? 'Done' : 'Not done');
  return [
    conflict('text', 'Task', patch.text, base.text, theirs.text, (text) => text),
    conflict('ownerId', 'Owner', patch.ownerId, base.owner?.id ?? null, theirs.owner?.id ?? null, person),
    conflict('dueAt', 'Due', patch.dueAt, base.dueAt, theirs.dueAt, due),
    conflict('isDone', 'Ticked', patch.isDone, base.doneAt !== null, theirs.doneAt !== null, done),
  ].filter((field) => field !== null);
}

function conflict<Value>(key: keyof TaskPatch, name: string, mine: Value | undefined, base: Value, theirs: Value, say: (value: Value) => string): ConflictField | null {
  return mine === undefined || base === theirs || theirs === mine ? null : { key, name, mine: say(mine), theirs: say(theirs) };
}

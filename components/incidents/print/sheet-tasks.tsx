import { formatAbsolute } from '@/components/time/format';
import type { IncidentTask } from '@/lib/incidents/schemas';

/** Tasks for paper: who does each until when, and what is done. */
export function SheetTasks({ tasks, zone }: { tasks: readonly IncidentTask[]; zone: string }) {
  return (
    <ul className="divide-y border-y text-sm">
      {tasks.map(({ id, text, owner, dueAt, doneAt }) => (
        <li key={id} className="flex break-inside-avoid flex-wrap justify-between gap-x-6 py-2">
          <span className="min-w-0 break-words">{text}</span>
          <span className="text-muted">
            {owner?.name ?? 'nobody yet'}, {doneAt !== null ? 'done' : dueAt === null ? 'no date' : `until ${formatAbsolute(dueAt, zone)}`}
          </span>
        </li>
      ))}
    </ul>
  );
}

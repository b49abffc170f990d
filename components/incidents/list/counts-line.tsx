import { BellRing, ListChecks } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import type { Incident } from '@/lib/incidents/schemas';

/** How many of its alerts are open and how many of its tasks are done. */
export function CountsLine({ incident: { alerts, tasks }, className }: { incident: Incident; className?: string }) {
  return (
    <span className={cn('flex items-center gap-3 text-xs whitespace-nowrap text-muted', className)}>
      <span title={`${alerts.open} of ${alerts.total} ${alerts.total === 1 ? 'alert' : 'alerts'} open`} className="inline-flex items-center gap-1">
        <BellRing aria-hidden className="size-3.5" />
        <span className="sr-only">Alerts open: </span>
        <span className={alerts.open > 0 ? 'text-ink' : undefined}>
          {alerts.open}/{alerts.total}
        </span>
      </span>
      <span title={`${tasks.done} of ${tasks.total} ${tasks.total === 1 ? 'task' : 'tasks'} done`} className="inline-flex items-center gap-1">
        <ListChecks aria-hidden className="size-3.5" />
        <span className="sr-only">Tasks done: </span>
        <span className={tasks.done < tasks.total ? 'text-ink' : undefined}>
          {tasks.done}/{tasks.total}
        </span>
      </span>
    </span>
  );
}

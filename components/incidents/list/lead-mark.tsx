import { UserRound, UserX } from 'lucide-react';
import { lackOf } from '@/components/incidents/incident-words';
import { cn } from '@/components/ui/cn';
import type { Incident } from '@/lib/incidents/schemas';

/** Who leads; that nobody does is a lack while the incident is open. */
export function LeadMark({ incident, className }: { incident: Incident; className?: string }) {
  const { lead } = incident.roles;
  if (lead) {
    return (
      <span title={`${lead.name} leads`} className={cn('inline-flex min-w-0 items-center gap-1.5', className)}>
        <UserRound aria-hidden className="size-3.5 shrink-0 text-muted" />
        <span className="sr-only">Led by </span>
        <span className="min-w-0 truncate">{lead.name}</span>
      </span>
    );
  }
  const isLack = lackOf(incident) === 'lead';
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1.5 whitespace-nowrap', isLack ? 'font-medium text-warning' : 'text-muted', className)}>
      <UserX aria-hidden className="size-3.5 shrink-0" />
      {isLack ? 'Nobody leads' : 'Nobody led'}
    </span>
  );
}

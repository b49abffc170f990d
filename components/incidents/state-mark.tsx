import { BookCheck, CircleCheck, Eye, Search, Wrench, type LucideIcon } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { isOpen } from '@/lib/incidents/life-cycle';
import type { IncidentState } from '@/lib/incidents/schemas';
import { incidentStateWord } from './incident-words';

export const incidentStateIcon: Record<IncidentState, LucideIcon> = { investigating: Search, identified: Wrench, monitoring: Eye, resolved: CircleCheck, reviewed: BookCheck };

/** A state by its own sign and its word. */
export function IncidentStateMark({ state, className }: { state: IncidentState; className?: string }) {
  const Icon = incidentStateIcon[state];
  return (
    <span className={cn('inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap', isOpen(state) ? 'text-ink' : 'text-muted', className)}>
      <Icon aria-hidden className="size-3.5" />
      {incidentStateWord[state]}
    </span>
  );
}

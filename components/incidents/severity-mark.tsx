'use client';

import { SeverityMark } from '@/components/alerts/alert-mark';
import { cn } from '@/components/ui/cn';
import type { Severity as AlertSeverity } from '@/lib/alerts/severity';
import type { IncidentSeverity } from '@/lib/incidents/schemas';
import { severityShown } from './incident-words';

const loud: Record<AlertSeverity, string> = { critical: 'text-critical', warning: 'text-warning', info: 'text-ink' };

interface IncidentSeverityMarkProps {
  severities: readonly IncidentSeverity[];
  /** Its key. */
  severity: string;
  /** What is over is shown without its colour. */
  isCalm?: boolean;
  className?: string;
}

/** A severity by the shape and the name that the tenant gave it. */
export function IncidentSeverityMark({ severities, severity, isCalm = false, className }: IncidentSeverityMarkProps) {
  const { name, look } = severityShown(severities, severity);
  return (
    <span className={cn('inline-flex min-w-0 items-center gap-1.5 text-xs font-medium', isCalm ? 'text-muted' : loud[look], className)}>
      <SeverityMark severity={look} state={isCalm ? 'pending' : 'firing'} className="size-4" />
      <span className="min-w-0 truncate">{name}</span>
    </span>
  );
}

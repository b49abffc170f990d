import { Check, Hourglass, BellOff, BellRing, UserCheck, type LucideIcon } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { StateIcon } from '@/components/ui/state';
import type { Severity } from '@/lib/alerts/severity';
import { severityWord, shownStateWord } from './alert-words';
import type { ShownState } from './alerts-state';

interface SeverityMarkProps {
  severity: Severity;
  state: ShownState;
  className?: string;
}

/** The severity by its shape. It has its colour only while the alert fires and nothing holds it back: what somebody has is calm. */
export function SeverityMark({ severity, state, className }: SeverityMarkProps) {
  if (state === 'resolved') return <StateIcon state="ok" className={className} />;
  const quiet = state === 'firing' ? '' : 'text-unknown-fill';
  if (severity === 'info') return <InfoShape className={cn(quiet, className)} />;
  return <StateIcon state={severity} className={cn(quiet, className)} />;
}

function InfoShape({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 16 16" className={cn('size-4 shrink-0 text-ink', className)}>
      <rect x="1.2" y="1.2" width="13.6" height="13.6" rx="3" fill="none" stroke="currentColor" strokeWidth="1.5" />
      <path d="M8 7.2v4M8 4.6v.1" fill="none" stroke="currentColor" strokeWidth="1.8" strokeLinecap="round" />
    </svg>
  );
}

const stateIcons: Record<ShownState, LucideIcon> = { firing: BellRing, acknowledged: UserCheck, suppressed: BellOff, pending: Hourglass, resolved: Check };

const loud: Record<Severity, string> = { critical: 'text-critical', warning: 'text-warning', info: 'text-ink' };

interface StateMarkProps {
  severity: Severity;
  state: ShownState;
  className?: string;
}

/** Severity and state in words, with the state's own sign. */
export function StateMark({ severity, state, className }: StateMarkProps) {
  const Icon = stateIcons[state];
  return (
    <span className={cn('inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap', state === 'firing' ? loud[severity] : 'text-muted', className)}>
      <Icon aria-hidden className="size-3.5" />
      {`${shownStateWord[state]} `}
      <span className={state === 'firing' ? undefined : 'font-normal'}>{severityWord[severity].toLowerCase()}</span>
    </span>
  );
}

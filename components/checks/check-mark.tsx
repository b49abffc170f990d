import { CirclePause, Wrench } from 'lucide-react';
import { cn } from '@/components/ui/cn';
import { StateIcon } from '@/components/ui/state';
import type { CheckState } from '@/lib/checks/states';
import { checkStateWord, markOfState } from './check-words';

interface CheckMarkProps {
  state: CheckState;
  /** Switched off: its state is not looked for. */
  isPaused?: boolean;
  className?: string;
}

/** A state by its colour and its shape; the word stands beside it. */
export function CheckMark({ state, isPaused = false, className }: CheckMarkProps) {
  if (isPaused) return <CirclePause aria-hidden className={cn('size-4 shrink-0 text-muted', className)} />;
  return <StateIcon state={markOfState[state]} className={className} />;
}

const wordColour: Record<CheckState, string> = { up: 'text-muted', degraded: 'text-warning', unknown: 'text-unknown', down: 'text-critical' };

export function CheckStateWord({ state, isPaused = false, className }: CheckMarkProps) {
  return <span className={cn('font-medium whitespace-nowrap', isPaused ? 'text-muted' : wordColour[state], className)}>{isPaused ? 'Paused' : checkStateWord[state]}</span>;
}

export function MaintenanceMark({ name }: { name?: string | undefined }) {
  return (
    <span title={name} className="inline-flex items-center gap-1 text-xs whitespace-nowrap text-muted">
      <Wrench aria-hidden className="size-3" />
      In maintenance
    </span>
  );
}

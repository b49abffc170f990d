import { cva } from 'class-variance-authority';
import { cn } from '@/components/ui/cn';
import { StateIcon } from '@/components/ui/state';
import type { Standing } from './objective-words';

const word = cva('inline-flex items-center gap-1.5 text-sm font-medium whitespace-nowrap', {
  variants: { state: { ok: 'text-muted', warning: 'text-warning', critical: 'text-critical', unknown: 'text-unknown' } },
});

/** How an objective stands, as colour, shape and word. */
export function StandingMark({ standing, className }: { standing: Standing; className?: string }) {
  return (
    <span className={cn(word({ state: standing.state }), className)}>
      <StateIcon state={standing.state} />
      {standing.word}
    </span>
  );
}

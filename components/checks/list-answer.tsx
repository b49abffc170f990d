import type { ReactNode } from 'react';
import { cn } from '@/components/ui/cn';
import { StateIcon } from '@/components/ui/state';
import type { State } from '@/lib/health/vitals';

const frames: Record<State, string> = {
  ok: 'border-line bg-surface', unknown: 'border-line bg-surface', warning: 'border-warning-fill bg-warning-soft', critical: 'border-critical-fill bg-critical-soft ring-1 ring-critical-fill',
};

/** The answer first: whether all is well, and if not what is not. */
export function ListAnswer({ tone, sentence, children, action }: { tone: State; sentence: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <section aria-label="Answer" data-state={tone} className={cn('flex flex-wrap items-start gap-x-3 gap-y-3 rounded-base border p-4', frames[tone])}>
      <StateIcon state={tone} className="size-6 sm:mt-1" />
      <div className="min-w-0 flex-1">
        <p role="status" className="text-lg leading-6 font-semibold tracking-tight text-balance break-words sm:text-2xl sm:leading-8">
          {sentence}
        </p>
        {children ? <div className="text-sm text-muted">{children}</div> : null}
      </div>
      {action ? <div className="flex w-full flex-wrap gap-2 sm:w-auto">{action}</div> : null}
    </section>
  );
}

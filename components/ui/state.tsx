import { cva } from 'class-variance-authority';
import type { ReactNode } from 'react';
import type { State } from '@/lib/health/vitals';
import { cn } from './cn';

export const stateWord: Record<State, string> = { ok: 'OK', warning: 'Warning', critical: 'Critical', unknown: 'Unknown' };

const stateColour: Record<State, string> = {
  ok: 'text-ok-fill',
  warning: 'text-warning-fill',
  critical: 'text-critical-fill',
  unknown: 'text-unknown-fill',
};

/** One silhouette a state, so that colour is never the only sign: disc, triangle, octagon, dashed ring. */
const stateShape: Record<State, ReactNode> = {
  ok: (
    <>
      <circle cx="8" cy="8" r="7" fill="currentColor" />
      <path d="M4.8 8.2 7 10.4l4.2-4.6" className="fill-none stroke-ok-on" strokeWidth="1.8" strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
  warning: (
    <>
      <path d="M8 1.2 15.4 14H.6Z" fill="currentColor" stroke="currentColor" strokeWidth="1" strokeLinejoin="round" />
      <path d="M8 5.8v3.6M8 11.8v.1" className="stroke-warning-on" strokeWidth="1.8" strokeLinecap="round" />
    </>
  ),
  critical: (
    <>
      <path d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5Z" fill="currentColor" />
      <path d="M5.6 5.6l4.8 4.8m0-4.8-4.8 4.8" className="stroke-critical-on" strokeWidth="1.8" strokeLinecap="round" />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.6" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2.6 2" />
      <path
        d="M6.2 6.4a1.8 1.8 0 1 1 2.7 1.6c-.6.35-.9.7-.9 1.3M8 11.5v.1"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        strokeLinecap="round"
      />
    </>
  ),
};

export function StateIcon({ state, className }: { state: State; className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 16 16" className={cn('size-4 shrink-0', stateColour[state], className)}>
      {stateShape[state]}
    </svg>
  );
}

const badge = cva('inline-flex items-center gap-1 text-xs font-medium whitespace-nowrap', {
  variants: {
    state: { ok: 'text-muted', warning: 'text-warning', critical: 'text-critical', unknown: 'text-unknown' },
  },
});

/** A state as colour, shape and word; `detail` follows the word. */
export function StateBadge({ state, detail, className }: { state: State; detail?: ReactNode; className?: string }) {
  return (
    <span className={cn(badge({ state }), className)}>
      <StateIcon state={state} className="size-3.5" />
      {stateWord[state]}
      {detail}
    </span>
  );
}

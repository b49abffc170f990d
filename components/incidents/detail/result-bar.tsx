'use client';

import { X } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { Notice } from './use-change-incident';

const shownMs = 8_000;

/** What came of an action, above the buttons of a phone. What was refused stays until somebody has read it. */
export function ResultBar({ notice, onDismiss }: { notice: Notice | null; onDismiss: () => void }) {
  const leave = useEffectEvent(onDismiss);
  const isPassing = notice?.kind === 'done';
  // Synchronises with the clock: a good word goes by itself.
  useEffect(() => {
    if (!isPassing) return;
    const timer = setTimeout(() => leave(), shownMs);
    return () => clearTimeout(timer);
  }, [isPassing, notice]);
  return (
    <div role={notice?.kind === 'refused' ? 'alert' : 'status'} aria-label="Result" className="pointer-events-none fixed inset-x-4 bottom-[calc(8.5rem+env(safe-area-inset-bottom))] z-30 flex justify-center sm:bottom-6 print:hidden">
      {notice ? (
        <div className={cn('pointer-events-auto flex max-w-xl min-w-0 items-center gap-2 rounded-base border py-1 pr-1 pl-4 text-sm shadow-pop', notice.kind === 'refused' ? 'border-critical-fill bg-critical-soft' : 'bg-surface')}>
          <span className="min-w-0 flex-1 py-1 break-words">{notice.words}</span>
          {notice.undo ? (
            <Button
              look="quiet"
              onClick={() => {
                onDismiss();
                notice.undo?.run();
              }}
            >
              {notice.undo.word}
            </Button>
          ) : null}
          <Button look="quiet" size="icon" aria-label="Dismiss" onClick={onDismiss}>
            <X aria-hidden className="size-4" />
          </Button>
        </div>
      ) : null}
    </div>
  );
}

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { SilenceView } from '@/lib/alerts/suppression/schemas';
import type { SilenceNotice } from './use-silence-actions';

interface ResultBarProps {
  notice: SilenceNotice | null;
  onUndo: (silence: SilenceView) => void;
  onDismiss: () => void;
}

/** What came of an action, and the way back. */
export function ResultBar({ notice, onUndo, onDismiss }: ResultBarProps) {
  return (
    <div role={notice?.kind === 'refused' ? 'alert' : 'status'} aria-label="Result">
      {notice ? (
        <div className={cn('flex min-w-0 items-center gap-2 rounded-base border py-1 pr-1 pl-4 text-sm', notice.kind === 'refused' ? 'border-critical-fill bg-critical-soft' : 'bg-surface')}>
          <span className="min-w-0 flex-1 py-1 break-words">{notice.words}</span>
          {notice.ended && notice.ended.endsAt > notice.ended.startsAt ? (
            <Button look="quiet" onClick={() => (notice.ended ? onUndo(notice.ended) : undefined)}>
              Silence again
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

'use client';

import { formatter } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';

interface WindowCaptionProps {
  fromMs: number;
  toMs: number;
  onLeave: () => void;
}

/** A custom window in words, and the way back. */
export function WindowCaption({ fromMs, toMs, onLeave }: WindowCaptionProps) {
  const zone = useZone();
  if (zone === null) return null;
  const format = formatter(zone, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit' });
  return (
    <p className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-xs text-muted">
      {format.formatRange(fromMs, toMs)}
      <Button look="quiet" className="-my-2 h-11 px-2 text-xs underline underline-offset-4 sm:h-7" onClick={onLeave}>
        Back to live
      </Button>
    </p>
  );
}

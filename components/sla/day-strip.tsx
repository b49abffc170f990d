'use client';

import { useMemo, useState, type PointerEvent } from 'react';
import { barAt, barKinds, barPaths, barWidth, type BarKind } from '@/components/checks/bar-shapes';
import { cn } from '@/components/ui/cn';
import type { DayFigures } from '@/lib/sla/schemas';
import { barsWords, dayBars, dayWords } from './prepare-days';

interface DayStripProps {
  history: readonly DayFigures[];
  target: string;
  className?: string;
}

const count = 90;
const colours: Record<BarKind, string> = { down: 'fill-critical-fill', degraded: 'fill-warning-fill', up: 'fill-ok-fill', maintenance: 'fill-line-strong', unknown: 'fill-line-strong' };

/** Ninety days in bars whose height says their state as their colour does; the day under the pointer is told below. */
export function DayStrip({ history, target, className }: DayStripProps) {
  const [at, setAt] = useState<number | null>(null);
  const bars = useMemo(() => dayBars(history, count), [history]);
  const paths = useMemo(() => barPaths(bars), [bars]);
  const shown = at === null ? undefined : history.slice(-count)[at - Math.max(0, count - history.length)];
  const find = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(barAt((event.clientX - box.left) / box.width, count));
  };
  return (
    <div className={cn('flex min-w-0 flex-col gap-1', className)}>
      <div role="img" aria-label={barsWords(history, count, target)} onPointerMove={find} onPointerDown={find} onPointerLeave={() => setAt(null)} className="h-9 min-w-0">
        <svg aria-hidden viewBox={`0 0 ${count * barWidth - 1} 100`} preserveAspectRatio="none" className="block size-full stale:grayscale">
          {barKinds.map((kind) => (paths[kind] === '' ? null : <path key={kind} d={paths[kind]} className={colours[kind]} />))}
          {at === null ? null : <rect x={at * barWidth - 0.5} y={0} width={barWidth} height={100} className="fill-ink/20" />}
        </svg>
      </div>
      <p aria-hidden className="flex min-h-4 justify-between gap-2 text-axis text-muted">
        {at === null ? (
          <>
            <span>90 days ago</span>
            <span>today</span>
          </>
        ) : (
          <span className="min-w-0 truncate text-ink">{shown ? dayWords(shown, target) : 'Not measured yet'}</span>
        )}
      </p>
    </div>
  );
}

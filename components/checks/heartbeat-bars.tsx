'use client';

import { useId, useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useZone } from '@/components/time/zone';
import { cn } from '@/components/ui/cn';
import type { Bar } from '@/lib/checks/api';
import { barAt, barKinds, barPaths, barWidth, type BarKind } from './bar-shapes';
import type { Piece } from './history-range';
import { barsSummary, barTime, barWords } from './bar-words';

interface HeartbeatBarsProps {
  bars: readonly Bar[];
  uptimePercent: number | null;
  /** `Last 24 h`. */
  rangeWords: string;
  className?: string;
  /** Makes the bars a control: one is chosen by press, arrow keys and Enter. */
  onPick?: (bar: Bar) => void;
  picked?: Piece | null;
}

const colours: Record<BarKind, string> = {
  down: 'fill-critical-fill', degraded: 'fill-warning-fill', up: 'fill-ok-fill', maintenance: 'fill-line-strong', unknown: 'fill-line-strong/60',
};

/** Time in bars, one path for each state; the height of a bar says its state as its colour does. */
export function HeartbeatBars({ bars, uptimePercent, rangeWords, className, onPick, picked = null }: HeartbeatBarsProps) {
  const zone = useZone();
  const tip = useId();
  const [at, setAt] = useState<number | null>(null);
  const paths = useMemo(() => barPaths(bars), [bars]);
  const spanMs = (bars.at(-1)?.to ?? 0) - (bars[0]?.from ?? 0);
  const shown = at === null ? undefined : bars[at];
  const words = (bar: Bar) => (zone === null ? barWords(bar) : `${barTime(bar, spanMs, zone)}: ${barWords(bar)}`);
  const summary = barsSummary(bars, rangeWords, uptimePercent);
  const pickedAt = picked === null ? -1 : bars.findIndex(({ from }) => from === picked.from);
  const find = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    setAt(barAt((event.clientX - box.left) / box.width, bars.length));
  };
  const press = (event: KeyboardEvent) => {
    const current = at ?? bars.length - 1;
    const target = { ArrowRight: current + 1, ArrowLeft: at === null ? current : current - 1, Home: 0, End: bars.length - 1 }[event.key];
    if (target !== undefined) {
      event.preventDefault();
      setAt(Math.min(bars.length - 1, Math.max(0, target)));
    } else if ((event.key === 'Enter' || event.key === ' ') && shown && onPick) {
      event.preventDefault();
      onPick(shown);
    } else if (event.key === 'Escape') setAt(null);
  };
  const control = onPick
    ? ({
        role: 'slider', tabIndex: 0, 'aria-label': `${summary} Time of the bar`, 'aria-valuemin': 0, 'aria-valuemax': Math.max(0, bars.length - 1), 'aria-valuenow': at ?? Math.max(0, bars.length - 1),
        'aria-valuetext': words(shown ?? bars.at(-1) ?? none), onKeyDown: press, onBlur: () => setAt(null), onClick: () => shown && onPick(shown),
      } as const)
    : ({ role: 'img', 'aria-label': summary } as const);
  return (
    <div {...control} onPointerMove={find} onPointerDown={find} onPointerLeave={() => setAt(null)} data-bars className={cn('relative min-w-0 rounded-base', onPick && 'cursor-pointer', className)}>
      <svg aria-hidden viewBox={`0 0 ${Math.max(1, bars.length * barWidth - 1)} 100`} preserveAspectRatio="none" className="block size-full stale:grayscale">
        {pickedAt === -1 ? null : <rect x={pickedAt * barWidth - 0.5} y={0} width={barWidth} height={100} className="fill-sunken" />}
        {barKinds.map((kind) => (paths[kind] === '' ? null : <path key={kind} d={paths[kind]} className={colours[kind]} />))}
        {at === null ? null : <rect x={at * barWidth - 0.5} y={0} width={barWidth} height={100} className="fill-ink/20" />}
      </svg>
      {shown && at !== null ? (
        <span
          id={tip}
          aria-hidden
          className="pointer-events-none absolute bottom-full z-20 mb-1 w-max max-w-64 rounded-base bg-ink px-3 py-2 text-xs font-normal text-pretty text-inverse shadow-pop"
          style={at < bars.length / 2 ? { left: `${(at / bars.length) * 100}%` } : { right: `${100 - ((at + 1) / bars.length) * 100}%` }}
        >
          {words(shown)}
        </span>
      ) : null}
    </div>
  );
}

const none: Bar = { from: 0, to: 0, upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 };

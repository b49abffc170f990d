'use client';

import { formatter } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import { barsOf, daysOf, type NamedShift, type TimelineBar } from './timeline';

interface ShiftTimelineProps {
  label: string;
  shifts: readonly NamedShift[];
  fromMs: number;
  toMs: number;
  nowMs: number;
  zone: string;
}

const listedAtMost = 20;
/** Per cent that a name needs. */
const leastNamed = 5;
const leastNamedOnPhone = 15;

/** Who is on call over two weeks: a band a person, and loud where nobody is. The same as a list for those who do not see it. */
export function ShiftTimeline({ label, shifts, fromMs, toMs, nowMs, zone }: ShiftTimelineProps) {
  const bars = barsOf(shifts, fromMs, toMs);
  const days = daysOf(fromMs, toMs, zone);
  const nowLeft = ((nowMs - fromMs) / (toMs - fromMs)) * 100;
  return (
    <figure aria-label={label} className="min-w-0">
      <div aria-hidden className="relative h-14 overflow-hidden">
        {days.map(({ left, label: day }, index) => (
          <span key={day} className={cn('absolute inset-y-0 border-l pl-1 text-axis text-muted', index % 2 === 1 && 'max-sm:hidden')} style={{ left: `${left}%` }}>
            <span className="whitespace-nowrap">{day}</span>
          </span>
        ))}
        {bars.map((bar) => (
          <span
            key={bar.key}
            title={titleOf(bar, zone)}
            className={cn('absolute top-5 flex h-8 min-w-0 items-center overflow-hidden rounded-base border border-surface px-1 text-xs whitespace-nowrap', bar.kind === 'gap' ? 'border-dashed border-critical-fill bg-critical-soft text-critical' : 'bg-sunken text-ink')}
            style={{ left: `${bar.left}%`, width: `${bar.width}%` }}
          >
            {bar.kind === 'gap' ? null : <span className="mr-1.5 h-4 w-1 shrink-0 rounded-full" style={{ background: `var(--chart-${bar.colour})` }} />}
            {bar.width < leastNamed ? null : <span className={cn('truncate', bar.width < leastNamedOnPhone && 'max-sm:hidden')}>{bar.name}</span>}
          </span>
        ))}
        {nowLeft >= 0 && nowLeft <= 100 ? <span className="absolute top-4 bottom-0 w-0.5 bg-ink" style={{ left: `${nowLeft}%` }} /> : null}
      </div>
      <details className="text-xs">
        <summary className="inline-flex min-h-11 items-center text-muted underline underline-offset-2 sm:min-h-7">{bars.length === 1 ? '1 shift' : `${bars.length} shifts`} in two weeks, as a list</summary>
        <ol className="flex flex-col gap-1">
          {bars.slice(0, listedAtMost).map((bar) => (
            <li key={bar.key} className={bar.kind === 'gap' ? 'text-critical' : 'text-muted'}>
              {titleOf(bar, zone)}
            </li>
          ))}
          {bars.length > listedAtMost ? <li className="text-muted">and {bars.length - listedAtMost} more</li> : null}
        </ol>
      </details>
    </figure>
  );
}

function titleOf({ name, kind, startsAt, endsAt }: TimelineBar, zone: string): string {
  return `${name}${kind === 'override' ? ', taken over' : ''}: ${shortTime(startsAt, zone)} to ${shortTime(endsAt, zone)}`;
}

/** A moment without its year: `Mon 23 Nov, 09:00`. */
export function shortTime(atMs: number, zone: string): string {
  return formatter(zone, { weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(atMs);
}

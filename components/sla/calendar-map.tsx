'use client';

import { useMemo, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import type { DayFigures } from '@/lib/sla/schemas';
import { dayByKey, prepareCalendar, type CalendarCell } from './prepare-calendar';
import { dayKindWord, dayWords, type DayKind } from './prepare-days';

interface CalendarMapProps {
  history: readonly DayFigures[];
  target: string;
}

const pitch = 10;
const size = 8;
const legend: readonly DayKind[] = ['full', 'lossy', 'missed', 'none'];

/** The days of a year, a row a month. One day is chosen by pointer or arrow keys and told below. */
export function CalendarMap({ history, target }: CalendarMapProps) {
  const months = useMemo(() => prepareCalendar(history, target), [history, target]);
  const [chosen, setChosen] = useState<string | null>(null);
  const found = history.findIndex(({ day }) => day === chosen);
  const at = found === -1 ? history.length - 1 : found;
  const day = history[at];
  if (!day) return <p className="text-sm text-muted">The first day is drawn here once something is measured.</p>;
  const choose = (index: number) => setChosen(history[index]?.day ?? null);
  const find = ({ target: element }: PointerEvent) => {
    const index = element instanceof Element ? element.closest('[data-day]')?.getAttribute('data-day') : null;
    if (index) choose(Number(index));
  };
  const press = (event: KeyboardEvent) => {
    const next = dayByKey(months, at, event.key);
    if (next === null) return;
    event.preventDefault();
    choose(next);
  };
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <div
        role="slider"
        data-stop
        tabIndex={0}
        aria-label="Day of the year"
        aria-valuemin={0}
        aria-valuemax={history.length - 1}
        aria-valuenow={at}
        aria-valuetext={dayWords(day, target)}
        onKeyDown={press}
        onPointerMove={find}
        onPointerDown={find}
        className="flex min-w-0 max-w-3xl flex-col rounded-base"
      >
        {months.map(({ key, label, cells }) => (
          <div key={key} aria-hidden className="grid grid-cols-[4rem_minmax(0,1fr)] items-center">
            <span className="text-axis text-muted">{label}</span>
            <svg viewBox={`0 0 ${31 * pitch} ${pitch}`} className="block w-full stale:grayscale">
              {cells.map((cell) => (
                <g key={cell.day} data-day={cell.index} transform={`translate(${(cell.day - 1) * pitch} 0)`}>
                  <rect width={pitch} height={pitch} className="fill-transparent" />
                  <Cell kind={cell.kind} />
                  {cell.index === at ? <Chosen /> : null}
                </g>
              ))}
            </svg>
          </div>
        ))}
      </div>
      <p className="text-sm break-words">{dayWords(day, target)}</p>
      <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
        {legend.map((kind) => (
          <li key={kind} className="inline-flex items-center gap-1.5">
            <svg aria-hidden viewBox={`0 0 ${pitch} ${pitch}`} className="size-3.5">
              <Cell kind={kind} />
            </svg>
            {dayKindWord[kind]}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** A day has its colour and its own drawing: plain, with a bar, with a cross, or hollow. */
const drawings: Record<CalendarCell['kind'], ReactNode> = {
  full: <rect x="1" y="1" width={size} height={size} rx="1.5" className="fill-ok-fill" />,
  lossy: (
    <>
      <rect x="1" y="1" width={size} height={size} rx="1.5" className="fill-warning-fill" />
      <path d="M3 5h4" strokeWidth="1.4" className="stroke-warning-on" />
    </>
  ),
  missed: (
    <>
      <rect x="1" y="1" width={size} height={size} rx="1.5" className="fill-critical-fill" />
      <path d="M3.2 3.2l3.6 3.6m0-3.6-3.6 3.6" strokeWidth="1.4" className="stroke-critical-on" />
    </>
  ),
  none: <rect x="1.5" y="1.5" width={size - 1} height={size - 1} rx="1.2" strokeWidth="0.7" strokeDasharray="1.4 1" className="fill-none stroke-line-strong" />,
};

export function Cell({ kind }: { kind: CalendarCell['kind'] }) {
  return drawings[kind];
}

function Chosen() {
  return <rect x="0.4" y="0.4" width={pitch - 0.8} height={pitch - 0.8} rx="2" strokeWidth="0.9" className="fill-none stroke-ink" />;
}

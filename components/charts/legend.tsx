'use client';

import type { TimeWindow } from '@/lib/health/ranges';
import { formatQuantity, type Unit } from '@/lib/units';
import { useCrosshairIndex } from './crosshair';
import type { PreparedChart, PreparedLine } from './prepare';

interface LegendProps {
  chart: PreparedChart;
  unit: Unit;
  window: TimeWindow;
  onToggle: (key: string) => void;
}

/** The lines with their values now, or at the crosshair; pressing one hides or shows it. */
export function Legend({ chart, unit, window, onToggle }: LegendProps) {
  const index = useCrosshairIndex(window, chart.points);
  const only = chart.lines.length === 1;
  return (
    <ul className="flex min-h-6 flex-wrap gap-x-4 px-4 text-xs">
      {chart.lines.map((line) => (
        <li key={line.key} className="min-w-0">
          {only ? (
            <span className="flex h-6 items-center gap-2">
              <Entry line={line} unit={unit} index={index} />
            </span>
          ) : (
            <button
              type="button"
              aria-pressed={!line.hidden}
              onClick={() => onToggle(line.key)}
              className="flex h-11 max-w-full items-center gap-2 rounded-base aria-[pressed=false]:text-muted aria-[pressed=false]:line-through sm:h-6"
            >
              <Entry line={line} unit={unit} index={index} />
            </button>
          )}
        </li>
      ))}
      {chart.leftOut > 0 ? <li className="flex h-11 items-center text-muted sm:h-6">{chart.leftOut} more not drawn</li> : null}
    </ul>
  );
}

function Entry({ line, unit, index }: { line: PreparedLine; unit: Unit; index: number | null }) {
  const value = index === null ? line.last : (line.values[index] ?? null);
  return (
    <>
      <span className="h-0.5 w-3 shrink-0 rounded-full" style={{ background: line.hidden ? 'var(--line-strong)' : line.colour }} />
      <span className="min-w-0 truncate text-muted">{line.label}</span>
      <span className="font-medium whitespace-nowrap stale:text-muted">{value === null ? '–' : formatQuantity(value, unit)}</span>
    </>
  );
}

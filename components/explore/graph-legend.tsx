'use client';

import { useCrosshairIndex } from '@/components/charts/crosshair';
import type { TimeWindow } from '@/lib/health/ranges';
import { Swatch } from './graph-tooltip';
import { formatValue } from './number-text';
import type { GraphLine, PreparedGraph } from './prepare-graph';

interface GraphLegendProps {
  graph: PreparedGraph;
  window: TimeWindow;
  isolated: ReadonlySet<string>;
  onIsolate: (keys: ReadonlySet<string>) => void;
}

const grid = 'grid grid-cols-[minmax(0,1fr)_4.5rem] items-center gap-x-3 px-4 sm:grid-cols-[minmax(0,1fr)_repeat(4,5rem)]';

/** The lines with their values; pressing one shows it alone, with Ctrl or Shift beside those already picked. */
export function GraphLegend({ graph, window, isolated, onIsolate }: GraphLegendProps) {
  const index = useCrosshairIndex(window, graph.points);
  const isAnyPicked = graph.lines.some((line) => isolated.has(line.key));
  return (
    <div className="mt-2 border-t text-xs">
      <div className={`${grid} h-8 text-muted`} aria-hidden>
        <span>{graph.lines.length === 1 ? 'Series' : `${graph.lines.length} series`}</span>
        <span className="text-right">{index === null ? 'Last' : 'At time'}</span>
        <span className="hidden text-right sm:block">Min</span>
        <span className="hidden text-right sm:block">Mean</span>
        <span className="hidden text-right sm:block">Max</span>
      </div>
      <ul aria-label="Series" className="max-h-72 divide-y overflow-y-auto border-t">
        {graph.lines.map((line) => (
          <li key={line.key}>
            <button
              type="button"
              aria-pressed={isolated.has(line.key)}
              title={line.full}
              onClick={(event) => onIsolate(picked(isolated, line.key, event.ctrlKey || event.metaKey || event.shiftKey))}
              className={`${grid} min-h-11 w-full text-left hover:bg-sunken focus-visible:-outline-offset-2 sm:min-h-8 ${isAnyPicked && line.hidden ? 'text-muted' : ''}`}
            >
              <Row line={line} index={index} />
            </button>
          </li>
        ))}
      </ul>
      {isAnyPicked ? (
        <div className="border-t px-4 py-1">
          <button type="button" className="min-h-11 text-xs underline underline-offset-4 sm:min-h-7" onClick={() => onIsolate(new Set())}>
            Show all series
          </button>
        </div>
      ) : null}
    </div>
  );
}

function Row({ line, index }: { line: GraphLine; index: number | null }) {
  const now = index === null ? line.last : (line.values[index] ?? null);
  return (
    <>
      <span className="flex min-w-0 items-center gap-2">
        <Swatch colour={line.hidden ? 'var(--line-strong)' : line.colour} dash={line.dash} />
        <span className="min-w-0 truncate font-mono">{line.label}</span>
      </span>
      <span className="text-right font-medium">{shown(now)}</span>
      <span className="hidden text-right text-muted sm:block">
        <span className="sr-only">min </span>
        {shown(line.min)}
      </span>
      <span className="hidden text-right text-muted sm:block">
        <span className="sr-only">mean </span>
        {shown(line.mean)}
      </span>
      <span className="hidden text-right text-muted sm:block">
        <span className="sr-only">max </span>
        {shown(line.max)}
      </span>
    </>
  );
}

/** Alone; once more: all again. */
function picked(before: ReadonlySet<string>, key: string, isMore: boolean): ReadonlySet<string> {
  if (!isMore) return before.size === 1 && before.has(key) ? new Set() : new Set([key]);
  const after = new Set(before);
  if (!after.delete(key)) after.add(key);
  return after;
}

function shown(value: number | null): string {
  return value === null ? '–' : formatValue(value);
}

'use client';

import { useCrosshairIndex, useIsPointedAt } from '@/components/charts/crosshair';
import { positionOf } from '@/components/charts/geometry';
import { formatMoment } from '@/components/charts/ticks';
import type { TimeWindow } from '@/lib/health/ranges';
import { formatValue } from './number-text';
import type { PreparedGraph } from './prepare-graph';

interface GraphTooltipProps {
  id: string;
  graph: PreparedGraph;
  width: number;
  window: TimeWindow;
  zone: string;
}

const listed = 10;

/** Time and the highest values at the crosshair. */
export function GraphTooltip({ id, graph, width, window, zone }: GraphTooltipProps) {
  const isPointedAt = useIsPointedAt(id);
  const index = useCrosshairIndex(window, graph.points);
  if (!isPointedAt || index === null) return null;
  const atMs = window.fromMs + index * window.stepMs;
  const left = positionOf(atMs, width, graph.timeDomain);
  const isRight = left > width / 2;
  const found = graph.lines
    .filter((line) => !line.hidden)
    .map((line) => ({ line, value: line.values[index] ?? null }))
    .sort((a, b) => (b.value ?? Number.NEGATIVE_INFINITY) - (a.value ?? Number.NEGATIVE_INFINITY));
  const room = (isRight ? left : width - left) - 16;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-1 z-10 max-w-96 rounded-base border bg-surface px-3 py-2 text-xs shadow-pop"
      style={{ maxWidth: Math.min(384, Math.max(160, room)), ...(isRight ? { right: width - left + 12 } : { left: left + 12 }) }}
    >
      <div className="mb-1 font-medium">{formatMoment(atMs, graph.timeDomain[1] - graph.timeDomain[0], zone)}</div>
      {found.slice(0, listed).map(({ line, value }) => (
        <div key={line.key} className="flex items-center gap-2">
          <Swatch colour={line.colour} dash={line.dash} />
          <span className="min-w-0 flex-1 truncate text-muted">{line.label}</span>
          <span className="pl-2 whitespace-nowrap">{value === null ? 'no data' : formatValue(value)}</span>
        </div>
      ))}
      {found.length > listed ? <div className="text-muted">{found.length - listed} more below</div> : null}
    </div>
  );
}

/** A piece of the line, in its colour and pattern. */
export function Swatch({ colour, dash }: { colour: string; dash: string | undefined }) {
  return (
    <svg aria-hidden viewBox="0 0 16 4" className="h-1 w-4 shrink-0">
      <path d="M0 2H16" stroke={colour} strokeWidth={2} strokeDasharray={dash} />
    </svg>
  );
}

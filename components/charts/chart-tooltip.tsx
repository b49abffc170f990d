'use client';

import type { TimeWindow } from '@/lib/health/ranges';
import { formatQuantity, type Unit } from '@/lib/units';
import { useCrosshairIndex, useIsPointedAt } from './crosshair';
import { positionOf } from './geometry';
import type { PreparedChart } from './prepare';
import { formatMoment } from './ticks';

interface ChartTooltipProps {
  id: string;
  chart: PreparedChart;
  unit: Unit;
  width: number;
  window: TimeWindow;
  zone: string;
}

/** Time and all values at the crosshair, beside it, on the chart that is pointed at. */
export function ChartTooltip({ id, chart, unit, width, window, zone }: ChartTooltipProps) {
  const isPointedAt = useIsPointedAt(id);
  const index = useCrosshairIndex(window, chart.points);
  if (!isPointedAt || index === null) return null;
  const atMs = window.fromMs + index * window.stepMs;
  const left = positionOf(atMs, width, chart.timeDomain);
  const isRight = left > width / 2;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute top-1 z-10 max-w-56 rounded-base border bg-surface px-3 py-2 text-xs shadow-pop"
      style={isRight ? { right: width - left + 12 } : { left: left + 12 }}
    >
      <div className="mb-1 font-medium">{formatMoment(atMs, chart.timeDomain[1] - chart.timeDomain[0], zone)}</div>
      {chart.lines
        .filter((line) => !line.hidden)
        .map((line) => {
          const value = line.values[index] ?? null;
          return (
            <div key={line.key} className="flex items-center gap-2">
              <span className="h-0.5 w-3 shrink-0 rounded-full" style={{ background: line.colour }} />
              <span className="min-w-0 flex-1 truncate text-muted">{line.label}</span>
              <span className="pl-2 whitespace-nowrap">{value === null ? 'no data' : formatQuantity(value, unit)}</span>
            </div>
          );
        })}
    </div>
  );
}

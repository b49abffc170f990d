'use client';

import dynamic from 'next/dynamic';
import { memo } from 'react';
import { Skeleton } from '@/components/ui/skeleton';
import type { ChartDefinition } from '@/lib/health/charts';
import type { TimeWindow } from '@/lib/health/ranges';
import { formatQuantity } from '@/lib/units';
import { ChartTooltip } from './chart-tooltip';
import { PlotOverlay } from './plot-overlay';
import type { PreparedChart } from './prepare';
import { formatMoment } from './ticks';

interface PlotAreaProps {
  definition: ChartDefinition;
  chart: PreparedChart;
  window: TimeWindow;
  width: number;
  zone: string | null;
  /** Near enough to the viewport to be drawn again; what nobody sees keeps its last picture. */
  isNear: boolean;
}

const Plot = dynamic(() => import('./plot').then((module) => module.Plot), { ssr: false, loading: () => <PlotSkeleton /> });

export const PlotArea = memo(
  function PlotArea({ definition, chart, window, width, zone, isNear }: PlotAreaProps) {
    const isReady = isNear && width > 0 && zone !== null;
    return (
      <>
        {isReady ? (
          <Plot chart={chart} unit={definition.unit} stacked={definition.stacked} width={width} zone={zone} />
        ) : (
          <PlotSkeleton />
        )}
        {isReady && chart.isEmpty ? (
          <p className="absolute inset-0 grid place-items-center pb-6 pl-12 text-xs text-muted">
            <span className="bg-surface px-2 py-1">No data in this window</span>
          </p>
        ) : null}
        <PlotOverlay
          id={definition.id}
          title={definition.title}
          width={width}
          window={window}
          points={chart.points}
          timeDomain={chart.timeDomain}
          describe={(index) => (zone === null ? '' : describePoint(definition, chart, window, index, zone))}
        />
        {isReady ? (
          <ChartTooltip id={definition.id} chart={chart} unit={definition.unit} width={width} window={window} zone={zone} />
        ) : null}
      </>
    );
  },
  (before, after) => {
    if (before.width !== after.width || before.zone !== after.zone) return false;
    if (!after.isNear) return true;
    return before.isNear && before.chart === after.chart && before.window === after.window;
  },
);

function PlotSkeleton() {
  return <Skeleton className="absolute inset-x-4 top-2 bottom-4" />;
}

function describePoint(definition: ChartDefinition, chart: PreparedChart, window: TimeWindow, index: number | null, zone: string): string {
  const at = index ?? Math.max(0, chart.points - 1);
  const time = formatMoment(window.fromMs + at * window.stepMs, chart.timeDomain[1] - chart.timeDomain[0], zone);
  const parts = chart.lines.map((line) => {
    const value = line.values[at] ?? null;
    return `${line.label} ${value === null ? 'no data' : formatQuantity(value, definition.unit)}`;
  });
  return `${time}: ${parts.join(', ') || 'no data'}`;
}

'use client';

import dynamic from 'next/dynamic';
import { memo, useMemo, useState } from 'react';
import { ChartGroupContext, createCrosshair } from '@/components/charts/crosshair';
import { formatMoment } from '@/components/charts/ticks';
import { PlotOverlay } from '@/components/charts/plot-overlay';
import { useFrame } from '@/components/charts/use-frame';
import { zoomTo, type RangeSelection } from '@/components/health/range-selection';
import { useZone } from '@/components/time/zone';
import { cn } from '@/components/ui/cn';
import { Skeleton } from '@/components/ui/skeleton';
import type { TimeWindow } from '@/lib/health/ranges';
import { GraphLegend } from './graph-legend';
import { GraphTooltip } from './graph-tooltip';
import { formatValue, tickFormat } from './number-text';
import { maxLines, prepareGraph, type GraphInput, type PreparedGraph } from './prepare-graph';

interface GraphPanelProps {
  inputs: readonly GraphInput[];
  window: TimeWindow;
  isPending: boolean;
  onRange: (range: RangeSelection) => void;
}

const plotId = 'explore';
const height = 320;
const none: ReadonlySet<string> = new Set();
const Plot = dynamic(() => import('@/components/charts/plot').then((module) => module.Plot), { ssr: false, loading: () => <PlotSkeleton /> });

/** Every series of every query over time, with a legend that picks out some. */
export const GraphPanel = memo(function GraphPanel({ inputs, window, isPending, onRange }: GraphPanelProps) {
  const { ref, width } = useFrame();
  const zone = useZone();
  const [isolated, setIsolated] = useState(none);
  const [crosshair] = useState(createCrosshair);
  const group = useMemo(() => ({ crosshair, zoom: (fromMs: number, toMs: number) => onRange(zoomTo(fromMs, toMs)) }), [crosshair, onRange]);
  const graph = useMemo(() => {
    const found = prepareGraph(inputs, window, isolated);
    // Lines that were picked out may be gone with another query.
    return isolated.size > 0 && found.lines.every((line) => line.hidden) ? prepareGraph(inputs, window, none) : found;
  }, [inputs, window, isolated]);
  const format = useMemo(() => tickFormat(graph.valueTicks), [graph.valueTicks]);
  const isReady = width > 0 && zone !== null;
  return (
    <ChartGroupContext value={group}>
      <figure aria-busy={isPending} aria-label="Graph" className={cn('min-w-0 rounded-base border bg-surface pt-3 transition-opacity duration-150', isPending && 'opacity-60')}>
        {graph.leftOut > 0 ? (
          <p role="status" className="px-4 pb-2 text-xs text-muted">
            The {maxLines} series with the highest last value are drawn, {graph.leftOut.toLocaleString('en')} are not. The table has them all.
          </p>
        ) : null}
        <div ref={ref} className="relative" style={{ height }}>
          {isReady ? <Plot chart={graph} unit="" stacked={false} width={width} zone={zone} height={height} formatValue={format} /> : <PlotSkeleton />}
          {isReady && graph.isEmpty ? (
            <p className="absolute inset-0 grid place-items-center pb-6 pl-12 text-sm text-muted">
              <span className="bg-surface px-2 py-1 text-center">No data in this range. Choose a longer one, or look the metric up.</span>
            </p>
          ) : null}
          <PlotOverlay
            id={plotId}
            title="Graph"
            width={width}
            window={window}
            points={graph.points}
            timeDomain={graph.timeDomain}
            describe={(index) => (zone === null ? '' : describePoint(graph, window, index, zone))}
          />
          {isReady ? <GraphTooltip id={plotId} graph={graph} width={width} window={window} zone={zone} /> : null}
        </div>
        {graph.lines.length > 0 ? <GraphLegend graph={graph} window={window} isolated={isolated} onIsolate={setIsolated} /> : null}
      </figure>
    </ChartGroupContext>
  );
});

function PlotSkeleton() {
  return <Skeleton className="absolute inset-x-4 top-2 bottom-4" />;
}

const spoken = 8;

function describePoint(graph: PreparedGraph, window: TimeWindow, index: number | null, zone: string): string {
  const at = index ?? Math.max(0, graph.points - 1);
  const time = formatMoment(window.fromMs + at * window.stepMs, graph.timeDomain[1] - graph.timeDomain[0], zone);
  const shown = graph.lines.filter((line) => !line.hidden);
  const parts = shown.slice(0, spoken).map((line) => {
    const value = line.values[at] ?? null;
    return `${line.label} ${value === null ? 'no data' : formatValue(value)}`;
  });
  const rest = shown.length > spoken ? ` and ${shown.length - spoken} more` : '';
  return `${time}: ${parts.join(', ') || 'no data'}${rest}`;
}

'use client';

import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { severityWord } from '@/components/alerts/alert-words';
import { prepareAlertChart } from '@/components/alerts/prepare-alert-chart';
import { ChartGroupContext, createCrosshair } from '@/components/charts/crosshair';
import { plotInset, positionOf } from '@/components/charts/geometry';
import { PlotOverlay } from '@/components/charts/plot-overlay';
import { formatMoment } from '@/components/charts/ticks';
import { useFrame } from '@/components/charts/use-frame';
import { GraphTooltip } from '@/components/explore/graph-tooltip';
import { formatValue, tickFormat } from '@/components/explore/number-text';
import { useZone } from '@/components/time/zone';
import { Skeleton } from '@/components/ui/skeleton';
import type { BacktestAnswer } from '@/lib/alerts/rules/api';
import type { Severity } from '@/lib/alerts/severity';
import { seriesOfChart, shadesOf, windowOfChart } from './prepare-backtest';

const id = 'backtest';
const height = 240;
const Plot = dynamic(() => import('@/components/charts/plot').then((module) => module.Plot), { ssr: false, loading: () => <PlotSkeleton /> });
const shade: Record<Severity, string> = { critical: 'bg-critical-fill/25', warning: 'bg-warning-fill/20', info: 'bg-unknown-fill/20' };

/** What the rule measures, its levels, and the times at which it would have fired. */
export function BacktestChart({ answer }: { answer: BacktestAnswer }) {
  const { ref, width } = useFrame();
  const zone = useZone();
  const [crosshair] = useState(createCrosshair);
  const group = useMemo(() => ({ crosshair, zoom: () => undefined }), [crosshair]);
  const window = useMemo(() => windowOfChart(answer), [answer]);
  const graph = useMemo(() => prepareAlertChart(seriesOfChart(answer.chart), window, answer.chart.levels), [answer, window]);
  const format = useMemo(() => tickFormat(graph.valueTicks), [graph.valueTicks]);
  const shades = useMemo(() => shadesOf(answer.occurrences, answer.to), [answer]);
  const isReady = width > 0 && zone !== null;
  const leftOf = (atMs: number) => Math.min(width - plotInset.right, Math.max(plotInset.left, positionOf(atMs, width, graph.timeDomain)));
  const more = answer.chart.totalSeries - answer.chart.series.length;
  return (
    <figure aria-label="The last 30 days" className="min-w-0">
      <ChartGroupContext value={group}>
        <div ref={ref} className="relative" style={{ height }}>
          {isReady
            ? shades.map(({ severity, fromMs, toMs }) => (
                <span
                  key={`${severity}${fromMs}`}
                  aria-hidden
                  data-shade={severity}
                  className={`pointer-events-none absolute ${shade[severity]}`}
                  style={{ left: leftOf(fromMs), width: Math.max(2, leftOf(toMs) - leftOf(fromMs)), top: plotInset.top, bottom: plotInset.bottom }}
                />
              ))
            : null}
          {isReady ? <Plot chart={graph} unit="" stacked={false} width={width} zone={zone} height={height} formatValue={format} /> : <PlotSkeleton />}
          {isReady && graph.isEmpty ? <p className="absolute inset-0 grid place-items-center text-sm text-muted">No data to draw.</p> : null}
          <PlotOverlay
            id={id}
            title="Backtest"
            width={width}
            window={window}
            points={graph.points}
            timeDomain={graph.timeDomain}
            describe={(index) => {
              const at = index ?? graph.points - 1;
              const values = graph.lines.slice(0, 4).map(({ label, values: all }) => `${label} ${all[at] === null || all[at] === undefined ? 'no data' : formatValue(all[at])}`);
              return zone === null ? '' : `${formatMoment(window.fromMs + at * window.stepMs, window.toMs - window.fromMs, zone)}: ${values.join(', ') || 'no data'}`;
            }}
          />
          {isReady ? <GraphTooltip id={id} graph={graph} width={width} window={window} zone={zone} /> : null}
        </div>
      </ChartGroupContext>
      <figcaption className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-2 text-xs text-muted">
        {answer.chart.levels.map(({ severity, value }) => (
          <span key={severity}>
            {severityWord[severity]} at {formatValue(value)}
          </span>
        ))}
        <span>Shaded: it would have fired.</span>
        {more > 0 ? <span>{more.toLocaleString('en')} more series are not drawn.</span> : null}
      </figcaption>
    </figure>
  );
}

function PlotSkeleton() {
  return <Skeleton className="absolute inset-x-4 top-2 bottom-4" />;
}

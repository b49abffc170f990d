'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import type { z } from 'zod';
import { ChartGroupContext, createCrosshair } from '@/components/charts/crosshair';
import { plotInset, positionOf } from '@/components/charts/geometry';
import { PlotOverlay } from '@/components/charts/plot-overlay';
import { formatMoment } from '@/components/charts/ticks';
import { useFrame } from '@/components/charts/use-frame';
import { exploreSearch } from '@/components/explore/explore-state';
import { GraphTooltip } from '@/components/explore/graph-tooltip';
import { formatValue, tickFormat } from '@/components/explore/number-text';
import { queryRange } from '@/components/explore/prometheus-client';
import { formatClock } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Card, CardHeader } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import type { readAlert } from '@/lib/alerts/api';
import type { AlertView } from '@/lib/alerts/schemas';
import { messageOf } from '@/lib/errors';
import { severityWord } from './alert-words';
import { momentsOf, prepareAlertChart, seriesOfAlert, windowAround } from './prepare-alert-chart';

type ChartOfAlert = NonNullable<z.output<(typeof readAlert)['response']>['chart']>;

const id = 'alert';
const height = 240;
const Plot = dynamic(() => import('@/components/charts/plot').then((module) => module.Plot), { ssr: false, loading: () => <PlotSkeleton /> });

/** The expression around the moment, with its levels and what happened when. */
export function AlertChart({ alert, chart }: { alert: AlertView; chart: ChartOfAlert }) {
  const { ref, width } = useFrame();
  const zone = useZone();
  const [crosshair] = useState(createCrosshair);
  const group = useMemo(() => ({ crosshair, zoom: () => undefined }), [crosshair]);
  const window = useMemo(() => windowAround(chart.from, chart.to), [chart.from, chart.to]);
  const query = useQuery({
    queryKey: ['alert chart', chart.expr, window],
    queryFn: ({ signal }) => queryRange(chart.expr, window, signal),
    placeholderData: keepPreviousData,
    retry: false,
  });
  const { labels } = alert;
  const series = query.data?.series;
  const graph = useMemo(() => prepareAlertChart(seriesOfAlert(series ?? [], labels), window, chart.levels), [series, labels, window, chart.levels]);
  const format = useMemo(() => tickFormat(graph.valueTicks), [graph.valueTicks]);
  const moments = momentsOf(alert, graph.timeDomain);
  const explore = exploreSearch({ queries: [{ expr: chart.expr, isHidden: false }], view: 'graph', range: { kind: 'custom', fromMs: window.fromMs, toMs: window.toMs }, step: '', atMs: null, refresh: null });
  const isReady = width > 0 && zone !== null && query.data !== undefined;
  return (
    <Card aria-labelledby="chart-title">
      <CardHeader
        id="chart-title"
        title="The value around the moment"
        note={
          <Link href={`/explore${explore}`} className="inline-flex min-h-11 items-center text-ink underline underline-offset-4 sm:min-h-0">
            Open in Explore
          </Link>
        }
      />
      <ChartGroupContext value={group}>
        <div ref={ref} className="relative" style={{ height }}>
          {query.isError ? (
            <p role="alert" className="grid h-full place-items-center px-4 text-center text-sm text-muted">
              The chart cannot be drawn. {messageOf(query.error)}
            </p>
          ) : isReady ? (
            <Plot chart={graph} unit="" stacked={false} width={width} zone={zone} height={height} formatValue={format} />
          ) : (
            <PlotSkeleton />
          )}
          {isReady && graph.isEmpty ? <p className="absolute inset-0 grid place-items-center text-sm text-muted">No data around this time.</p> : null}
          {isReady ? moments.map(({ word, atMs }) => <MomentLine key={word} leftPx={positionOf(atMs, width, graph.timeDomain)} />) : null}
          <PlotOverlay
            id={id}
            title="The value around the moment"
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
      <div className="flex flex-wrap gap-x-4 gap-y-1 border-t px-4 py-2 text-xs text-muted">
        {zone === null ? null : moments.map(({ word, atMs }) => <span key={word}>{`${word} ${formatClock(atMs, zone)}`}</span>)}
        {chart.levels.map(({ severity, value }) => (
          <span key={severity}>
            {severityWord[severity]} at {formatValue(value)}
          </span>
        ))}
        {graph.leftOut > 0 ? <span>{graph.leftOut} more series are not drawn.</span> : null}
      </div>
      <p className="border-t px-4 py-2 font-mono text-xs break-words text-muted">{chart.expr}</p>
    </Card>
  );
}

/** The time is told in words below. */
function MomentLine({ leftPx }: { leftPx: number }) {
  return <span aria-hidden className="pointer-events-none absolute w-px bg-ink" style={{ left: leftPx, top: plotInset.top, bottom: plotInset.bottom }} />;
}

function PlotSkeleton() {
  return <Skeleton className="absolute inset-x-4 top-2 bottom-4" />;
}

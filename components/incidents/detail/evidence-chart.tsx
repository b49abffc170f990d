'use client';

import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { ChartGroupContext, createCrosshair } from '@/components/charts/crosshair';
import { PlotOverlay } from '@/components/charts/plot-overlay';
import { formatMoment } from '@/components/charts/ticks';
import { useFrame } from '@/components/charts/use-frame';
import { exploreSearch } from '@/components/explore/explore-state';
import { GraphTooltip, Swatch } from '@/components/explore/graph-tooltip';
import { formatValue, tickFormat } from '@/components/explore/number-text';
import { useZone } from '@/components/time/zone';
import { Skeleton } from '@/components/ui/skeleton';
import { graphOfEvidence, windowOfEvidence, type ChartEvidence } from './evidence-series';

const height = 180;
const Plot = dynamic(() => import('@/components/charts/plot').then((module) => module.Plot), { ssr: false, loading: () => <Skeleton className="absolute inset-x-4 top-2 bottom-4" /> });

/** A chart as it was when it was pinned: its points are frozen and are asked for no more. */
export function EvidenceChart({ evidence, id }: { evidence: ChartEvidence; id: string }) {
  const { ref, width } = useFrame();
  const zone = useZone();
  const [crosshair] = useState(createCrosshair);
  const group = useMemo(() => ({ crosshair, zoom: () => undefined }), [crosshair]);
  const window = useMemo(() => windowOfEvidence(evidence), [evidence]);
  const graph = useMemo(() => graphOfEvidence(evidence), [evidence]);
  const format = useMemo(() => tickFormat(graph.valueTicks), [graph.valueTicks]);
  const explore = exploreSearch({ queries: [{ expr: evidence.expr, isHidden: false }], view: 'graph', range: { kind: 'custom', fromMs: evidence.from, toMs: evidence.to }, step: '', atMs: null, refresh: null });
  const isReady = width > 0 && zone !== null;
  const chart = `evidence-${id}`;
  return (
    <figure className="min-w-0 overflow-hidden rounded-base border bg-surface break-inside-avoid">
      <ChartGroupContext value={group}>
        <div ref={ref} className="relative" style={{ height }}>
          {isReady ? <Plot chart={graph} unit="" stacked={false} width={width} zone={zone} height={height} formatValue={format} /> : null}
          {isReady && graph.isEmpty ? <p className="absolute inset-0 grid place-items-center text-sm text-muted">There was no data in this time.</p> : null}
          <PlotOverlay
            id={chart}
            title="Pinned chart"
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
          {isReady ? <GraphTooltip id={chart} graph={graph} width={width} window={window} zone={zone} /> : null}
        </div>
      </ChartGroupContext>
      {graph.lines.length > 1 ? (
        <ul className="flex flex-wrap gap-x-4 gap-y-1 px-3 pb-2 text-xs text-muted">
          {graph.lines.map(({ key, label, colour, dash }) => (
            <li key={key} className="inline-flex min-w-0 items-center gap-2">
              <Swatch colour={colour} dash={dash} />
              <span className="min-w-0 break-all">{label}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <figcaption className="flex flex-wrap items-baseline justify-between gap-x-3 border-t px-3 py-1.5 text-xs text-muted">
        <code className="min-w-0 font-mono break-all">{evidence.expr}</code>
        <Link href={`/explore${explore}`} prefetch={false} className="inline-flex min-h-11 items-center underline underline-offset-4 hover:text-ink sm:min-h-0 print:hidden">
          Open in Explore
        </Link>
      </figcaption>
    </figure>
  );
}

'use client';

import { useMemo, useState } from 'react';
import type { z } from 'zod';
import { ChartPanel } from '@/components/charts/chart-panel';
import { ChartGroupContext, createCrosshair } from '@/components/charts/crosshair';
import type { readCheckHistory } from '@/lib/checks/api';
import { tookWords } from './check-words';
import { latencyChart } from './latency-chart';

type Latency = z.output<(typeof readCheckHistory)['response']>['latency'];

/** How long it took: the percentiles, and the time in its phases. */
export function LatencyPanel({ latency, when }: { latency: Latency; when: string }) {
  const [crosshair] = useState(createCrosshair);
  const group = useMemo(() => ({ crosshair, zoom: () => undefined }), [crosshair]);
  const chart = useMemo(() => latencyChart(latency), [latency]);
  const figures = [
    { word: 'Median', ms: latency.p50Ms },
    { word: 'p95', ms: latency.p95Ms },
    { word: 'p99', ms: latency.p99Ms },
  ];
  return (
    <div className="flex min-w-0 flex-col gap-3">
      <dl className="grid grid-cols-3 gap-3">
        {figures.map(({ word, ms }) => (
          <div key={word} className="rounded-base border bg-surface px-4 py-2">
            <dt className="text-xs text-muted">{word}</dt>
            <dd className="text-lg font-semibold tracking-tight stale:text-muted">{ms === null ? '–' : tookWords(ms)}</dd>
          </div>
        ))}
      </dl>
      {chart ? (
        <ChartGroupContext value={group}>
          <ChartPanel definition={chart.definition} threshold={null} report={chart.report} window={chart.window} when={when} />
        </ChartGroupContext>
      ) : (
        <p className="rounded-base border border-dashed bg-surface px-4 py-8 text-center text-sm text-muted">How long it takes is drawn here after a few results.</p>
      )}
    </div>
  );
}

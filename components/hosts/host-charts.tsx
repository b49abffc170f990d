'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { ChartPanel } from '@/components/charts/chart-panel';
import { ChartGroupContext, createCrosshair } from '@/components/charts/crosshair';
import { RangePicker } from '@/components/health/range-picker';
import { zoomTo } from '@/components/health/range-selection';
import { WindowCaption } from '@/components/health/window-caption';
import { formatDuration } from '@/components/time/format';
import { cn } from '@/components/ui/cn';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import type { ChartDefinition } from '@/lib/health/charts';
import { hostCatalogue } from '@/lib/hosts/catalogue';
import type { HostVital } from '@/lib/hosts/schemas';
import type { HostIdentity } from '@/lib/hosts/source';
import { hostChartsQuery } from './host-charts-query';
import { useHostRange } from './use-host-range';

export function HostCharts({ identity, vitals }: { identity: HostIdentity; vitals: readonly HostVital[] }) {
  const [selection, select] = useHostRange();
  const query = useQuery(hostChartsQuery(identity, selection));
  const [crosshair] = useState(createCrosshair);
  const group = useMemo(() => ({ crosshair, zoom: (fromMs: number, toMs: number) => select(zoomTo(fromMs, toMs)) }), [crosshair, select]);
  const definitions = useMemo(() => hostCatalogue[identity.source].charts.map((chart): ChartDefinition => ({ ...chart, lines: [] })), [identity.source]);
  const { data } = query;
  return (
    <section aria-labelledby="charts-title" className="flex flex-col gap-3">
      <div className="sticky top-14 z-10 -mx-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 bg-page px-4 py-2">
        <div className="flex min-w-0 items-baseline gap-3">
          <h2 id="charts-title" className="text-base font-semibold">
            Charts
          </h2>
          {selection.kind === 'custom' ? <WindowCaption fromMs={selection.fromMs} toMs={selection.toMs} onLeave={() => select({ kind: 'named', name: 'live' })} /> : null}
        </div>
        <RangePicker selection={selection} onSelect={select} />
      </div>
      {query.isError ? <RefreshFailed message={messageOf(query.error)} onRetry={() => void query.refetch()} /> : null}
      <ChartGroupContext value={group}>
        <div aria-busy={query.isPlaceholderData} className={cn('grid grid-cols-1 gap-3 transition-opacity duration-150 md:grid-cols-2 xl:grid-cols-3', query.isPlaceholderData && 'opacity-50')}>
          {data
            ? definitions
                // A chart of what this host never sent would be an empty frame.
                .filter(({ id }) => data.charts.some((chart) => chart.id === id && chart.lines.length > 0))
                .map((definition) => (
                  <ChartPanel
                    key={definition.id}
                    definition={definition}
                    report={data.charts.find((chart) => chart.id === definition.id)}
                    window={data.window}
                    threshold={vitals.find(({ id }) => id === definition.vital)?.threshold ?? null}
                    when={`last ${formatDuration(data.window.toMs - data.window.fromMs)}`}
                  />
                ))
            : query.isError
              ? null
              : definitions.map(({ id }) => <Skeleton key={id} className="h-60" />)}
        </div>
        {data?.charts.every((chart) => chart.lines.length === 0) ? <p className="rounded-base border border-dashed bg-surface px-4 py-12 text-center text-sm text-muted">This host sent nothing in this range. Choose a longer one.</p> : null}
      </ChartGroupContext>
    </section>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff } from 'lucide-react';
import { useDeferredValue, type ReactNode } from 'react';
import { FiringNow, useFiringCount } from '@/components/alerts/firing-now';
import { OpenIncidents, useIncidentAnswer } from '@/components/incidents/list/open-incidents';
import { useConnection } from '@/components/realtime/realtime-provider';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { messageOf } from '@/lib/errors';
import { vitals } from '@/lib/health/vitals';
import { isStale } from '@/lib/realtime/connection';
import { ChartsGrid } from './charts-grid';
import { dashboardQuery } from './dashboard-query';
import { CoresCard, InterfacesCard, MountsCard } from './details';
import { OverviewSkeleton } from './overview-skeleton';
import { RangePicker } from './range-picker';
import type { RangeSelection } from './range-selection';
import { StatusBanner } from './status-banner';
import { useLiveView } from './use-live-view';
import { useRange } from './use-range';
import { VitalTile } from './vital-tile';
import { WindowCaption } from './window-caption';

const live: RangeSelection = { kind: 'named', name: 'live' };

/** `children` stand below the vitals. */
export function Overview({ children }: { children?: ReactNode }) {
  const [selection, select] = useRange();
  const query = useQuery(dashboardQuery(selection));
  const view = useLiveView(query.data);
  const connection = useConnection();
  const firing = useFiringCount();
  const incident = useIncidentAnswer();
  // The tiles come first; the charts follow when there is time, and can be interrupted.
  const drawn = useDeferredValue(view);
  const retry = () => void query.refetch();

  if (!view || !drawn) {
    if (!query.isError) return <OverviewSkeleton />;
    return (
      <Notice icon={CloudOff} role="alert" title="The overview cannot be shown" action={<Button onClick={retry}>Try again</Button>}>
        {messageOf(query.error)}
      </Notice>
    );
  }
  const { frame } = view;
  return (
    <div data-stale={connection !== null && isStale(connection)} className="flex flex-col gap-6">
      <StatusBanner frame={frame} firing={firing} incident={incident} connection={connection} />
      <OpenIncidents />
      <FiringNow />
      <section aria-labelledby="vitals-title" className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <h2 id="vitals-title" className="sr-only">
          Vitals
        </h2>
        {vitals.map((definition) => {
          const vital = frame.vitals.find((each) => each.id === definition.id);
          return (
            <VitalTile
              key={definition.id}
              definition={definition}
              vital={vital}
              sparkline={view.sparklines.find((each) => each.id === definition.id)}
              nowMs={frame.at}
            />
          );
        })}
      </section>
      {children}
      <section aria-labelledby="charts-title" className="flex flex-col gap-3">
        <div className="sticky top-14 z-10 -mx-4 flex flex-wrap items-center justify-between gap-x-4 gap-y-2 bg-page px-4 py-2">
          <div className="flex min-w-0 items-baseline gap-3">
            <h2 id="charts-title" className="text-base font-semibold">
              Charts
            </h2>
            {selection.kind === 'custom' ? <WindowCaption fromMs={selection.fromMs} toMs={selection.toMs} onLeave={() => select(live)} /> : null}
          </div>
          <RangePicker selection={selection} onSelect={select} />
        </div>
        {query.isError ? <RefreshError message={messageOf(query.error)} onRetry={retry} /> : null}
        {query.data ? (
          <ChartsGrid
            charts={drawn.charts}
            window={drawn.window}
            thresholds={drawn.thresholds}
            isPending={query.isPlaceholderData}
            selection={selection}
            onSelect={select}
          />
        ) : null}
      </section>
      <section aria-labelledby="details-title" className="grid grid-cols-1 items-start gap-3 md:grid-cols-2 xl:grid-cols-3">
        <h2 id="details-title" className="sr-only">
          Details
        </h2>
        <MountsCard mounts={frame.mounts} threshold={view.thresholds.disk ?? null} />
        <InterfacesCard interfaces={frame.interfaces} />
        <CoresCard cores={frame.cores} />
      </section>
    </div>
  );
}

function RefreshError({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div role="alert" className="flex flex-wrap items-center justify-between gap-3 rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm">
      <span className="min-w-0">The charts could not be read. {message}</span>
      <Button onClick={onRetry}>Try again</Button>
    </div>
  );
}

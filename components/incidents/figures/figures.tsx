'use client';

import { useQuery } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import Link from 'next/link';
import { useMemo } from 'react';
import { CannotShow } from '@/components/checks/list-parts';
import { incidentFiguresQuery, useLiveIncidents } from '@/components/incidents/incident-queries';
import { formatter } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { byWord, measureMeaning, measureWord } from './figure-words';
import { FiguresChart } from './figures-chart';
import { FiguresRange } from './figures-range';
import { figureGroups, figureMeasures } from './figures-state';
import { FiguresTable } from './figures-table';
import { figureText, prepareFigures, type FiguresAnswer } from './prepare-figures';
import { useFiguresState } from './use-figures-state';

const groupOptions = figureGroups.map((value) => ({ value, label: byWord[value] }));
const measureOptions = figureMeasures.map((value) => ({ value, label: measureWord[value] }));

/** How many incidents there were and how fast they were taken and ended. */
export function Figures() {
  const [state, change] = useFiguresState();
  useLiveIncidents();
  const zone = useZone();
  const query = useQuery(incidentFiguresQuery(state));
  const { data } = query;
  const retry = () => void query.refetch();
  return (
    <>
      <FiguresRange range={state.range} onChange={(range) => change({ range })} />
      {query.isError && data ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      {!data && query.isError ? (
        <Card>
          <CannotShow title="The figures cannot be read" error={query.error} onRetry={retry} />
        </Card>
      ) : !data ? (
        <FiguresSkeleton />
      ) : (
        <div data-stale={query.isError || undefined} className={cn('flex min-w-0 flex-col gap-4 transition-opacity duration-150', query.isPlaceholderData && 'opacity-60')}>
          <p className="text-xs text-muted">
            {zone ? `Declared from ${dayWords(data.from, zone)} to ${dayWords(data.to, zone)}. ` : ''}Merged incidents are left out; months are those of UTC.
          </p>
          <Totals figures={data} />
          {data.total === 0 ? (
            <Card>
              <Notice icon={ChartColumn} title="No incident in this range" action={<Link href="/incidents" className={buttonStyle()}>See all incidents</Link>}>
                Counts and mean times are shown here for the incidents that were declared in it.
              </Notice>
            </Card>
          ) : (
            <>
              <Card aria-labelledby="figures-chart" className="flex flex-col gap-3 p-4">
                <div className="flex flex-wrap items-center gap-2">
                  <Segmented label="Group by" options={groupOptions} value={state.by} onChange={(by) => change({ by })} className="max-sm:w-full" />
                  <Segmented label="Show" options={measureOptions} value={state.show} onChange={(show) => change({ show })} className="max-sm:grid max-sm:w-full max-sm:grid-cols-2" />
                </div>
                <Chart figures={data} by={state.by} show={state.show} />
              </Card>
              <Card aria-label="Table" className="overflow-hidden">
                <FiguresTable groups={data.groups} by={state.by} />
              </Card>
            </>
          )}
        </div>
      )}
    </>
  );
}

function Chart({ figures, by, show }: { figures: FiguresAnswer; by: (typeof figureGroups)[number]; show: (typeof figureMeasures)[number] }) {
  const prepared = useMemo(() => prepareFigures(figures, by, show), [figures, by, show]);
  return (
    <figure className="flex min-w-0 flex-col gap-2">
      <figcaption>
        <h2 id="figures-chart" className="text-sm font-medium">
          {measureWord[show]} by {byWord[by].toLowerCase()}
        </h2>
        <span className="text-xs text-muted">
          {measureMeaning[show]}.{prepared.leftOut > 0 ? ` The chart leaves out ${prepared.leftOut.toLocaleString('en')}; the table has all of them.` : ''}
        </span>
      </figcaption>
      {prepared.isEmpty ? <p className="py-8 text-center text-sm text-muted">None of them has this figure yet.</p> : <FiguresChart prepared={prepared} show={show} />}
    </figure>
  );
}

function Totals({ figures: { total, mttaMs, mttrMs } }: { figures: FiguresAnswer }) {
  const tiles = [
    { name: 'Incidents', value: total.toLocaleString('en'), meaning: measureMeaning.count },
    { name: 'MTTA', value: figureText(mttaMs, 'mtta'), meaning: measureMeaning.mtta },
    { name: 'MTTR', value: figureText(mttrMs, 'mttr'), meaning: measureMeaning.mttr },
  ];
  return (
    <dl aria-label="Totals" className="grid grid-cols-3 gap-2 sm:gap-3">
      {tiles.map(({ name, value, meaning }) => (
        <div key={name} className="rounded-base border bg-surface p-3 sm:p-4">
          <dt className="text-sm font-medium">{name}</dt>
          <dd className="text-lg leading-7 font-semibold tracking-tight sm:text-2xl sm:leading-8 stale:text-muted">{value}</dd>
          <dd className="text-xs text-muted max-sm:sr-only">{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}

function dayWords(atMs: number, zone: string): string {
  return formatter(zone, { day: 'numeric', month: 'short', year: 'numeric' }).format(atMs);
}

function FiguresSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the figures</span>
      <div className="grid grid-cols-1 gap-3 sm:grid-cols-3">
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
        <Skeleton className="h-24" />
      </div>
      <Skeleton className="h-72" />
    </div>
  );
}

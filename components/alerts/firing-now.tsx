'use client';

import { queryOptions, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { callEndpoint } from '@/components/api-client';
import { Since } from '@/components/time/since';
import { listAlertGroups } from '@/lib/alerts/api';
import { messageOf } from '@/lib/errors';
import { SeverityMark, StateMark } from './alert-mark';
import { alertsKey } from './alert-queries';
import { headOf, standingOf, summaryOf } from './alert-words';
import { useLiveAlerts } from './use-live-alerts';

const shownGroups = 5;

const firingQuery = queryOptions({
  queryKey: [...alertsKey, 'overview'],
  queryFn: ({ signal }) => callEndpoint(listAlertGroups, { query: { state: 'firing,acknowledged', limit: shownGroups }, signal }),
});

/** How many alerts fire that nobody acknowledged; 0 until it is known. */
export function useFiringCount(): number {
  return useQuery(firingQuery).data?.counts.firing ?? 0;
}

/** The worst groups of alerts of now, for a page that has another subject. Nothing, when nothing fires. */
export function FiringNow() {
  useLiveAlerts();
  const { data, error } = useQuery(firingQuery);
  if (error && !data) {
    return (
      <p role="alert" className="text-sm text-muted">
        The alerts could not be read. {messageOf(error)}
      </p>
    );
  }
  if (!data || data.groups.length === 0) return null;
  return (
    <section aria-labelledby="firing-title" className="rounded-base border bg-surface">
      <header className="flex items-center justify-between gap-3 px-4 pt-2">
        <h2 id="firing-title" className="text-sm font-medium">
          Alerts
        </h2>
        <Link href="/alerts" className="inline-flex h-11 items-center text-sm text-muted hover:text-ink sm:h-7">
          See all
        </Link>
      </header>
      <ul className="pb-1">
        {data.groups.map((group) => {
          const first = group.alerts[0];
          const state = group.state;
          return (
            <li key={group.key} className="border-t first:border-t-0">
              <Link href={first ? `/alerts/${first.id}` : '/alerts'} prefetch={false} className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2 hover:bg-sunken">
                <SeverityMark severity={group.severity} state={state} className="size-5 sm:size-4" />
                <span className="min-w-0 flex-1 basis-48 text-sm">
                  <span className="font-medium">{headOf(group)}</span>
                  {first && group.total === 1 ? <span className="text-muted"> {summaryOf(first)}</span> : null}
                </span>
                <StateMark severity={group.severity} state={state} />
                <span className="text-xs text-muted">
                  {first?.acknowledgedBy ? standingOf(first, data.at) : <Since atMs={group.since} nowMs={data.at} form="for" />}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, ChartSpline, CloudOff, ServerOff } from 'lucide-react';
import Link from 'next/link';
import { Since } from '@/components/time/since';
import { Button, buttonStyle } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { StateIcon, stateWord } from '@/components/ui/state';
import { isAppError, messageOf } from '@/lib/errors';
import { vitals } from '@/lib/health/vitals';
import { hostCatalogue } from '@/lib/hosts/catalogue';
import { matchersOfHost, printMatcher } from '@/lib/hosts/expression';
import { parseHostKey } from '@/lib/hosts/host-key';
import type { HostSummary } from '@/lib/hosts/schemas';
import type { HostIdentity } from '@/lib/hosts/source';
import { HostCharts } from './host-charts';
import { HostTile } from './host-tile';
import { sourceWord } from './host-vital';
import { hostQuery } from './hosts-query';

export function Host({ hostKey }: { hostKey: string }) {
  const query = useQuery(hostQuery(hostKey));
  const identity = parseHostKey(hostKey);
  const { data } = query;
  const retry = () => void query.refetch();
  const isGone = identity === null || (isAppError(query.error) && query.error.code === 'not_found');
  if (isGone || !identity) {
    return (
      <Notice icon={ServerOff} level={1} title="This host is not known" action={<BackLink />}>
        {query.isError ? messageOf(query.error) : 'The address names no host.'} A host is forgotten a day after its last sample.
      </Notice>
    );
  }
  if (!data && query.isError) {
    return (
      <Notice icon={CloudOff} level={1} role="alert" title="The host cannot be shown" action={<Button onClick={retry}>Try again</Button>}>
        {messageOf(query.error)}
      </Notice>
    );
  }
  if (!data) return <HostSkeleton />;
  const { host, at } = data;
  return (
    <div data-stale={host.isStale} className="flex flex-col gap-6">
      <Link href="/hosts" className="-mb-4 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
        <ArrowLeft aria-hidden className="size-4" />
        All hosts
      </Link>
      <Heading host={host} nowMs={at} identity={identity} />
      {query.isError ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      <section aria-labelledby="vitals-title" className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        <h2 id="vitals-title" className="sr-only">
          Vitals
        </h2>
        {host.vitals.map((vital) => (
          <HostTile key={vital.id} vital={vital} sparkline={vital.id === 'cpu' || vital.id === 'memory' ? (host.sparklines?.[vital.id] ?? null) : null} />
        ))}
      </section>
      <HostCharts identity={identity} vitals={host.vitals} />
    </div>
  );
}

const frames = {
  ok: 'border-line bg-surface',
  unknown: 'border-line border-dashed bg-surface',
  warning: 'border-warning-fill bg-warning-soft',
  critical: 'border-critical-fill bg-critical-soft ring-1 ring-critical-fill',
};

function Heading({ host, nowMs, identity }: { host: HostSummary; nowMs: number; identity: HostIdentity }) {
  const matchers = matchersOfHost(hostCatalogue[identity.source], identity).filter(({ value }) => value !== '').map(printMatcher);
  const explore = `/explore?${new URLSearchParams({ q: `{${matchers.join(',')}}`, view: 'table' }).toString()}`;
  return (
    <header data-state={host.state} className={cn('flex flex-wrap items-start justify-between gap-3 rounded-base border p-4', frames[host.state])}>
      <div className="flex min-w-0 items-start gap-3">
        <StateIcon state={host.state} className="mt-1 size-6" />
        <div className="min-w-0">
          <h1 className="text-2xl leading-8 font-semibold tracking-tight break-words">{host.name}</h1>
          <p role="status" className="text-sm">
            <span className="sr-only">{stateWord[host.state]}: </span>
            {host.reason}
          </p>
          <p className="text-sm break-words text-muted">
            {sourceWord[host.source]}
            {host.job ? ` · job ${host.job}` : ''}
            {host.instance ? ` · ${host.instance}` : ''}
            {' · last seen '}
            {host.lastSeenAt === null ? 'more than a day ago' : <Since atMs={host.lastSeenAt} nowMs={nowMs} form="ago" />}
          </p>
        </div>
      </div>
      <Link href={explore} className={buttonStyle()}>
        <ChartSpline aria-hidden className="size-4" />
        All its series
      </Link>
    </header>
  );
}

function BackLink() {
  return (
    <Link href="/hosts" className={buttonStyle()}>
      All hosts
    </Link>
  );
}

function HostSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-6">
      <span className="sr-only">Loading the host</span>
      <Skeleton className="h-24" />
      <div className="grid grid-cols-2 gap-3 lg:grid-cols-4">
        {vitals.map(({ id }) => (
          <Skeleton key={id} className="h-32" />
        ))}
      </div>
    </div>
  );
}

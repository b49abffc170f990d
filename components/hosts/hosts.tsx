'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff, SearchX, Server } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { Pager } from '@/components/ui/pager';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import type { HostSort } from '@/lib/hosts/schemas';
import { AddHost, WaysIn } from './add-host';
import { HostCards } from './host-cards';
import { HostFilters } from './host-filters';
import { HostTable } from './host-table';
import { hostListQuery } from './hosts-query';
import { hostsPageSize } from './hosts-state';
import { useHostsState } from './use-hosts-state';

export function Hosts({ origin }: { origin: string }) {
  const [state, change] = useHostsState();
  const query = useQuery(hostListQuery(state));
  const { data } = query;
  const retry = () => void query.refetch();
  const sort = (by: HostSort) => change(state.sort === by && by !== 'state' ? { isReversed: !state.isReversed } : { sort: by, isReversed: false });
  if (data?.known === 0) {
    return (
      <Notice icon={Server} title="No host sends metrics yet">
        <p className="mb-6">Every host that arrives is listed here with its eight vitals: this machine, node exporters and OpenTelemetry hosts. There are two ways to add one.</p>
        <WaysIn origin={origin} />
      </Notice>
    );
  }
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-sm text-muted">
          {data ? `${data.total.toLocaleString('en')} ${data.total === 1 ? 'host' : 'hosts'}${data.isTruncated ? ', of more than Nines looks at' : ''}` : 'Reading the hosts'}
        </p>
        <AddHost origin={origin} />
      </div>
      <HostFilters state={state} counts={data?.counts} onChange={change} />
      {query.isError && data ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      <Card aria-label="Hosts" aria-busy={query.isPlaceholderData} className={cn('overflow-hidden transition-opacity duration-150', query.isPlaceholderData && 'opacity-60')}>
        {!data && query.isError ? (
          <Notice icon={CloudOff} role="alert" title="The hosts cannot be listed" action={<Button onClick={retry}>Try again</Button>}>
            {messageOf(query.error)}
          </Notice>
        ) : !data ? (
          <ListSkeleton />
        ) : data.hosts.length === 0 ? (
          <Notice icon={SearchX} title="No host matches" action={<Button onClick={() => change({ search: '', state: null, source: null })}>Show all hosts</Button>}>
            {data.known} {data.known === 1 ? 'host is' : 'hosts are'} known, and none is left by the search and the filters.
          </Notice>
        ) : (
          <>
            <HostTable hosts={data.hosts} nowMs={data.at} state={state} onSort={sort} />
            <HostCards hosts={data.hosts} nowMs={data.at} />
            <Pager first={state.page * hostsPageSize} size={hostsPageSize} total={data.total} things="hosts" onPage={(page) => change({ page })} />
          </>
        )}
      </Card>
    </div>
  );
}

function ListSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-2 p-4">
      <span className="sr-only">Loading the hosts</span>
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} className="h-12" />
      ))}
    </div>
  );
}

'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { Boxes, Plus, SearchX, Share2 } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { trimPages } from '@/components/alerts/trim-pages';
import { useNow } from '@/components/alerts/use-now';
import { answerOf, counted } from '@/components/checks/check-words';
import { ListAnswer } from '@/components/checks/list-answer';
import { ListFilters } from '@/components/checks/list-filters';
import { CannotShow, PagesEnd, RowsSkeleton } from '@/components/checks/list-parts';
import { oncePerId } from '@/components/checks/once-per-id';
import { useLiveChecks } from '@/components/checks/use-live-checks';
import { useRowKeys } from '@/components/checks/use-row-keys';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { VirtualRows, type Cursor } from '@/components/ui/virtual-rows';
import { messageOf } from '@/lib/errors';
import { serviceListQuery } from './service-queries';
import { ServiceRow } from './service-row';
import { noServiceFilters } from './services-state';
import { useServicesState } from './use-services-state';

const heights = { desk: 57, phone: 122 };

/** The catalogue of services, the worst first, live. */
export function Services({ canEdit: isAllowed }: { canEdit: boolean }) {
  const canEdit = useCanEdit('services', isAllowed);
  const queries = useQueryClient();
  const [state, change] = useServicesState();
  const list = useInfiniteQuery(serviceListQuery(state));
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const search = useRef<HTMLInputElement>(null);
  const lastSeen = useRef('');
  const pages = list.data?.pages;
  const rows = useMemo(() => oncePerId(pages?.flatMap((page) => page.services) ?? []), [pages]);
  const first = pages?.[0];
  const nowMs = useNow(first?.at ?? 0, list.dataUpdatedAt);
  useRowKeys({ rows, cursor, setCursor, search });
  useLiveChecks(() => {
    // To read again would end the reading of the next page.
    if (list.isFetchingNextPage) return false;
    queries.setQueryData(serviceListQuery(state).queryKey, (data) => data && trimPages(data, (page) => page.services.some(({ id }) => id === lastSeen.current)));
    return true;
  });
  const isFiltered = state.text.trim() !== '' || state.state !== null || state.team !== '';
  const known = first ? first.counts.up + first.counts.degraded + first.counts.unknown + first.counts.down : 0;
  const isEmpty = first !== undefined && known === 0 && !isFiltered;
  const answer = first ? answerOf('service', first.counts, isFiltered ? [] : rows.map((each) => ({ name: each.settings.name, state: each.state }))) : null;
  return (
    <div className="flex flex-col gap-4">
      {answer && !isEmpty ? <ListAnswer {...answer} action={<Actions canEdit={canEdit} />} /> : answer || list.isError ? null : <Skeleton className="h-22" />}
      <ManagedNotice section="services" />
      {isEmpty ? null : (
        <ListFilters things="services" placeholder="Name, team or description" text={state.text} state={state.state} counts={first?.counts} search={search} isFiltered={isFiltered} onChange={change} onClear={() => change(noServiceFilters)}>
          <TeamSelect teams={first?.teams ?? []} value={state.team} onChange={(team) => change({ team })} />
        </ListFilters>
      )}
      {list.isError && list.data ? <RefreshFailed message={messageOf(list.error)} onRetry={() => void list.refetch()} /> : null}
      <Card aria-label="List" aria-busy={list.isPlaceholderData} className={cn('transition-opacity duration-150', list.isPlaceholderData && 'opacity-60')}>
        {!first && list.isError ? (
          <CannotShow title="The services cannot be listed" error={list.error} onRetry={() => void list.refetch()} />
        ) : !first ? (
          <RowsSkeleton things="services" />
        ) : isEmpty ? (
          <NoServices canEdit={canEdit} />
        ) : rows.length === 0 ? (
          <Notice icon={SearchX} title="No service matches" action={<Button onClick={() => change(noServiceFilters)}>Show all services</Button>}>
            {known > 0 ? `${counted(known, 'service is', 'services are')} there, and none is left by the search and the filters.` : 'None is left by the search and the filters.'}
          </Notice>
        ) : (
          <>
            <VirtualRows
              label="Services"
              rows={rows}
              keyOf={idOf}
              heights={heights}
              cursor={cursor}
              canRead={list.hasNextPage && !list.isFetching && !list.isFetchNextPageError}
              onEnd={() => void list.fetchNextPage()}
              onSeen={(id) => {
                lastSeen.current = id;
              }}
            >
              {(service) => (
                <ServiceRow
                  service={service}
                  nowMs={nowMs}
                  isCurrent={cursor?.key === service.id}
                  takesFocus={cursor?.key === service.id && cursor.isByKey}
                  onFocus={(key) => setCursor((before) => (before?.key === key ? before : { key, isByKey: false }))}
                />
              )}
            </VirtualRows>
            <PagesEnd isLoading={list.isFetchingNextPage} isFailed={list.isFetchNextPageError} onRetry={() => void list.fetchNextPage()} />
          </>
        )}
      </Card>
    </div>
  );
}

function Actions({ canEdit }: { canEdit: boolean }): ReactNode {
  return (
    <>
      <Link href="/services/map" className={buttonStyle()}>
        <Share2 aria-hidden className="size-4" />
        Map
      </Link>
      {canEdit ? (
        <Link href="/services/new" className={buttonStyle({ look: 'primary' })}>
          <Plus aria-hidden className="size-4" />
          Add a service
        </Link>
      ) : null}
    </>
  );
}

function TeamSelect({ teams, value, onChange }: { teams: readonly string[]; value: string; onChange: (team: string) => void }) {
  const all = value === '' || teams.includes(value) ? teams : [value, ...teams];
  if (all.length === 0) return null;
  return (
    <select aria-label="Team" value={value} onChange={(event) => onChange(event.target.value)} className="h-11 w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base sm:h-9 sm:w-auto sm:max-w-64 sm:text-sm">
      <option value="">All teams</option>
      {all.map((team) => (
        <option key={team} value={team}>
          {team}
        </option>
      ))}
    </select>
  );
}

function NoServices({ canEdit }: { canEdit: boolean }) {
  return (
    <Notice
      icon={Boxes}
      title="No service is in the catalogue yet"
      action={
        canEdit ? (
          <>
            <Link href="/services/new" className={buttonStyle({ look: 'primary' })}>
              <Plus aria-hidden className="size-4" />
              Add the first service
            </Link>
            <Link href="/checks/new" className={buttonStyle()}>
              Add a check without one
            </Link>
          </>
        ) : undefined
      }
    >
      A service is what people use: a shop, an API, a database. It has checks that say whether it works, an owner, and what it needs. {canEdit ? 'Give it a name, then a check.' : 'An owner or admin can add one.'}
    </Notice>
  );
}

function idOf({ id }: { id: string }): string {
  return id;
}

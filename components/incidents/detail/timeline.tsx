'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ChartLine, CloudOff } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { callEndpoint } from '@/components/api-client';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice as Frame } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { pinEntry } from '@/lib/incidents/api';
import type { TimelineEntry } from '@/lib/incidents/schemas';
import { pinnedQuery, timelineQuery } from '../incident-queries';
import { EntryRow } from './entry-row';
import { daysOf, dayWord, filterOf, kindsOf, pinnedRows, rowsOf, timelineFilters, type TimelineFilter, type TimelineRow } from './timeline-days';
import { useAct } from './use-act';
import type { Notice } from './use-change-incident';

interface TimelineProps {
  id: string;
  nowMs: number;
  filter: TimelineFilter | null;
  onFilter: (filter: TimelineFilter | null) => void;
  canUpdate: boolean;
  say: (notice: Notice) => void;
  onCorrect: (entry: TimelineEntry) => void;
  /** What of it stands on the status page. */
  posts: readonly { id: string; entryId: string }[];
  onWithdraw: (entry: TimelineEntry, postId: string) => void;
  onAddEvidence: () => void;
  /** Where a comment is written. */
  children: ReactNode;
}

/** What happened, the newest first and by day, with what was pinned on top. */
export function Timeline({ id, nowMs, filter, onFilter, canUpdate, say, onCorrect, posts, onWithdraw, onAddEvidence, children }: TimelineProps) {
  const zone = useZone();
  const query = useInfiniteQuery(timelineQuery(id, kindsOf(filter)));
  const rows = useMemo(() => rowsOf(query.data?.pages.flatMap(({ entries }) => entries) ?? [], filter), [query.data, filter]);
  const pin = useAct(({ id: entryId, isPinned }: TimelineEntry) => callEndpoint(pinEntry, { params: { id, entryId }, body: { isPinned: !isPinned } }));
  const pinnedEntries = useQuery(pinnedQuery(id)).data?.entries;
  const pinned = useMemo(() => pinnedRows(rows, pinnedEntries ?? [], filter), [rows, pinnedEntries, filter]);
  const rowProps = {
    nowMs,
    onPin: canUpdate ? (entry: TimelineEntry) => pin.mutate(entry, { onError: (error) => say({ kind: 'refused', words: `It was not ${entry.isPinned ? 'unpinned' : 'pinned'}. ${messageOf(error)}` }) }) : null,
    onCorrect: canUpdate ? onCorrect : null,
  };
  const postIds = useMemo(() => new Map(posts.map((post) => [post.entryId, post.id])), [posts]);
  const withdrawOf = ({ entry }: TimelineRow) => {
    const postId = canUpdate ? postIds.get(entry.id) : undefined;
    return postId === undefined ? null : () => onWithdraw(entry, postId);
  };
  return (
    <Card aria-labelledby="timeline-title">
      <header className="flex items-center justify-between gap-2 px-2 py-1 lg:pl-4">
        <h2 id="timeline-title" className="text-sm font-medium max-lg:sr-only">
          Timeline
        </h2>
        <span className="flex min-w-0 flex-1 items-center justify-between gap-1 lg:justify-end">
          {canUpdate ? (
            <Button look="quiet" className="shrink-0 whitespace-nowrap max-sm:px-2" onClick={onAddEvidence}>
              <ChartLine aria-hidden className="size-4" />
              Add evidence
            </Button>
          ) : null}
          <select
            aria-label="Show of the timeline"
            value={filter ?? ''}
            onChange={(event) => onFilter(filterOf(event.target.value))}
            className="h-11 min-w-0 rounded-base border border-line bg-surface px-2 text-base sm:h-9 sm:text-sm"
          >
            <option value="">Everything</option>
            {Object.entries(timelineFilters).map(([key, { word }]) => (
              <option key={key} value={key}>
                {word}
              </option>
            ))}
          </select>
        </span>
      </header>
      {children}
      {query.isError && query.data ? <RefreshFailed message={messageOf(query.error)} onRetry={() => void query.refetch()} /> : null}
      {!query.data && query.isError ? (
        <Frame icon={CloudOff} level={3} role="alert" title="The timeline cannot be shown" action={<Button onClick={() => void query.refetch()}>Try again</Button>}>
          {messageOf(query.error)}
        </Frame>
      ) : !query.data || zone === null ? (
        <div role="status" className="flex flex-col gap-2 p-4">
          <span className="sr-only">Loading the timeline</span>
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
          <Skeleton className="h-12" />
        </div>
      ) : rows.length === 0 ? (
        <p className="px-4 py-6 text-sm text-muted">{filter === null ? 'Nothing happened yet.' : 'Nothing of this kind happened yet.'}</p>
      ) : (
        <>
          {pinned.length > 0 ? (
            <section aria-label="Pinned" className="border-b-4 border-double">
              <ol className="divide-y">
                {pinned.map((row) => (
                  <EntryRow key={row.entry.id} row={row} zone={zone} isDated onWithdraw={withdrawOf(row)} {...rowProps} />
                ))}
              </ol>
            </section>
          ) : null}
          {daysOf(rows.filter(({ entry }) => !entry.isPinned), zone).map(({ day, rows: ofDay }) => (
            <section key={`${day} ${ofDay[0]?.entry.id ?? ''}`} aria-label={dayWord(day, nowMs, zone)}>
              <h3 className="border-y bg-page px-4 py-1.5 text-xs font-medium text-muted">{dayWord(day, nowMs, zone)}</h3>
              <ol className="divide-y">
                {ofDay.map((row) => (
                  <EntryRow key={row.entry.id} row={row} zone={zone} onWithdraw={withdrawOf(row)} {...rowProps} />
                ))}
              </ol>
            </section>
          ))}
        </>
      )}
      {query.hasNextPage ? (
        <div className="border-t px-2 py-1">
          <Button look="quiet" pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show earlier entries
          </Button>
        </div>
      ) : null}
    </Card>
  );
}

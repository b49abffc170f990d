'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { CloudOff, ScrollText, SearchX } from 'lucide-react';
import { useEffect } from 'react';
import { useNow } from '@/components/alerts/use-now';
import { RowsSkeleton } from '@/components/checks/list-parts';
import { formatAbsolute } from '@/components/time/format';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { messageOf } from '@/lib/errors';
import { auditListQuery } from './audit-queries';
import { AuditRow } from './audit-row';
import { isFiltered, noAuditFilters, type AuditState } from './audit-state';

/** Pages that are looked through by themselves while nothing, or little, is found. */
const pagesAlone = 20;
const fewRows = 25;

/** The entries, the newest first. */
export function AuditList({ state, onChange }: { state: AuditState; onChange: (change: Partial<AuditState>) => void }) {
  const query = useInfiniteQuery(auditListQuery(state));
  const zone = useZone();
  const { data, hasNextPage, isFetching, fetchNextPage } = query;
  const pages = data?.pages ?? [];
  const newest = pages[0];
  const nowMs = useNow(newest?.at ?? 0, query.dataUpdatedAt);
  const entries = pages.flatMap((page) => page.entries);
  const looksOn = hasNextPage && !query.isPlaceholderData && !query.isError && entries.length < fewRows && pages.length < pagesAlone;
  // Synchronises the list with what the server has not looked through yet: a page with filters may be empty.
  useEffect(() => {
    if (looksOn && !isFetching) void fetchNextPage();
  }, [looksOn, isFetching, fetchNextPage]);
  const retry = () => void query.refetch();
  const scannedTo = pages.at(-1)?.scannedTo ?? null;
  return (
    <>
      {query.isError && data ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      <Card aria-label="Entries" aria-busy={query.isPlaceholderData} className={cn('transition-opacity duration-150', query.isPlaceholderData && 'opacity-60')}>
        {!data && query.isError ? (
          <Notice icon={CloudOff} role="alert" title="The audit trail cannot be shown" action={<Button onClick={retry}>Try again</Button>}>
            {messageOf(query.error)}
          </Notice>
        ) : !data ? (
          <RowsSkeleton things="entries" />
        ) : entries.length === 0 && !hasNextPage ? (
          isFiltered(state) ? (
            <Notice icon={SearchX} title="No entry matches" action={<Button onClick={() => onChange(noAuditFilters)}>Show all entries</Button>}>
              Nothing in the whole trail fits these filters.
            </Notice>
          ) : (
            <Notice icon={ScrollText} title="Nothing was written yet">
              Every change, sign-in, refusal and export appears here.
            </Notice>
          )
        ) : (
          <>
            <ul className="divide-y">
              {entries.map((entry) => (
                <li key={entry.seq}>
                  <AuditRow entry={entry} nowMs={nowMs} onFilter={onChange} />
                </li>
              ))}
            </ul>
            <div className="flex flex-wrap items-center justify-between gap-3 border-t px-4 py-2 text-xs text-muted">
              <span role="status">
                {hasNextPage ? (scannedTo !== null && zone ? `Searched back to ${formatAbsolute(scannedTo, zone)}.` : '') : `${entries.length.toLocaleString('en')} ${entries.length === 1 ? 'entry' : 'entries'}, to the beginning.`}
              </span>
              {hasNextPage ? (
                <Button pending={query.isFetchingNextPage} onClick={() => void fetchNextPage()}>
                  Show older
                </Button>
              ) : null}
            </div>
          </>
        )}
      </Card>
    </>
  );
}

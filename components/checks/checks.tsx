'use client';

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { FileInput, Plus, Radar, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useRef, useState, type ReactNode } from 'react';
import { trimPages } from '@/components/alerts/trim-pages';
import { useNow } from '@/components/alerts/use-now';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Dialog } from '@/components/ui/dialog';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { VirtualRows, type Cursor } from '@/components/ui/virtual-rows';
import type { CheckView } from '@/lib/checks/schemas';
import type { CheckState } from '@/lib/checks/states';
import { messageOf } from '@/lib/errors';
import { checkListQuery } from './check-queries';
import { CheckRow } from './check-row';
import { answerOf, counted } from './check-words';
import { noCheckFilters } from './checks-state';
import { ImportChecks } from './import-checks';
import { ListAnswer } from './list-answer';
import { ListFilters } from './list-filters';
import { CannotShow, ObserverNotice, PagesEnd, RowsSkeleton } from './list-parts';
import { oncePerId } from './once-per-id';
import { useChecksState } from './use-checks-state';
import { useLiveChecks } from './use-live-checks';
import { useRowKeys } from './use-row-keys';

const heights = { desk: 57, phone: 122 };

/** All checks, the worst first, live. */
export function Checks({ canEdit: isAllowed }: { canEdit: boolean }) {
  const canEdit = useCanEdit('checks', isAllowed);
  const queries = useQueryClient();
  const [state, change] = useChecksState();
  const list = useInfiniteQuery(checkListQuery(state));
  const [cursor, setCursor] = useState<Cursor | null>(null);
  const [isImporting, setIsImporting] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const lastSeen = useRef('');
  const pages = list.data?.pages;
  const rows = useMemo(() => oncePerId(pages?.flatMap((page) => page.checks) ?? []), [pages]);
  const first = pages?.[0];
  const nowMs = useNow(first?.at ?? 0, list.dataUpdatedAt);
  useRowKeys({ rows, cursor, setCursor, search });
  useLiveChecks(() => {
    // To read again would end the reading of the next page.
    if (list.isFetchingNextPage) return false;
    queries.setQueryData(checkListQuery(state).queryKey, (data) => data && trimPages(data, (page) => page.checks.some(({ id }) => id === lastSeen.current)));
    return true;
  });
  const isFiltered = state.text.trim() !== '' || state.state !== null;
  const actions = canEdit ? <Actions onImport={() => setIsImporting(true)} /> : null;
  const known = first ? first.counts.up + first.counts.degraded + first.counts.unknown + first.counts.down + (first.counts.paused) : 0;
  const isEmpty = first !== undefined && known === 0 && !isFiltered;
  return (
    <div className="flex flex-col gap-4">
      {first && !isEmpty ? <Answer counts={first.counts} rows={isFiltered ? [] : rows} action={actions} /> : first ? null : list.isError ? null : <Skeleton className="h-22" />}
      {first && !first.observer.isWell ? <ObserverNotice reasons={first.observer.reasons} /> : null}
      <ManagedNotice section="checks" />
      {isEmpty ? null : (
        <ListFilters things="checks" placeholder="Name, target or service" {...state} counts={first?.counts} search={search} isFiltered={isFiltered} onChange={change} onClear={() => change(noCheckFilters)} />
      )}
      {list.isError && list.data ? <RefreshFailed message={messageOf(list.error)} onRetry={() => void list.refetch()} /> : null}
      <Card aria-label="List" aria-busy={list.isPlaceholderData} className={cn('transition-opacity duration-150', list.isPlaceholderData && 'opacity-60')}>
        {!first && list.isError ? (
          <CannotShow title="The checks cannot be listed" error={list.error} onRetry={() => void list.refetch()} />
        ) : !first ? (
          <RowsSkeleton things="checks" />
        ) : isEmpty ? (
          <NoChecks actions={actions} />
        ) : rows.length === 0 ? (
          <Notice icon={SearchX} title="No check matches" action={<Button onClick={() => change(noCheckFilters)}>Show all checks</Button>}>
            {counted(known, 'check is', 'checks are')} there, and none is left by the search and the filters.
          </Notice>
        ) : (
          <>
            <VirtualRows
              label="Checks"
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
              {(check) => (
                <CheckRow
                  check={check}
                  nowMs={nowMs}
                  showsService
                  isCurrent={cursor?.key === check.id}
                  takesFocus={cursor?.key === check.id && cursor.isByKey}
                  onFocus={(key) => setCursor((before) => (before?.key === key ? before : { key, isByKey: false }))}
                />
              )}
            </VirtualRows>
            <PagesEnd isLoading={list.isFetchingNextPage} isFailed={list.isFetchNextPageError} onRetry={() => void list.fetchNextPage()} />
          </>
        )}
      </Card>
      <Dialog open={isImporting} onClose={() => setIsImporting(false)} title="Import checks" className="max-w-2xl">
        <ImportChecks onClose={() => setIsImporting(false)} />
      </Dialog>
    </div>
  );
}

interface AnswerProps {
  counts: Readonly<Record<CheckState | 'paused', number>>;
  rows: readonly CheckView[];
  action: ReactNode;
}

function Answer({ counts, rows, action }: AnswerProps) {
  const { tone, sentence } = answerOf('check', counts, rows.filter(({ isEnabled }) => isEnabled));
  const paused = counts.paused;
  return (
    <ListAnswer tone={tone} sentence={sentence} action={action}>
      {paused > 0 ? `${counted(paused, 'check is', 'checks are')} paused.` : null}
    </ListAnswer>
  );
}

function Actions({ onImport }: { onImport: () => void }) {
  return (
    <>
      <Button onClick={onImport} className="bg-surface">
        <FileInput aria-hidden className="size-4" />
        Import
      </Button>
      <Link href="/checks/new" className={buttonStyle({ look: 'primary' })}>
        <Plus aria-hidden className="size-4" />
        Add a check
      </Link>
    </>
  );
}

function NoChecks({ actions }: { actions: ReactNode }) {
  return (
    <Notice icon={Radar} title="Nothing is checked yet" action={actions}>
      A check asks a web page, a port, a certificate, a database or a job every few seconds whether it works, and this page shows what came of it.
      {actions ? ' Add the first one, or take them over from Uptime Kuma or a blackbox exporter.' : ' An owner or admin can add one.'}
    </Notice>
  );
}

function idOf({ id }: { id: string }): string {
  return id;
}

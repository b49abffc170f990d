'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff, FileCheck, Plus, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useLiveQueries } from '@/components/realtime/use-live-queries';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { Pager } from '@/components/ui/pager';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { StateIcon } from '@/components/ui/state';
import { messageOf } from '@/lib/errors';
import { ObjectiveCard } from './objective-card';
import { byStanding } from './objective-words';
import { SlaEmpty } from './sla-empty';
import { SlaFilters } from './sla-filters';
import { slaKey, slaListQuery } from './sla-queries';
import { noSlaFilters, slaPageSize } from './sla-state';
import { answerOfSla } from './sla-words';
import { useSlaState } from './use-sla-state';

/** The objectives at a glance, the worst first. */
export function Sla({ canEdit: isAllowed }: { canEdit: boolean }) {
  const canEdit = useCanEdit('objectives', isAllowed);
  const [state, change] = useSlaState();
  const query = useQuery(slaListQuery(state));
  useLiveQueries('checks:changed', slaKey);
  const { data } = query;
  const retry = () => void query.refetch();
  const isFiltered = state.text.trim() !== '' || state.serviceId !== null;
  const isEmpty = data?.total === 0 && !isFiltered && !query.isPlaceholderData;
  const answer = data && data.total > 0 && state.page === 0 && !isFiltered && !query.isPlaceholderData ? answerOfSla(byStanding(data.objectives), data.total) : null;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className={cn('flex min-w-0 items-start gap-2', answer ? 'text-base font-semibold' : 'text-sm text-muted', isEmpty && 'sr-only')}>
          {answer ? <StateIcon state={answer.state} className="mt-0.5 size-5" /> : null}
          <span className="min-w-0 break-words">{answer?.sentence ?? (data ? `${data.total.toLocaleString('en')} ${data.total === 1 ? 'objective' : 'objectives'}` : query.isError ? '' : 'Reading the objectives')}</span>
        </p>
        <div className="ml-auto flex flex-wrap gap-2">
          <Link href={state.serviceId ? `/sla/statements?service=${state.serviceId}` : '/sla/statements'} className={buttonStyle()}>
            <FileCheck aria-hidden className="size-4" />
            Statements
          </Link>
          {canEdit && !isEmpty ? (
            <Link href={state.serviceId ? `/sla/new?service=${state.serviceId}` : '/sla/new'} className={buttonStyle({ look: 'primary' })}>
              <Plus aria-hidden className="size-4" />
              New objective
            </Link>
          ) : null}
        </div>
      </div>
      <ManagedNotice section="objectives" />
      {isEmpty ? null : <SlaFilters state={state} onChange={change} />}
      {query.isError && data ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      <Card aria-label="Objectives" aria-busy={query.isPlaceholderData} className={cn('transition-opacity duration-150', query.isPlaceholderData && 'opacity-60')}>
        {!data && query.isError ? (
          <Notice icon={CloudOff} role="alert" title="The objectives cannot be listed" action={<Button onClick={retry}>Try again</Button>}>
            {messageOf(query.error)}
          </Notice>
        ) : !data ? (
          <ListSkeleton />
        ) : isEmpty ? (
          <SlaEmpty canEdit={canEdit} />
        ) : data.objectives.length === 0 ? (
          <Notice icon={SearchX} title={isFiltered ? 'No objective matches' : 'Nothing on this page'} action={<Button onClick={() => change(noSlaFilters)}>Show all objectives</Button>}>
            {isFiltered ? 'None is left by the search and the filter.' : 'The list is shorter than that.'}
          </Notice>
        ) : (
          <>
            <ul className="divide-y" data-stale={query.isError || undefined}>
              {byStanding(data.objectives).map(({ history, ...objective }) => (
                <li key={objective.id}>
                  <ObjectiveCard objective={objective} history={history} nowMs={data.at} />
                </li>
              ))}
            </ul>
            <Pager first={state.page * slaPageSize} size={slaPageSize} total={data.total} things="objectives" onPage={(page) => change({ page })} />
          </>
        )}
      </Card>
    </div>
  );
}

function ListSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4 p-4">
      <span className="sr-only">Loading the objectives</span>
      {Array.from({ length: 4 }, (_, index) => (
        <Skeleton key={index} className="h-28" />
      ))}
    </div>
  );
}

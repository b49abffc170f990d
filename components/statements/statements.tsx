'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff, Plus, SearchX } from 'lucide-react';
import Link from 'next/link';
import { useNow } from '@/components/alerts/use-now';
import { RowsSkeleton } from '@/components/checks/list-parts';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { Notice } from '@/components/ui/notice';
import { Pager } from '@/components/ui/pager';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { messageOf } from '@/lib/errors';
import { statementListQuery } from './statement-queries';
import { StatementFilters } from './statement-filters';
import { StatementRow } from './statement-row';
import { StatementsEmpty } from './statements-empty';
import { noStatementFilters, statementsPageSize, statementsSearch } from './statements-state';
import { useStatementsState } from './use-statements-state';

/** The issued statements, the newest first. */
export function Statements({ canEdit }: { canEdit: boolean }) {
  const [state, change] = useStatementsState();
  const query = useQuery(statementListQuery(state));
  const nowMs = useNow(query.data?.at ?? 0, query.dataUpdatedAt);
  const { data } = query;
  const retry = () => void query.refetch();
  const isFiltered = state.serviceId !== null || state.customer !== '' || state.month !== '';
  const isEmpty = data?.total === 0 && !isFiltered && !query.isPlaceholderData;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className={cn('text-sm text-muted', isEmpty && 'sr-only')}>
          {data ? `${data.total.toLocaleString('en')} ${data.total === 1 ? 'statement' : 'statements'}` : query.isError ? '' : 'Reading the statements'}
        </p>
        {canEdit && !isEmpty ? (
          <Link href={`/sla/statements/new${statementsSearch({ ...state, page: 0 })}`} className={buttonStyle({ look: 'primary' })}>
            <Plus aria-hidden className="size-4" />
            New statement
          </Link>
        ) : null}
      </div>
      {isEmpty ? null : <StatementFilters state={state} customers={data?.customers ?? []} onChange={change} />}
      {query.isError && data ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      <Card aria-label="Statements" aria-busy={query.isPlaceholderData} className={cn('transition-opacity duration-150', query.isPlaceholderData && 'opacity-60')}>
        {!data && query.isError ? (
          <Notice icon={CloudOff} role="alert" title="The statements cannot be listed" action={<Button onClick={retry}>Try again</Button>}>
            {messageOf(query.error)}
          </Notice>
        ) : !data ? (
          <RowsSkeleton things="statements" />
        ) : isEmpty ? (
          <StatementsEmpty canEdit={canEdit} />
        ) : data.statements.length === 0 ? (
          <Notice icon={SearchX} title={isFiltered ? 'No statement matches' : 'Nothing on this page'} action={<Button onClick={() => change(noStatementFilters)}>Show all statements</Button>}>
            {isFiltered ? 'None was issued for this service, customer and month.' : 'The list is shorter than that.'}
          </Notice>
        ) : (
          <>
            <ul className="divide-y" data-stale={query.isError || undefined}>
              {data.statements.map((statement) => (
                <li key={statement.id}>
                  <StatementRow statement={statement} nowMs={nowMs} />
                </li>
              ))}
            </ul>
            <Pager first={state.page * statementsPageSize} size={statementsPageSize} total={data.total} things="statements" onPage={(page) => change({ page })} />
          </>
        )}
      </Card>
    </div>
  );
}

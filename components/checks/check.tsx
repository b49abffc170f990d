'use client';

import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, Radar } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useNow } from '@/components/alerts/use-now';
import { buttonStyle } from '@/components/ui/button';
import { Card, CardHeader } from '@/components/ui/card';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import type { Bar } from '@/lib/checks/api';
import { isAppError, messageOf } from '@/lib/errors';
import { CheckEvents } from './check-events';
import { CheckFacts } from './check-facts';
import { CheckHeading } from './check-heading';
import { CheckHistory } from './check-history';
import { checkQuery } from './check-queries';
import { parsePiece, type Piece } from './history-range';
import { HeartbeatAddress } from './heartbeat-address';
import { CannotShow } from './list-parts';
import { TriedCheck } from './tried-check';
import { useRunCheck } from './use-check-actions';
import { useLiveChecks } from './use-live-checks';

interface CheckPageProps {
  id: string;
  canEdit: boolean;
  canRun: boolean;
}

/** One check: its state and why, how it was, and what was seen at each change. */
export function Check({ id, canEdit: isAllowed, canRun }: CheckPageProps) {
  const canEdit = useCanEdit('checks', isAllowed);
  const query = useQuery(checkQuery(id));
  const run = useRunCheck(id);
  const search = useSearchParams();
  const [picked, setPicked] = useState<Piece | null>(() => parsePiece(search));
  const { data } = query;
  const last = data?.check.last?.at ?? 0;
  const nowMs = Math.max(last, useNow(query.dataUpdatedAt, query.dataUpdatedAt));
  useLiveChecks();
  const retry = () => void query.refetch();
  if (!data && query.isError) {
    if (isAppError(query.error) && (query.error.code === 'not_found' || query.error.code === 'invalid')) return <Unknown message={messageOf(query.error)} />;
    return <CannotShow level={1} title="The check cannot be shown" error={query.error} onRetry={retry} />;
  }
  if (!data) return <CheckSkeleton />;
  const { check, events } = data;
  const pick = (bar: Bar) => {
    setPicked((before) => (before?.from === bar.from ? null : bar));
    document.getElementById('changes')?.scrollIntoView({ block: 'nearest' });
  };
  return (
    <div className="flex flex-col gap-4">
      <Link href="/checks" className="-mb-2 inline-flex h-11 items-center gap-2 self-start text-sm text-muted hover:text-ink sm:h-7">
        <ArrowLeft aria-hidden className="size-4" />
        All checks
      </Link>
      <CheckHeading check={check} nowMs={nowMs} canEdit={canEdit} canRun={canRun} isRunning={run.isPending} onRun={() => run.mutate()} />
      <ManagedNotice section="checks" />
      <h2 className="sr-only">What happened</h2>
      {query.isError ? <RefreshFailed message={messageOf(query.error)} onRetry={retry} /> : null}
      {run.isError ? (
        <p role="alert" className="rounded-base border border-critical-fill bg-critical-soft px-4 py-2 text-sm break-words">
          {messageOf(run.error)}
        </p>
      ) : null}
      {run.data ? (
        <Card aria-labelledby="run-title">
          <CardHeader id="run-title" title="This run" />
          <div className="border-t p-4">
            <TriedCheck result={run.data.result} atMs={run.data.atMs} />
            {run.data.result.isCounted ? null : <p className="mt-3 text-sm text-muted">It does not count: {check.isEnabled ? 'another node runs the checks, and this was asked of a node that does not' : 'the check is paused'}.</p>}
          </div>
        </Card>
      ) : null}
      {check.kind === 'heartbeat' && check.heartbeatUrl ? <HeartbeatAddress url={check.heartbeatUrl} isNew={check.last === null} /> : null}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)] lg:grid-rows-[auto_1fr]">
        <div className="min-w-0 lg:col-start-2">
          <CheckEvents events={events} nowMs={nowMs} picked={picked} onAll={() => setPicked(null)} />
        </div>
        <div className="min-w-0 lg:col-start-1 lg:row-span-2 lg:row-start-1">
          <CheckHistory id={id} isTimed={check.kind !== 'heartbeat'} picked={picked} onPick={pick} />
        </div>
        <div className="min-w-0 lg:col-start-2">
          <CheckFacts check={check} nowMs={nowMs} />
        </div>
      </div>
    </div>
  );
}

function Unknown({ message }: { message: string }) {
  return (
    <Notice
      icon={Radar}
      level={1}
      title="This check is not known"
      action={
        <Link href="/checks" className={buttonStyle()}>
          All checks
        </Link>
      }
    >
      {message}
    </Notice>
  );
}

function CheckSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-4">
      <span className="sr-only">Loading the check</span>
      <Skeleton className="h-28" />
      <Skeleton className="h-48" />
      <Skeleton className="h-72" />
    </div>
  );
}

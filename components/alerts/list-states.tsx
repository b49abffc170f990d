'use client';

import { useQuery } from '@tanstack/react-query';
import { BellRing, CircleCheck, CloudOff, SearchX } from 'lucide-react';
import Link from 'next/link';
import { callEndpoint } from '@/components/api-client';
import { Button, buttonStyle } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { routingQuery } from '@/components/alerts/notify/notify-queries';
import { isSilent } from '@/components/alerts/notify/route-words';
import { listAlertRules } from '@/lib/alerts/rules/api';
import { alertsKey } from './alert-queries';
import { filterCount, noFilters, type AlertsState } from './alerts-state';

export function ListSkeleton() {
  return (
    <div role="status" className="flex flex-col gap-2 p-4">
      <span className="sr-only">Loading the alerts</span>
      {Array.from({ length: 6 }, (_, index) => (
        <Skeleton key={index} className="h-12" />
      ))}
    </div>
  );
}

export function ListFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <Notice icon={CloudOff} role="alert" title="The alerts cannot be listed" action={<Button onClick={onRetry}>Try again</Button>}>
      {message}
    </Notice>
  );
}

/** Nothing matches the filters, or nothing is open at all: then what watches. */
export function NothingHere({ state, onChange }: { state: AlertsState; onChange: (change: Partial<AlertsState>) => void }) {
  if (filterCount(state) > 0) {
    return (
      <Notice icon={SearchX} title="No alert matches" action={<Button onClick={() => onChange(noFilters)}>Show all open alerts</Button>}>
        None is left by the search and the filters.
      </Notice>
    );
  }
  return <NothingFires onHistory={() => onChange({ states: ['resolved'], isFlat: true })} />;
}

function NothingFires({ onHistory }: { onHistory: () => void }) {
  const routing = useQuery(routingQuery());
  const rules = useQuery({ queryKey: [...alertsKey, 'rule counts'], queryFn: ({ signal }) => callEndpoint(listAlertRules, { query: { limit: 1 }, signal }) });
  const counts = rules.data?.counts;
  const isUnheard = routing.data !== undefined && isSilent(routing.data.root) && routing.data.root.routes.length === 0;
  const watching = counts ? counts.total - counts.disabled : null;
  const link = (
    <Link href="/alert-rules" className={buttonStyle()}>
      {watching === 0 ? 'Make a rule' : 'See the rules'}
    </Link>
  );
  if (watching === 0) {
    return (
      <Notice icon={BellRing} title="No rule watches" action={link}>
        Alerts are listed here as soon as a rule finds one. There is no rule that is on.
      </Notice>
    );
  }
  return (
    <Notice
      icon={CircleCheck}
      title="Nothing fires"
      action={
        <>
          {isUnheard ? (
            <Link href="/notifications" className={buttonStyle({ look: 'primary' })}>
              Say who is told
            </Link>
          ) : null}
          {link}
          <Button onClick={onHistory}>What fired before</Button>
        </>
      }
    >
      {watching === null ? 'Alerts are listed here while they fire.' : `${watching.toLocaleString('en')} ${watching === 1 ? 'rule is' : 'rules are'} watching.`}
      {counts && counts.failing > 0 ? ` ${counts.failing.toLocaleString('en')} of them ${counts.failing === 1 ? 'fails' : 'fail'} to be evaluated.` : ''}
      {isUnheard ? ' When one fires, nobody is told yet: say who is.' : ''}
    </Notice>
  );
}

interface ListEndProps {
  isLoading: boolean;
  hasMore: boolean;
  isFailed: boolean;
  onRetry: () => void;
}

/** What comes after the last row that is loaded. */
export function ListEnd({ isLoading, hasMore, isFailed, onRetry }: ListEndProps) {
  if (isFailed) {
    return (
      <p role="alert" className="flex flex-wrap items-center justify-center gap-3 p-3 text-sm">
        The next alerts could not be read.
        <Button onClick={onRetry}>Try again</Button>
      </p>
    );
  }
  if (!isLoading && !hasMore) return null;
  return (
    <p role="status" className="p-3 text-center text-xs text-muted">
      {isLoading ? 'Reading more' : ''}
    </p>
  );
}

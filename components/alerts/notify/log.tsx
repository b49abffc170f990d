'use client';

import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { CloudOff, Inbox, SearchX } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { deliveryState } from '@/components/alerts/delivery-words';
import { useLiveAlerts } from '@/components/alerts/use-live-alerts';
import { useNow } from '@/components/alerts/use-now';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import { StateIcon } from '@/components/ui/state';
import { deliveryStates } from '@/lib/alerts/notify/schemas';
import { messageOf } from '@/lib/errors';
import { LogRow } from './log-row';
import { logSearch, parseLog, type LogState } from './log-state';
import { channelsQuery, deliveriesQuery } from './notify-queries';

/** What was sent, is being sent, or could not be, live. */
export function DeliveryLog({ canResend }: { canResend: boolean }) {
  const state = parseLog(useSearchParams());
  const list = useInfiniteQuery(deliveriesQuery(state));
  const channels = useQuery(channelsQuery());
  useLiveAlerts();
  const first = list.data?.pages[0];
  const nowMs = useNow(first?.at ?? 0, list.dataUpdatedAt);
  const change = (next: Partial<LogState>) => window.history.pushState(null, '', window.location.pathname + logSearch({ ...state, ...next }));
  const deliveries = list.data?.pages.flatMap((page) => page.deliveries) ?? [];
  const isFiltered = state.states.length > 0 || state.channelId !== null;
  return (
    <>
      <div className="flex flex-col gap-3 sm:flex-row sm:items-center sm:justify-between">
        <div role="group" aria-label="States" className="flex flex-wrap gap-2">
          {deliveryStates.map((each) => {
            const { state: mark, word } = deliveryState({ state: each });
            const isOn = state.states.includes(each);
            return (
              <Button
                key={each}
                aria-pressed={isOn}
                className="aria-pressed:border-ink aria-pressed:ring-1 aria-pressed:ring-ink"
                onClick={() => change({ states: isOn ? state.states.filter((other) => other !== each) : [...state.states, each] })}
              >
                <StateIcon state={mark} className="size-3.5" />
                <span className="first-letter:uppercase">{word}</span>
                <span className="text-muted">{first ? first.counts[each].toLocaleString('en') : ''}</span>
              </Button>
            );
          })}
        </div>
        <select
          aria-label="Channel"
          value={state.channelId ?? ''}
          onChange={(event) => change({ channelId: event.target.value === '' ? null : event.target.value })}
          className="h-11 min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base sm:h-9 sm:max-w-60 sm:text-sm"
        >
          <option value="">Every channel</option>
          {channels.data?.channels.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
      <p className="text-xs text-muted">Counts are of the last 30 days.</p>
      {list.isError && list.data ? <RefreshFailed message={messageOf(list.error)} onRetry={() => void list.refetch()} /> : null}
      <Card aria-label="Deliveries" className="overflow-hidden">
        {!list.data && list.isError ? (
          <Notice icon={CloudOff} role="alert" title="The log cannot be read" action={<Button onClick={() => void list.refetch()}>Try again</Button>}>
            {messageOf(list.error)}
          </Notice>
        ) : !list.data ? (
          <div role="status" className="flex flex-col gap-2 p-4">
            <span className="sr-only">Loading the log</span>
            <Skeleton className="h-14" />
            <Skeleton className="h-14" />
            <Skeleton className="h-14" />
          </div>
        ) : deliveries.length > 0 ? (
          <ul className="divide-y">
            {deliveries.map((delivery) => (
              <LogRow key={delivery.id} delivery={delivery} nowMs={nowMs} canResend={canResend} />
            ))}
          </ul>
        ) : isFiltered ? (
          <Notice icon={SearchX} title="No message matches" action={<Button onClick={() => change({ states: [], channelId: null })}>Show all messages</Button>}>
            None is left by the filters.
          </Notice>
        ) : (
          <Notice icon={Inbox} title="Nothing was sent yet">
            Each message that Nines sends is listed here: to whom, whether it arrived, and every attempt.
          </Notice>
        )}
        {list.hasNextPage ? (
          <div className="border-t p-2">
            <Button look="quiet" className="w-full" pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show earlier messages
            </Button>
          </div>
        ) : null}
      </Card>
    </>
  );
}

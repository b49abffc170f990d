'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { BellOff, CloudOff, Plus } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useLiveAlerts } from '@/components/alerts/use-live-alerts';
import { useNow } from '@/components/alerts/use-now';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Segmented } from '@/components/ui/segmented';
import { Skeleton } from '@/components/ui/skeleton';
import { messageOf } from '@/lib/errors';
import { ResultBar } from './result-bar';
import { SilenceEditor, type SilenceStart } from './silence-editor';
import { SilenceRow } from './silence-row';
import { parseSilences, silencesSearch } from './silences-state';
import { silenceListQuery } from './suppression-queries';
import { useSilenceActions } from './use-silence-actions';

const counted = 20;
const blank: SilenceStart = { silence: null, matchers: [], comment: '' };

/** The silences, live: what is muted now and to come, or what was. */
export function Silences({ canEdit }: { canEdit: boolean }) {
  const search = useSearchParams();
  const { isExpired, matchers } = parseSilences(search);
  const list = useInfiniteQuery(silenceListQuery(isExpired));
  const [edited, setEdited] = useState<SilenceStart | null>(canEdit && matchers !== null ? { ...blank, matchers } : null);
  const actions = useSilenceActions();
  useLiveAlerts();
  const nowMs = useNow(list.dataUpdatedAt, list.dataUpdatedAt);
  const silences = list.data?.pages.flatMap((page) => page.silences) ?? [];
  const counts = list.data?.pages[0]?.counts;
  const show = (next: { isExpired: boolean }) => window.history.replaceState(null, '', window.location.pathname + silencesSearch({ ...next, matchers: null }));
  const close = () => {
    setEdited(null);
    if (matchers !== null) show({ isExpired });
  };
  const options = [
    { value: 'open' as const, label: counts ? `Now ${counts.active + counts.pending}` : 'Now' },
    { value: 'expired' as const, label: 'Expired' },
  ];
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-3">
        <Segmented label="Which silences" options={options} value={isExpired ? 'expired' : 'open'} onChange={(value) => show({ isExpired: value === 'expired' })} />
        {canEdit && (silences.length > 0 || isExpired) ? (
          <Button look="primary" onClick={() => setEdited(blank)}>
            <Plus aria-hidden className="size-4" />
            New silence
          </Button>
        ) : null}
      </div>
      <ResultBar notice={actions.notice} onUndo={actions.restore} onDismiss={actions.dismiss} />
      {list.isError && list.data ? <RefreshFailed message={messageOf(list.error)} onRetry={() => void list.refetch()} /> : null}
      <Card aria-label="Silences" className="overflow-hidden">
        {!list.data && list.isError ? (
          <Notice icon={CloudOff} role="alert" title="The silences cannot be listed" action={<Button onClick={() => void list.refetch()}>Try again</Button>}>
            {messageOf(list.error)}
          </Notice>
        ) : !list.data ? (
          <div role="status" className="flex flex-col gap-2 p-4">
            <span className="sr-only">Loading the silences</span>
            <Skeleton className="h-16" />
            <Skeleton className="h-16" />
          </div>
        ) : silences.length === 0 ? (
          <Notice icon={BellOff} title={isExpired ? 'No silence has ended' : 'Nothing is silenced'} action={canEdit && !isExpired ? <Button look="primary" onClick={() => setEdited(blank)}>New silence</Button> : undefined}>
            {isExpired ? 'Silences that are over are kept here, so that they can be made again.' : 'A silence mutes alerts by their labels until a time that it names, while somebody works on them. They still fire and are shown.'}
          </Notice>
        ) : (
          <ul className="divide-y">
            {silences.map((silence, index) => (
              <SilenceRow
                key={silence.id}
                silence={silence}
                nowMs={nowMs}
                canEdit={canEdit}
                isBusy={actions.isPending}
                isCounted={index < counted}
                onExtend={(byMs) => actions.extend(silence, byMs)}
                onEdit={() => setEdited({ silence, matchers: silence.matchers, comment: silence.comment })}
                onExpire={() => actions.expire(silence)}
                onRepeat={() => setEdited({ silence: null, matchers: silence.matchers, comment: silence.comment })}
              />
            ))}
          </ul>
        )}
        {list.hasNextPage ? (
          <div className="border-t p-2">
            <Button look="quiet" className="w-full" pending={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
              Show more silences
            </Button>
          </div>
        ) : null}
      </Card>
      <Dialog open={edited !== null} onClose={close} title={edited?.silence ? 'Change the silence' : 'New silence'} className="max-w-2xl">
        {edited ? (
          <SilenceEditor
            start={edited}
            onDone={(words) => {
              close();
              actions.say(words);
            }}
          />
        ) : null}
      </Dialog>
    </>
  );
}

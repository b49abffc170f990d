'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight, Download, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useNow } from '@/components/alerts/use-now';
import { callEndpoint } from '@/components/api-client';
import { CannotShow, RowsSkeleton } from '@/components/checks/list-parts';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { saveFile } from '@/components/ui/save-file';
import { messageOf } from '@/lib/errors';
import { exportSubscribers, type SubscriberView } from '@/lib/status-pages/subscribers-api';
import { RemoveSubscriber } from './remove-subscriber';
import { subscribersQuery } from './subscriber-queries';
import { SubscriberRow } from './subscriber-row';
import { countWords } from './subscriber-words';

/** Who is told of posts of the status page. */
export function Subscribers({ canEdit, canExport }: { canEdit: boolean; canExport: boolean }) {
  const [cursors, setCursors] = useState<readonly string[]>([]);
  const [removed, setRemoved] = useState<SubscriberView | null>(null);
  const list = useQuery(subscribersQuery(cursors.at(-1)));
  const nowMs = useNow(list.dataUpdatedAt, list.dataUpdatedAt);
  const file = useMutation({ mutationFn: () => callEndpoint(exportSubscribers), onSuccess: ({ csv, fileName }) => saveFile(csv, fileName, 'text/csv') });
  const { data } = list;
  const next = data?.nextCursor ?? null;
  if (!data) {
    return <Card aria-label="Subscribers">{list.isError ? <CannotShow title="The subscribers cannot be listed" error={list.error} onRetry={() => void list.refetch()} /> : <RowsSkeleton things="subscribers" />}</Card>;
  }
  const isEmpty = data.subscribers.length === 0 && cursors.length === 0;
  return (
    <Card aria-label="Subscribers" className="overflow-hidden">
      <header className="flex flex-wrap items-center justify-between gap-2 px-4 py-3">
        <div className="min-w-0">
          <h2 className="text-base font-semibold">Subscribers</h2>
          <p className="text-sm text-muted">{countWords(data.counts)}</p>
        </div>
        {canExport && !isEmpty ? (
          <Button pending={file.isPending} onClick={() => file.mutate()}>
            {file.isPending ? null : <Download aria-hidden className="size-4" />}
            Export as CSV
          </Button>
        ) : null}
      </header>
      {file.isError ? <p role="alert" className="px-4 pb-3 text-sm text-critical">The CSV could not be made. {messageOf(file.error)}</p> : null}
      {list.isError ? <RefreshFailed message={messageOf(list.error)} onRetry={() => void list.refetch()} /> : null}
      {isEmpty ? (
        <Notice icon={UserPlus} level={3} title="Nobody subscribed yet">
          Readers of the page subscribe there under “Get updates”, and are told once they confirmed it.
        </Notice>
      ) : (
        <ul className="divide-y border-t" aria-busy={list.isPlaceholderData || undefined}>
          {data.subscribers.map((subscriber) => (
            <SubscriberRow key={subscriber.id} subscriber={subscriber} nowMs={nowMs} canEdit={canEdit} onRemove={() => setRemoved(subscriber)} />
          ))}
        </ul>
      )}
      {cursors.length > 0 || next !== null ? (
        <nav aria-label="Pages of subscribers" className="flex justify-end gap-2 border-t px-4 py-2">
          <Button size="icon" aria-label="Newer subscribers" disabled={cursors.length === 0} onClick={() => setCursors(cursors.slice(0, -1))}>
            <ChevronLeft aria-hidden className="size-4" />
          </Button>
          <Button size="icon" aria-label="Older subscribers" disabled={next === null || list.isPlaceholderData} onClick={() => next !== null && setCursors([...cursors, next])}>
            <ChevronRight aria-hidden className="size-4" />
          </Button>
        </nav>
      ) : null}
      <Dialog open={removed !== null} onClose={() => setRemoved(null)} title="Remove the subscriber">
        {removed ? <RemoveSubscriber subscriber={removed} onDone={() => setRemoved(null)} /> : null}
      </Dialog>
    </Card>
  );
}

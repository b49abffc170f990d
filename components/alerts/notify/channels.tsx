'use client';

import { useQuery } from '@tanstack/react-query';
import { CloudOff, Plus, Send } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { policiesQuery } from '@/components/alerts/on-call/on-call-queries';
import { useLiveAlerts } from '@/components/alerts/use-live-alerts';
import { useNow } from '@/components/alerts/use-now';
import { Button, buttonStyle } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Dialog } from '@/components/ui/dialog';
import { ManagedNotice, useCanEdit } from '@/components/ui/managed';
import { Notice } from '@/components/ui/notice';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Skeleton } from '@/components/ui/skeleton';
import type { ChannelView } from '@/lib/alerts/channels/schemas';
import { messageOf } from '@/lib/errors';
import { BrowserPush } from './browser-push';
import { ChannelRow } from './channel-row';
import { DeleteByName } from './delete-by-name';
import { channelsQuery, routingQuery } from './notify-queries';
import { isSilent, listed, usersOfChannel } from './route-words';
import { SilentRoot } from './silent-root';
import { useDeleteChannel } from './use-channel-actions';

/** The ways by which people are told, whether they work, and this browser as one of them. */
export function Channels({ canEdit: isAllowed }: { canEdit: boolean }) {
  const canEdit = useCanEdit('channels', isAllowed);
  const list = useQuery(channelsQuery());
  const routing = useQuery(routingQuery());
  const [doomed, setDoomed] = useState<ChannelView | null>(null);
  useLiveAlerts();
  const nowMs = useNow(list.dataUpdatedAt, list.dataUpdatedAt);
  const channels = list.data?.channels ?? [];
  return (
    <>
      {routing.data && isSilent(routing.data.root) && channels.length > 0 ? <SilentRoot channels={channels} isAllowed={isAllowed} /> : null}
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p role="status" className="text-sm text-muted">
          {list.data ? `${channels.length} ${channels.length === 1 ? 'channel' : 'channels'}` : ''}
        </p>
        {canEdit && channels.length > 0 ? <AddChannel /> : null}
      </div>
      <ManagedNotice section="channels" />
      {list.isError && list.data ? <RefreshFailed message={messageOf(list.error)} onRetry={() => void list.refetch()} /> : null}
      <Card aria-label="Channels" className="overflow-hidden">
        {!list.data && list.isError ? (
          <Notice icon={CloudOff} role="alert" title="The channels cannot be listed" action={<Button onClick={() => void list.refetch()}>Try again</Button>}>
            {messageOf(list.error)}
          </Notice>
        ) : !list.data ? (
          <div role="status" className="flex flex-col gap-2 p-4">
            <span className="sr-only">Loading the channels</span>
            <Skeleton className="h-16" />
            <Skeleton className="h-16" />
          </div>
        ) : channels.length === 0 ? (
          <Notice icon={Send} title="Nobody can be told yet" action={canEdit ? <AddChannel /> : undefined}>
            A channel is a way to reach people: email, Slack, Teams, a webhook and others. Add one, test it, and send every alert there.{isAllowed ? '' : ' An owner or admin can add one.'}
          </Notice>
        ) : (
          <ul className="divide-y">
            {channels.map((channel) => (
              <ChannelRow key={channel.id} channel={channel} nowMs={nowMs} canTest={isAllowed} canEdit={canEdit} onDelete={() => setDoomed(channel)} />
            ))}
          </ul>
        )}
      </Card>
      <BrowserPush hasChannel={channels.some(({ kind, isEnabled }) => kind === 'web_push' && isEnabled)} isLoaded={list.data !== undefined} canEdit={canEdit} />
      <Dialog open={doomed !== null} onClose={() => setDoomed(null)} title={`Delete the channel ${doomed?.name ?? ''}`}>
        {doomed ? <DeleteChannel channel={doomed} onDeleted={() => setDoomed(null)} /> : null}
      </Dialog>
    </>
  );
}

function AddChannel() {
  return (
    <Link href="/notifications/channels/new" className={buttonStyle({ look: 'primary' })}>
      <Plus aria-hidden className="size-4" />
      Add a channel
    </Link>
  );
}

function DeleteChannel({ channel, onDeleted }: { channel: ChannelView; onDeleted: () => void }) {
  const routing = useQuery(routingQuery());
  const policies = useQuery(policiesQuery());
  const removal = useDeleteChannel(onDeleted);
  if (!routing.data || !policies.data) {
    const error = routing.error ?? policies.error;
    return <p role={error ? 'alert' : 'status'}>{error ? messageOf(error) : 'Looking for who uses it'}</p>;
  }
  const users = usersOfChannel(channel.id, routing.data.root, policies.data.policies);
  return (
    <DeleteByName name={channel.name} action="Delete the channel" isPending={removal.isPending} error={removal.error} onDelete={() => removal.mutate(channel)}>
      <p>{users.length === 0 ? 'No route and no policy uses it.' : `It is used by ${listed(users)}: they tell nobody by it any more.`} What it sent stays in the log; its passwords and keys are gone.</p>
    </DeleteByName>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { Waiting } from '@/components/ui/waiting';
import { ChannelForm } from './channel-form';
import { channelQuery, channelsQuery, kindsQuery } from './notify-queries';

/** The kinds to choose from, and then the form of the chosen one, which the URL names. */
export function NewChannel() {
  const kinds = useQuery(kindsQuery());
  const channels = useQuery(channelsQuery());
  const chosen = useSearchParams().get('kind');
  if (!kinds.data || !channels.data) return <Waiting thing="channel" error={kinds.error ?? channels.error} onRetry={() => void Promise.all([kinds.refetch(), channels.refetch()])} />;
  const kind = kinds.data.kinds.find((each) => each.kind === chosen);
  if (kind) return <ChannelForm key={kind.kind} kind={kind} channel={null} taken={channels.data.channels.map(({ name }) => name)} />;
  return (
    <ul className="grid grid-cols-1 gap-3 sm:grid-cols-2" aria-label="Kinds of channels">
      {kinds.data.kinds.map(({ kind: value, title, summary, isPersonal }) => (
        <li key={value}>
          <Link href={`/notifications/channels/new?kind=${encodeURIComponent(value)}`} className="flex h-full min-h-11 flex-col gap-1 rounded-base border bg-surface px-4 py-3 hover:bg-sunken">
            <span className="text-sm font-medium">{title}</span>
            <span className="text-xs text-muted">
              {summary}.{isPersonal ? ' Reaches the people of escalations.' : ''}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** The form of a stored channel, once it was read. */
export function ChannelPage({ id }: { id: string }) {
  const kinds = useQuery(kindsQuery());
  const channel = useQuery(channelQuery(id));
  const kind = kinds.data?.kinds.find((each) => each.kind === channel.data?.kind);
  if (!kind || !channel.data) return <Waiting thing="channel" error={kinds.error ?? channel.error} onRetry={() => void Promise.all([kinds.refetch(), channel.refetch()])} />;
  return <ChannelForm key={channel.data.id} kind={kind} channel={channel.data} taken={[]} />;
}

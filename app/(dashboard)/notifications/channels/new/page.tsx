import type { Metadata } from 'next';
import { NewChannel } from '@/components/alerts/notify/channel-page';
import { ChannelFrame } from '../../frame';

export const metadata: Metadata = { title: 'New channel' };

export default function NewChannelPage() {
  return (
    <ChannelFrame title="New channel" path="/notifications/channels/new">
      <NewChannel />
    </ChannelFrame>
  );
}

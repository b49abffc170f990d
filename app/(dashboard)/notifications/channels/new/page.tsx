import type { Metadata } from 'next';
import { NewChannel } from '@/components/alerts/notify/channel-page';
import { EditingFrame } from '../../../frames';

export const metadata: Metadata = { title: 'New channel' };

export default function NewChannelPage() {
  return (
    <EditingFrame title="New channel" path="/notifications/channels/new" back={{ href: '/notifications/channels', label: 'All channels' }}>
      <NewChannel />
    </EditingFrame>
  );
}

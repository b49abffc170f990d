import type { Metadata } from 'next';
import { ChannelPage } from '@/components/alerts/notify/channel-page';
import { EditingFrame } from '../../../frames';

export const metadata: Metadata = { title: 'Edit channel' };

export default async function EditChannelPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <EditingFrame title="Edit channel" path={`/notifications/channels/${id}`} back={{ href: '/notifications/channels', label: 'All channels' }}>
      <ChannelPage id={id} />
    </EditingFrame>
  );
}

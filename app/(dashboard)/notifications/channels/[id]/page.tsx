import type { Metadata } from 'next';
import { ChannelPage } from '@/components/alerts/notify/channel-page';
import { ChannelFrame } from '../../frame';

export const metadata: Metadata = { title: 'Edit channel' };

export default async function EditChannelPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return (
    <ChannelFrame title="Edit channel" path={`/notifications/channels/${id}`}>
      <ChannelPage id={id} />
    </ChannelFrame>
  );
}

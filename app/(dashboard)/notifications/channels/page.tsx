import type { Metadata } from 'next';
import { Channels } from '@/components/alerts/notify/channels';
import { NotificationsFrame } from '../frame';

export const metadata: Metadata = { title: 'Channels' };

export default function ChannelsPage() {
  return (
    <NotificationsFrame title="Notification channels" path="/notifications/channels">
      {({ permissions }) => <Channels canEdit={permissions.includes('monitoring.config.update')} />}
    </NotificationsFrame>
  );
}

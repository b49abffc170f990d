import type { Metadata } from 'next';
import { Routing } from '@/components/alerts/notify/routing';
import { NotificationsFrame } from './frame';

export const metadata: Metadata = { title: 'Notifications' };

export default function NotificationsPage() {
  return (
    <NotificationsFrame title="Notification routing" path="/notifications">
      {({ permissions }) => <Routing canEdit={permissions.includes('monitoring.config.update')} />}
    </NotificationsFrame>
  );
}

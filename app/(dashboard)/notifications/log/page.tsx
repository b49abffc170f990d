import type { Metadata } from 'next';
import { DeliveryLog } from '@/components/alerts/notify/log';
import { logSearch, parseLog } from '@/components/alerts/notify/log-state';
import { NotificationsFrame } from '../frame';

export const metadata: Metadata = { title: 'Notification log' };

interface LogPageProps {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function LogPage({ searchParams }: LogPageProps) {
  const search = await searchParams;
  const state = parseLog({ get: (name) => [search[name]].flat()[0] ?? null });
  return (
    <NotificationsFrame title="Notification log" path={`/notifications/log${logSearch(state)}`}>
      {({ permissions }) => <DeliveryLog canResend={permissions.includes('monitoring.write')} />}
    </NotificationsFrame>
  );
}

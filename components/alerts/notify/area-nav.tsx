import { AreaNav } from '@/components/ui/area-nav';

const notificationPlaces = [
  { href: '/notifications', label: 'Routing' },
  { href: '/notifications/channels', label: 'Channels' },
  { href: '/notifications/log', label: 'Log' },
];

const onCallPlaces = [
  { href: '/on-call', label: 'Schedules' },
  { href: '/on-call/policies', label: 'Policies' },
];

export function NotificationsNav() {
  return <AreaNav label="Notifications" places={notificationPlaces} />;
}

export function OnCallNav() {
  return <AreaNav label="On call" places={onCallPlaces} />;
}

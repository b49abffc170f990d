'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

interface Place {
  href: string;
  label: string;
}

const style =
  'inline-flex h-11 min-w-0 flex-1 items-center justify-center rounded-base px-2 text-sm whitespace-nowrap text-muted transition-colors duration-100 hover:text-ink aria-[current]:bg-ink aria-[current]:text-inverse sm:h-7 sm:flex-none sm:px-3';

const notificationPlaces: readonly Place[] = [
  { href: '/notifications', label: 'Routing' },
  { href: '/notifications/channels', label: 'Channels' },
  { href: '/notifications/log', label: 'Log' },
];

const onCallPlaces: readonly Place[] = [
  { href: '/on-call', label: 'Schedules' },
  { href: '/on-call/policies', label: 'Policies' },
];

export function NotificationsNav() {
  return <AreaNav label="Notifications" places={notificationPlaces} />;
}

export function OnCallNav() {
  return <AreaNav label="On call" places={onCallPlaces} />;
}

function AreaNav({ label, places }: { label: string; places: readonly Place[] }) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="flex min-w-0 self-start rounded-base border bg-surface p-1 max-sm:w-full">
      {places.map((place) => (
        <Link key={place.href} href={place.href} aria-current={path === place.href ? 'page' : undefined} className={style}>
          {place.label}
        </Link>
      ))}
    </nav>
  );
}

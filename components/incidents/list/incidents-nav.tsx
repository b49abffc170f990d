'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

const places = [
  { href: '/incidents', label: 'Incidents' },
  { href: '/incidents/figures', label: 'Figures' },
  { href: '/incidents/settings', label: 'Settings' },
];

/** The list, what it comes to, and what decides about it. */
export function IncidentsNav() {
  const path = usePathname();
  return (
    <nav aria-label="Incidents" className="flex min-w-0 self-start rounded-base border bg-surface p-1 max-sm:w-full">
      {places.map(({ href, label }) => (
        <Link
          key={href}
          href={href}
          aria-current={path === href ? 'page' : undefined}
          className="inline-flex h-11 min-w-0 flex-1 items-center justify-center rounded-base px-2 text-sm whitespace-nowrap text-muted transition-colors duration-100 hover:text-ink aria-[current]:bg-ink aria-[current]:text-inverse sm:h-7 sm:flex-none sm:px-3"
        >
          {label}
        </Link>
      ))}
    </nav>
  );
}

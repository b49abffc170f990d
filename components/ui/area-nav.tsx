'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';

interface AreaNavProps {
  label: string;
  places: readonly { href: string; label: string }[];
}

/** The pages of one area, beside each other. */
export function AreaNav({ label, places }: AreaNavProps) {
  const path = usePathname();
  return (
    <nav aria-label={label} className="flex min-w-0 self-start rounded-base border bg-surface p-1 max-sm:w-full">
      {places.map((place) => (
        <Link
          key={place.href}
          href={place.href}
          aria-current={path === place.href ? 'page' : undefined}
          className="inline-flex h-11 min-w-0 flex-1 items-center justify-center rounded-base px-2 text-sm whitespace-nowrap text-muted transition-colors duration-100 hover:text-ink aria-[current]:bg-ink aria-[current]:text-inverse sm:h-7 sm:flex-none sm:px-3"
        >
          {place.label}
        </Link>
      ))}
    </nav>
  );
}

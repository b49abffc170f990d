'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { Permission } from '@/lib/auth/permissions';
import { configPlaces } from './config-places';

const item = 'flex h-8 items-center rounded-base px-3 text-sm text-muted hover:bg-sunken hover:text-ink aria-[current]:bg-sunken aria-[current]:font-medium aria-[current]:text-ink';

/** The sections of Config, for those who may see them. */
export function ConfigNav({ permissions }: { permissions: readonly Permission[] }) {
  const path = usePathname();
  return (
    <nav aria-label="Config" className="flex w-full shrink-0 flex-col gap-4 max-lg:hidden lg:w-52">
      <Link href="/config" className={item}>
        All settings
      </Link>
      {configPlaces.map(({ title, places }) => (
        <div key={title} role="group" aria-label={title} className="flex flex-col gap-1">
          <span aria-hidden className="px-3 pb-1 text-xs text-muted">
            {title}
          </span>
          {places.filter(({ permission }) => permissions.includes(permission)).map(({ href, label }) => (
            <Link key={href} href={href} aria-current={path === href ? 'page' : undefined} className={item}>
              {label}
            </Link>
          ))}
        </div>
      ))}
    </nav>
  );
}

'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { Dialog } from '@/components/ui/dialog';
import { isCurrent, type Destination, type groups as allGroups } from './navigation';

interface MorePagesProps {
  open: boolean;
  onClose: () => void;
  tabs: readonly Destination[];
  groups: typeof allGroups;
}

/** Every page by its group, where there is no room for the sidebar. */
export function MorePages({ open, onClose, tabs, groups }: MorePagesProps) {
  const path = usePathname();
  return (
    <Dialog open={open} onClose={onClose} title="Pages">
      <nav aria-label="All pages" className="flex flex-col gap-4">
        {[{ title: 'Watch', destinations: tabs }, ...groups].map((group) => (
          <div key={group.title} role="group" aria-label={group.title}>
            <p aria-hidden className="px-3 pb-1 text-xs text-muted">
              {group.title}
            </p>
            {group.destinations.map(({ href, label, icon: Icon }) => (
              <Link
                key={href}
                href={href}
                onClick={onClose}
                aria-current={isCurrent({ href }, path) ? 'page' : undefined}
                className="flex h-11 items-center gap-3 rounded-base px-3 text-base text-ink hover:bg-sunken aria-[current=page]:bg-sunken aria-[current=page]:font-medium"
              >
                <Icon aria-hidden className="size-5 text-muted" />
                {label}
              </Link>
            ))}
          </div>
        ))}
      </nav>
    </Dialog>
  );
}

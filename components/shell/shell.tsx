'use client';

import { Ellipsis, Menu } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState, type ReactNode } from 'react';
import { LiveBadge } from '@/components/realtime/live-badge';
import { OrganisationProvider } from '@/components/time/organisation';
import { Button } from '@/components/ui/button';
import { cn } from '@/components/ui/cn';
import type { Account } from './account';
import { Brand } from './brand';
import { CommandPalette } from './command-palette';
import { MorePages } from './more-pages';
import { destinations, groups, isCurrent, pages, type Destination } from './navigation';
import { SearchButton } from './search-button';
import { ShortcutList } from './shortcut-list';
import { useShortcuts } from './use-shortcuts';
import { UserMenu } from './user-menu';

export function Shell({ account, children }: { account: Account; children: ReactNode }) {
  const [open, setOpen] = useState<'palette' | 'shortcuts' | 'more' | null>(null);
  useShortcuts({ onPalette: () => setOpen('palette'), onShortcuts: () => setOpen('shortcuts') });
  const path = usePathname();
  const isOffered = (each: Destination) => account.permissions.includes(each.permission);
  const offered = destinations.filter(isOffered);
  const offeredGroups = groups.map((group) => ({ ...group, destinations: group.destinations.filter(isOffered) })).filter((group) => group.destinations.length > 0);
  return (
    <OrganisationProvider organisation={account.organisation}>
      <div className="flex min-h-dvh">
        <a
          href="#main"
          className="sr-only z-30 rounded-base bg-ink px-4 py-2 text-inverse focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:px-4 focus:py-2"
        >
          Skip to content
        </a>
        <aside className="sticky top-0 hidden h-dvh w-52 shrink-0 flex-col border-r bg-surface lg:flex">
          <Link href="/" className="flex h-14 items-center px-4">
            <Brand accent={account.organisation.accent} />
          </Link>
          <nav aria-label="Main" className="flex flex-col gap-1 p-2">
            {offered.map((each) => (
              <SidebarLink key={each.href} destination={each} />
            ))}
            {offeredGroups.map((group) => (
              <div key={group.title} role="group" aria-label={group.title} className="mt-4 flex flex-col gap-1">
                <span aria-hidden className="px-3 pb-1 text-xs text-muted">
                  {group.title}
                </span>
                {group.destinations.map((each) => (
                  <SidebarLink key={each.href} destination={each} />
                ))}
              </div>
            ))}
          </nav>
          <p className="mt-auto truncate border-t px-4 py-3 text-xs text-muted" title={account.tenant}>
            {account.tenant}
          </p>
        </aside>
        <div className="flex min-w-0 flex-1 flex-col">
          <header className="sticky top-0 z-20 flex h-14 items-center gap-2 border-b bg-page px-4">
            <Link href="/" aria-label="Nines, Overview" className="inline-flex h-11 items-center lg:hidden">
              <Brand accent={account.organisation.accent} />
            </Link>
            <span className="hidden text-sm font-medium lg:block" aria-hidden>
              {pages.find((each) => isCurrent(each, path) && (!each.permission || account.permissions.includes(each.permission)))?.label}
            </span>
            {offeredGroups.length > 0 ? (
              <Button look="quiet" size="icon" aria-label="More pages" aria-haspopup="dialog" className="hidden sm:inline-flex lg:hidden" onClick={() => setOpen('more')}>
                <Menu aria-hidden className="size-4" />
              </Button>
            ) : null}
            <div className="ml-auto flex items-center gap-2">
              <LiveBadge />
              <SearchButton onClick={() => setOpen('palette')} />
              <UserMenu account={account} onShortcuts={() => setOpen('shortcuts')} />
            </div>
          </header>
          <main id="main" tabIndex={-1} className="mx-auto w-full max-w-[1680px] min-w-0 flex-1 p-4 pb-24 focus-visible:outline-none sm:pb-8">
            {children}
          </main>
        </div>
        <nav
          aria-label="Main, bottom"
          className="fixed inset-x-0 bottom-0 z-20 flex border-t bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden"
        >
          {offered.map((each) => (
            <BottomLink key={each.href} destination={each} />
          ))}
          {offeredGroups.length > 0 ? (
            <button type="button" aria-haspopup="dialog" onClick={() => setOpen('more')} className={cn(bottomItem, isBehind(offeredGroups, path) && 'font-medium text-ink')}>
              <Ellipsis aria-hidden className="size-5" />
              More
            </button>
          ) : null}
        </nav>
        <CommandPalette account={account} open={open === 'palette'} onClose={() => setOpen(null)} onShortcuts={() => setOpen('shortcuts')} />
        <MorePages open={open === 'more'} onClose={() => setOpen(null)} tabs={offered} groups={offeredGroups} />
        <ShortcutList open={open === 'shortcuts'} onClose={() => setOpen(null)} />
      </div>
    </OrganisationProvider>
  );
}

/** Whether the page that is shown stands behind the tabs. */
function isBehind(among: typeof groups, path: string): boolean {
  return among.some((group) => group.destinations.some((each) => isCurrent(each, path)));
}

const bottomItem =
  'flex h-14 min-w-0 flex-1 flex-col items-center justify-center gap-1 text-xs text-muted aria-[current=page]:font-medium aria-[current=page]:text-ink focus-visible:-outline-offset-2';

function SidebarLink({ destination }: { destination: Destination }) {
  const Icon = destination.icon;
  return (
    <Link
      href={destination.href}
      aria-current={isCurrent(destination, usePathname()) ? 'page' : undefined}
      className="flex h-9 items-center gap-3 rounded-base px-3 text-sm text-muted hover:bg-sunken hover:text-ink aria-[current=page]:bg-sunken aria-[current=page]:font-medium aria-[current=page]:text-ink"
    >
      <Icon aria-hidden className="size-4" />
      {destination.label}
    </Link>
  );
}

function BottomLink({ destination }: { destination: Destination }) {
  const Icon = destination.icon;
  return (
    <Link href={destination.href} aria-current={isCurrent(destination, usePathname()) ? 'page' : undefined} className={cn(bottomItem)}>
      <Icon aria-hidden className="size-5" />
      {destination.label}
    </Link>
  );
}

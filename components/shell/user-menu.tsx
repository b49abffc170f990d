'use client';

import { BookOpen, Check, Keyboard, LogOut, Monitor, Moon, Sun, UserRound, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import { useState } from 'react';
import { TenantSwitch } from '@/components/people/tenant-switch';
import { Menu, menuItemStyle } from '@/components/ui/menu';
import type { Account } from './account';
import { leave } from './leave';
import { applyTheme, currentTheme, themes, type Theme } from './theme';

const themeSigns: Record<Theme, { label: string; icon: LucideIcon }> = {
  system: { label: 'As the device', icon: Monitor },
  light: { label: 'Light', icon: Sun },
  dark: { label: 'Dark', icon: Moon },
};

export function UserMenu({ account, onShortcuts }: { account: Account; onShortcuts: () => void }) {
  return (
    <Menu
      label={`Account of ${account.name ?? account.email}`}
      triggerClassName="inline-flex size-11 items-center justify-center rounded-base border bg-surface text-xs font-medium hover:bg-sunken sm:size-9"
      trigger={<span aria-hidden>{initialsOf(account) ?? <UserRound className="size-4" />}</span>}
    >
      <div role="presentation" className="px-3 py-2">
        <div className="truncate text-sm font-medium">{account.name ?? account.email}</div>
        <div className="truncate text-xs text-muted">
          {account.tenant} · {account.role.toLowerCase()}
        </div>
      </div>
      <TenantSwitch />
      <ThemeChoice />
      <div role="separator" className="my-1 border-t" />
      <Link href="/account" role="menuitem" data-closes className={menuItemStyle()}>
        <UserRound aria-hidden className="size-4 text-muted" />
        Your account
      </Link>
      <Link href="/api-reference" role="menuitem" data-closes className={menuItemStyle()}>
        <BookOpen aria-hidden className="size-4 text-muted" />
        API reference
      </Link>
      <button type="button" role="menuitem" data-closes onClick={onShortcuts} className={menuItemStyle('max-sm:hidden')}>
        <Keyboard aria-hidden className="size-4 text-muted" />
        Keyboard shortcuts
      </button>
      <button type="button" role="menuitem" data-closes onClick={() => void leave()} className={menuItemStyle()}>
        <LogOut aria-hidden className="size-4 text-muted" />
        Sign out
      </button>
    </Menu>
  );
}

function ThemeChoice() {
  const [theme, setTheme] = useState<Theme>();
  return (
    <div role="group" aria-label="Theme" className="border-t pt-1" onFocus={() => setTheme(currentTheme())} onPointerEnter={() => setTheme(currentTheme())}>
      {themes.map((each) => {
        const { label, icon: Icon } = themeSigns[each];
        return (
          <button
            key={each}
            type="button"
            role="menuitemradio"
            aria-checked={theme === each}
            onClick={() => {
              applyTheme(each);
              setTheme(each);
            }}
            className={menuItemStyle()}
          >
            <Icon aria-hidden className="size-4 text-muted" />
            {label}
            {theme === each ? <Check aria-hidden className="ml-auto size-4" /> : null}
          </button>
        );
      })}
    </div>
  );
}

function initialsOf(account: Account): string | null {
  const words = (account.name ?? account.email).trim().split(/\s+/).slice(0, 2);
  return words.map((word) => [...word][0]?.toUpperCase() ?? '').join('') || null;
}

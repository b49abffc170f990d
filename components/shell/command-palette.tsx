'use client';

import { Command } from 'cmdk';
import { BookOpen, ChartSpline, Clock, Keyboard, LogOut, SunMoon, type LucideIcon } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { rangeNames, rangeSearch } from '@/components/health/range-selection';
import { Dialog } from '@/components/ui/dialog';
import { healthCharts } from '@/lib/health/charts';
import { ranges } from '@/lib/health/ranges';
import type { Account } from './account';
import { leave } from './leave';
import { destinations, groups } from './navigation';
import { applyTheme, themes } from './theme';

interface CommandPaletteProps {
  account: Account;
  open: boolean;
  onClose: () => void;
  onShortcuts: () => void;
}

const themeLabels = { system: 'Theme: as the device', light: 'Theme: light', dark: 'Theme: dark' } as const;

export function CommandPalette({ account, open, onClose, onShortcuts }: CommandPaletteProps) {
  const router = useRouter();
  const path = usePathname();
  const canRead = account.permissions.includes('monitoring.read');

  function run(action: () => void) {
    onClose();
    // After the dialog gave the focus back, so that an action may move it.
    setTimeout(action, 0);
  }

  function goToRange(search: string) {
    if (path === '/') window.history.pushState(null, '', `/${search}`);
    else router.push(`/${search}`);
  }

  return (
    <Dialog open={open} onClose={onClose} title="Search" bare className="mt-[12vh]">
      <Command label="Search" loop>
        <Command.Input
          data-first
          placeholder="Search pages, ranges, charts, actions"
          className="h-12 w-full rounded-t-base border-b bg-surface px-4 text-base text-ink outline-none placeholder:text-muted"
        />
        <Command.List className="max-h-[50vh] overflow-y-auto p-2">
          <Command.Empty className="px-3 py-6 text-center text-sm text-muted">Nothing has this name.</Command.Empty>
          <Group heading="Pages">
            {[...destinations, ...groups.flatMap((group) => group.destinations)]
              .filter((each) => account.permissions.includes(each.permission))
              .map((each) => (
                <Item key={each.href} icon={each.icon} onSelect={() => run(() => router.push(each.href))}>
                  {each.label}
                </Item>
              ))}
            <Item icon={BookOpen} onSelect={() => run(() => router.push('/api-reference'))}>
              API reference
            </Item>
          </Group>
          {canRead ? (
            <Group heading="Range">
              {rangeNames.map((name) => (
                <Item key={name} icon={Clock} onSelect={() => run(() => goToRange(rangeSearch({ kind: 'named', name })))}>
                  {name === 'live' ? 'Live, last 5 min' : `Last ${ranges[name].label}`}
                </Item>
              ))}
            </Group>
          ) : null}
          {canRead && path === '/' ? (
            <Group heading="Charts">
              {healthCharts.map((chart) => (
                <Item key={chart.id} icon={ChartSpline} onSelect={() => run(() => focusChart(chart.id))}>
                  {chart.title}
                </Item>
              ))}
            </Group>
          ) : null}
          <Group heading="Actions">
            {themes.map((theme) => (
              <Item key={theme} icon={SunMoon} onSelect={() => run(() => applyTheme(theme))}>
                {themeLabels[theme]}
              </Item>
            ))}
            <Item icon={Keyboard} onSelect={() => run(onShortcuts)}>
              Keyboard shortcuts
            </Item>
            <Item icon={LogOut} onSelect={() => run(() => void leave())}>
              Sign out
            </Item>
          </Group>
        </Command.List>
      </Command>
    </Dialog>
  );
}

function Group({ heading, children }: { heading: string; children: ReactNode }) {
  return (
    <Command.Group heading={heading} className="[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-2 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted">
      {children}
    </Command.Group>
  );
}

function Item({ icon: Icon, onSelect, children }: { icon: LucideIcon; onSelect: () => void; children: ReactNode }) {
  return (
    <Command.Item
      onSelect={onSelect}
      className="flex h-11 cursor-pointer items-center gap-3 rounded-base px-3 text-sm data-[selected=true]:bg-sunken sm:h-9"
    >
      <Icon aria-hidden className="size-4 text-muted" />
      {children}
    </Command.Item>
  );
}

function focusChart(id: string): void {
  const chart = document.getElementById(`chart-${id}`);
  chart?.scrollIntoView({ block: 'center' });
  chart?.focus({ preventScroll: true });
}

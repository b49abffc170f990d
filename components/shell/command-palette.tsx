'use client';

import { Command } from 'cmdk';
import { BookOpen, ChartSpline, Clock, Keyboard, LogOut, Siren, SunMoon } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { rangeNames, rangeSearch } from '@/components/health/range-selection';
import { Dialog } from '@/components/ui/dialog';
import { healthCharts } from '@/lib/health/charts';
import { ranges } from '@/lib/health/ranges';
import type { Account } from './account';
import { leave } from './leave';
import { destinations, groups } from './navigation';
import { PaletteAlerts } from './palette-alerts';
import { PaletteFound } from './palette-found';
import { Group, Item } from './palette-item';
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
          placeholder="Search pages, incidents, services, actions"
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
          {canRead ? <PaletteAlerts onOpen={(id) => run(() => router.push(`/alerts/${id}`))} /> : null}
          {canRead ? <PaletteFound onOpen={(path) => run(() => router.push(path))} /> : null}
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
            {account.permissions.includes('monitoring.incident.create') ? (
              <Item icon={Siren} onSelect={() => run(() => router.push('/incidents?declare=yes'))}>
                Declare an incident
              </Item>
            ) : null}
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

function focusChart(id: string): void {
  const chart = document.getElementById(`chart-${id}`);
  chart?.scrollIntoView({ block: 'center' });
  chart?.focus({ preventScroll: true });
}

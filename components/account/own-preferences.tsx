'use client';

import { useEffect, type ReactNode } from 'react';
import { showTheme, type Theme } from '@/components/shell/theme';
import { OwnZone } from '@/components/time/zone';

interface OwnPreferencesProps {
  /** Null: what the device knows stays. */
  theme: Theme | null;
  timeZone: string | null;
  children: ReactNode;
}

/** What the account says of how pages look, on a device that may know otherwise. */
export function OwnPreferences({ theme, timeZone, children }: OwnPreferencesProps) {
  useEffect(() => {
    if (theme !== null) showTheme(theme);
  }, [theme]);
  return <OwnZone value={timeZone}>{children}</OwnZone>;
}

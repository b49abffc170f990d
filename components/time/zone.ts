'use client';

import { createContext, use, useSyncExternalStore } from 'react';

/** The zone that the account says; null: that of the device. */
export const OwnZone = createContext<string | null>(null);

/** The user's time zone; null on the server and while hydrating, because only the browser knows it. */
export function useZone(): string | null {
  const own = use(OwnZone);
  const zone = useSyncExternalStore(never, zoneOfBrowser, () => null);
  return zone && (own ?? zone);
}

function never(): () => void {
  return () => undefined;
}

function zoneOfBrowser(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

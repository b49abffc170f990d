'use client';

import { useSyncExternalStore } from 'react';

/** The user's time zone; null on the server and while hydrating, because only the browser knows it. */
export function useZone(): string | null {
  return useSyncExternalStore(never, zoneOfBrowser, () => null);
}

function never(): () => void {
  return () => undefined;
}

function zoneOfBrowser(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
}

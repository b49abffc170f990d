'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback } from 'react';

const name = 'declare';

/** Whether an incident is being declared, in the URL, so that the palette and other pages lead there. */
export function useDeclaring(): [boolean, (isDeclaring: boolean) => void] {
  const isDeclaring = useSearchParams().has(name);
  const set = useCallback((next: boolean) => {
    const url = new URL(window.location.href);
    if (next === url.searchParams.has(name)) return;
    if (next) url.searchParams.set(name, 'yes');
    else url.searchParams.delete(name);
    window.history.replaceState(null, '', url.pathname + url.search);
  }, []);
  return [isDeclaring, set];
}

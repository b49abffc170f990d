'use client';

import { useLiveQueries } from '@/components/realtime/use-live-queries';
import { checksKey } from './check-queries';

/** Asks again for what is shown of checks and services whenever they change. `before` may lessen what is asked for, and puts it off with false. */
export function useLiveChecks(before?: () => boolean): void {
  useLiveQueries('checks:changed', checksKey, before);
}

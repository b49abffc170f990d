'use client';

import { useLiveQueries } from '@/components/realtime/use-live-queries';
import { alertsKey } from './alert-queries';

/** Asks again for what is shown of alerts whenever they change. `before` may lessen what is asked for, and puts it off with false. */
export function useLiveAlerts(before?: () => boolean): void {
  useLiveQueries('alerts:changed', alertsKey, before);
}

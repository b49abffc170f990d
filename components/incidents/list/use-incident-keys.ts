'use client';

import type { RefObject } from 'react';
import { moveCursor } from '@/components/alerts/list-keys';
import { useAlertKeys } from '@/components/alerts/use-alert-keys';
import { isUnacknowledged } from '@/components/incidents/incident-changes';
import type { Cursor } from '@/components/ui/virtual-rows';
import type { Incident } from '@/lib/incidents/schemas';

interface IncidentKeys {
  rows: readonly Incident[];
  cursor: Cursor | null;
  setCursor: (cursor: Cursor) => void;
  search: RefObject<HTMLInputElement | null>;
  /** Null where the viewer may not. */
  acknowledge: ((incident: Incident) => void) | null;
  declare: (() => void) | null;
}

/** j and k move over the rows, a acknowledges, c declares, / goes to the search; Enter is the link's of the row. */
export function useIncidentKeys({ rows, cursor, setCursor, search, acknowledge, declare }: IncidentKeys): void {
  useAlertKeys((action) => {
    switch (action) {
      case 'search':
        search.current?.focus();
        search.current?.select();
        return true;
      case 'declare':
        declare?.();
        return declare !== null;
      case 'acknowledge': {
        const incident = rows.find(({ id }) => id === cursor?.key);
        if (incident && isUnacknowledged(incident)) acknowledge?.(incident);
        return incident !== undefined;
      }
      case 'next':
      case 'previous': {
        const key = moveCursor(rows.map(({ id }) => id), cursor?.key ?? null, action === 'next' ? 1 : -1);
        if (key !== null) setCursor({ key, isByKey: true });
        return key !== null;
      }
      default:
        return false;
    }
  });
}

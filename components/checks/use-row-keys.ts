'use client';

import type { RefObject } from 'react';
import { moveCursor } from '@/components/alerts/list-keys';
import { useAlertKeys } from '@/components/alerts/use-alert-keys';
import type { Cursor } from '@/components/ui/virtual-rows';

interface RowKeys {
  rows: readonly { id: string }[];
  cursor: Cursor | null;
  setCursor: (cursor: Cursor) => void;
  search: RefObject<HTMLInputElement | null>;
}

/** j and k move over the rows, / goes to the search; Enter is the link's of the row. */
export function useRowKeys({ rows, cursor, setCursor, search }: RowKeys): void {
  useAlertKeys((action) => {
    if (action === 'search') {
      search.current?.focus();
      search.current?.select();
      return true;
    }
    if (action !== 'next' && action !== 'previous') return false;
    const key = moveCursor(rows.map((row) => row.id), cursor?.key ?? null, action === 'next' ? 1 : -1);
    if (key !== null) setCursor({ key, isByKey: true });
    return key !== null;
  });
}

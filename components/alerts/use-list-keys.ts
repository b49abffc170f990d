'use client';

import type { RefObject } from 'react';
import type { Cursor } from '@/components/ui/virtual-rows';
import type { AlertView } from '@/lib/alerts/schemas';
import { alertsOfRow, type AlertRow } from './alert-rows';
import { moveCursor, type KeyAction } from './list-keys';
import { wholeOf, type RowActs } from './row-actions';
import { useAlertKeys } from './use-alert-keys';

interface ListKeys {
  rows: readonly AlertRow[];
  cursor: Cursor | null;
  setCursor: (cursor: Cursor) => void;
  /** The alerts that are picked; the keys are about them, and without any about the row with the cursor. */
  chosen: readonly AlertView[];
  acts: RowActs;
  clear: () => void;
  search: RefObject<HTMLInputElement | null>;
}

/** The keys of the list. */
export function useListKeys({ rows, cursor, setCursor, chosen, acts, clear, search }: ListKeys): void {
  const current = () => rows.find(({ key }) => key === cursor?.key);
  const targets = (): readonly AlertView[] => {
    const row = current();
    return chosen.length > 0 ? chosen : row ? alertsOfRow(row) : [];
  };
  const whole = () => {
    const row = current();
    return chosen.length === 0 && row?.kind === 'group' ? wholeOf(row.group) : undefined;
  };
  const on: Record<KeyAction, (isShift: boolean) => boolean> = {
    next: () => move(1),
    previous: () => move(-1),
    select: (isShift) => {
      if (cursor) acts.pick(cursor.key, isShift);
      return cursor !== null;
    },
    acknowledge: () => {
      const firing = targets().filter(({ state }) => state === 'firing');
      if (acts.canAcknowledge && (whole()?.firing ?? firing.length) > 0) acts.acknowledge(firing, whole());
      return targets().length > 0;
    },
    resolve: () => ask('resolve', acts.canResolve),
    silence: () => ask('silence', acts.canSilence),
    declare: () => ask('declare', acts.canDeclare),
    search: () => {
      search.current?.focus();
      search.current?.select();
      return true;
    },
    clear: () => {
      clear();
      return chosen.length > 0;
    },
  };
  useAlertKeys((action, isShift) => on[action](isShift));

  function move(by: 1 | -1): boolean {
    const key = moveCursor(rows.flatMap((row) => (row.kind === 'more' ? [] : [row.key])), cursor?.key ?? null, by);
    if (key !== null) setCursor({ key, isByKey: true });
    return key !== null;
  }

  function ask(kind: 'resolve' | 'silence' | 'declare', isAllowed: boolean): boolean {
    const alerts = targets();
    if (isAllowed && alerts.length > 0) acts.ask(kind, alerts, whole());
    return alerts.length > 0;
  }
}

'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { auditSearch, parseAudit, type AuditState } from './audit-state';

/** The filters in the URL. What is typed replaces the entry of the history, what is chosen adds one. */
export function useAuditState(): [AuditState, (change: Partial<AuditState>, isTyped?: boolean) => void] {
  const search = useSearchParams().toString();
  const state = useMemo(() => parseAudit(new URLSearchParams(search)), [search]);
  const change = useCallback((next: Partial<AuditState>, isTyped = false) => {
    const url = window.location.pathname + auditSearch({ ...parseAudit(new URLSearchParams(window.location.search)), ...next });
    if (isTyped) window.history.replaceState(null, '', url);
    else window.history.pushState(null, '', url);
  }, []);
  return [state, change];
}

'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { parseRange, type RangeSelection } from '@/components/health/range-selection';

/** The range in the URL; without one the last hour. */
export function useHostRange(): [RangeSelection, (selection: RangeSelection) => void] {
  const search = useSearchParams().toString();
  const selection = useMemo((): RangeSelection => {
    const found = new URLSearchParams(search);
    return found.has('range') || found.has('from') ? parseRange(found) : { kind: 'named', name: '1h' };
  }, [search]);
  const select = useCallback((next: RangeSelection) => {
    const query = next.kind === 'custom' ? `from=${Math.round(next.fromMs)}&to=${Math.round(next.toMs)}` : `range=${next.name}`;
    window.history.pushState(null, '', `${window.location.pathname}?${query}`);
  }, []);
  return [selection, select];
}

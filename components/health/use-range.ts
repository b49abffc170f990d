'use client';

import { useSearchParams } from 'next/navigation';
import { useCallback, useMemo } from 'react';
import { parseRange, rangeSearch, type RangeSelection } from './range-selection';

/** The range in the URL. Setting it adds to the history and asks the API, not the page. */
export function useRange(): [RangeSelection, (selection: RangeSelection) => void] {
  const search = useSearchParams().toString();
  const selection = useMemo(() => parseRange(new URLSearchParams(search)), [search]);
  const select = useCallback((next: RangeSelection) => {
    window.history.pushState(null, '', window.location.pathname + rangeSearch(next));
  }, []);
  return [selection, select];
}

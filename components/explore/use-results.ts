'use client';

import { keepPreviousData, useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { TimeWindow } from '@/lib/health/ranges';
import type { ExploreQuery, ExploreView } from './explore-state';
import { queryInstant, queryRange } from './prometheus-client';
import { PromqlFailure } from './prometheus-answer';
import type { RowResult } from './query-row';

interface Run {
  queries: readonly ExploreQuery[];
  view: ExploreView;
  window: TimeWindow;
  atMs: number;
  /** Rises with each run, so that the same query over the same window is asked again. */
  run: number;
}

export const runKey = ['explore', 'run'] as const;

/** The answers of the queries that are shown, in their order; null for one that is hidden or empty. A new run ends the one under way. */
export function useResults({ queries, view, window, atMs, run }: Run): (RowResult | null)[] {
  const found = useQueries({
    queries: queries.map(({ expr, isHidden }, index) => ({
      queryKey: [...runKey, view, index, expr, ...(view === 'graph' ? [window.fromMs, window.toMs, window.stepMs] : [atMs]), run],
      queryFn: ({ signal }: { signal: AbortSignal }) => (view === 'graph' ? queryRange(expr, window, signal) : queryInstant(expr, atMs, signal)),
      enabled: expr.trim() !== '' && !isHidden,
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
      retry: false,
      structuralSharing: false as const,
    })),
  });
  return queries.map(({ expr, isHidden }, index) => {
    const query = found[index];
    if (!query || expr.trim() === '' || isHidden) return null;
    const { error } = query;
    const failure = error === null ? null : error instanceof PromqlFailure ? error : new PromqlFailure(error.message, 'internal', null);
    // What another view has left behind has another form.
    const isFitting = query.data !== undefined && (view === 'table' || query.data.type === 'matrix');
    return { expr, answer: isFitting ? query.data : undefined, failure, isPending: query.isFetching };
  });
}

/** The list of before while its items are the same ones, so that what is made of them is not made again. */
export function useSameList<Item>(list: readonly Item[]): readonly Item[] {
  const [kept, setKept] = useState(list);
  if (kept.length === list.length && kept.every((item, index) => item === list[index])) return kept;
  setKept(list);
  return list;
}

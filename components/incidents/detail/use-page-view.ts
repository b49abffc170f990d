'use client';

import { usePathname, useSearchParams } from 'next/navigation';
import { filterOf, type TimelineFilter } from './timeline-days';

/** What a phone shows of the page; a desk shows both. */
type PageView = 'timeline' | 'facts';

/** The view and the filter of the timeline, which stand in the URL. */
export function usePageView() {
  const path = usePathname();
  const search = useSearchParams();
  const set = (name: string, value: string | null) => {
    const next = new URLSearchParams(search);
    if (value === null) next.delete(name);
    else next.set(name, value);
    window.history.replaceState(null, '', next.size > 0 ? `${path}?${next.toString()}` : path);
  };
  return {
    view: search.get('view') === 'facts' ? ('facts' as const) : ('timeline' as const),
    filter: filterOf(search.get('show')),
    setView: (view: PageView) => set('view', view === 'timeline' ? null : view),
    setFilter: (filter: TimelineFilter | null) => set('show', filter),
  };
}

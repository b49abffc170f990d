import { queryOptions } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { readTimeline } from '@/lib/incidents/api';
import type { TimelineEntry } from '@/lib/incidents/schemas';
import { incidentsKey } from '../incident-queries';

const pageSize = 500;
const mostEntries = 5_000;

/** The timeline in the order in which it happened; `isCut` where the oldest are left out. */
export function wholeTimelineQuery(id: string) {
  return queryOptions({
    queryKey: [...incidentsKey, 'whole timeline', id],
    queryFn: async ({ signal }) => {
      const entries: TimelineEntry[] = [];
      let cursor: string | null = null;
      do {
        const page: { entries: TimelineEntry[]; nextCursor: string | null } = await callEndpoint(readTimeline, { params: { id }, query: { limit: pageSize, cursor: cursor ?? undefined }, signal });
        entries.push(...page.entries);
        cursor = page.nextCursor;
      } while (cursor !== null && entries.length < mostEntries);
      return { entries: entries.reverse(), isCut: cursor !== null };
    },
  });
}

/** Ids of series by tenant and canonical form: the recently used ones, bounded, in memory. */
export interface SeriesCache {
  get(tenantNumber: number, canonical: string): number | undefined;
  set(tenantNumber: number, canonical: string, id: number): void;
  size(): number;
}

const generationMs = 24 * 3_600_000;

/**
 * Two generations approximate least-recently-used at the cost of a map look-up: a full generation becomes the old one, and what was not
 * used since is forgotten. A generation also ends after a day, so that ids of series that retention removed cannot linger.
 */
export function createSeriesCache(capacity: number, clock: () => number): SeriesCache {
  let recent = new Map<string, number>();
  let old = new Map<string, number>();
  let startedMs = clock();
  const put = (key: string, id: number) => {
    if (recent.size >= capacity / 2 || clock() - startedMs > generationMs) {
      old = recent;
      recent = new Map();
      startedMs = clock();
    }
    recent.set(key, id);
  };
  return {
    get: (tenantNumber, canonical) => {
      const key = `${tenantNumber}|${canonical}`;
      const found = recent.get(key);
      if (found !== undefined) return found;
      const before = old.get(key);
      if (before !== undefined) put(key, before);
      return before;
    },
    set: (tenantNumber, canonical, id) => put(`${tenantNumber}|${canonical}`, id),
    size: () => recent.size + old.size,
  };
}

import { parseRange, type RangeSelection } from '@/components/health/range-selection';

export const maxQueries = 6;
const views = ['graph', 'table'] as const;
export type ExploreView = (typeof views)[number];

/** Pauses between automatic runs, in milliseconds. */
export const refreshes = { off: 0, '5s': 5_000, '15s': 15_000, '1m': 60_000 } as const;
export type Refresh = keyof typeof refreshes;

export interface ExploreQuery {
  expr: string;
  isHidden: boolean;
}

/** What a shared URL holds: everything that was run. */
export interface ExploreState {
  queries: readonly ExploreQuery[];
  view: ExploreView;
  range: RangeSelection;
  /** As written; the empty string: chosen by the window. */
  step: string;
  /** The moment of the table; null: the end of the range. */
  atMs: number | null;
  /** Null: as the range suggests, live every 5 s and any other not at all. */
  refresh: Refresh | null;
}

interface Search {
  get(name: string): string | null;
  getAll(name: string): string[];
}

/** Reads the state from a URL's query; what cannot be understood takes its default. */
export function parseExplore(search: Search): ExploreState {
  const hidden = new Set(search.getAll('hide'));
  const queries = search.getAll('q').slice(0, maxQueries).map((expr, index) => ({ expr, isHidden: hidden.has(letterOf(index)) }));
  const hasRange = search.get('range') !== null || search.get('from') !== null;
  const at = search.get('at') ?? '';
  const refresh = search.get('refresh') ?? '';
  return {
    queries,
    view: views.find((each) => each === search.get('view')) ?? 'graph',
    range: hasRange ? parseRange(search) : { kind: 'named', name: '1h' },
    step: (search.get('step') ?? '').slice(0, 20),
    atMs: /^\d{1,16}$/.test(at) && Number(at) <= 8.64e15 ? Number(at) : null,
    refresh: Object.hasOwn(refreshes, refresh) ? (refresh as Refresh) : null,
  };
}

/** The URL's query of a state. */
export function exploreSearch({ queries, view, range, step, atMs, refresh }: ExploreState): string {
  const search = new URLSearchParams();
  for (const { expr } of queries) search.append('q', expr);
  queries.forEach(({ isHidden }, index) => isHidden && search.append('hide', letterOf(index)));
  if (view !== 'graph') search.set('view', view);
  if (range.kind === 'named') search.set('range', range.name);
  else {
    search.set('from', String(Math.round(range.fromMs)));
    search.set('to', String(Math.round(range.toMs)));
  }
  if (step !== '') search.set('step', step);
  if (atMs !== null) search.set('at', String(atMs));
  if (refresh !== null) search.set('refresh', refresh);
  return `?${search.toString()}`;
}

/** A to F. */
export function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}

/** The pause between automatic runs in milliseconds; 0 for none. */
export function refreshMsOf({ refresh, range, view, atMs }: ExploreState): number {
  if (range.kind === 'custom' || (view === 'table' && atMs !== null)) return 0;
  return refreshes[refresh ?? (range.name === 'live' ? '5s' : 'off')];
}

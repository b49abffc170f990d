import type { HistoryRange } from './check-queries';

export const historyRanges = ['1h', '24h', '7d', '30d', '90d'] as const satisfies readonly HistoryRange[];
type Range = (typeof historyRanges)[number];

export const rangeLabel: Record<Range, string> = { '1h': '1 h', '24h': '24 h', '7d': '7 d', '30d': '30 d', '90d': '90 d' };

/** A piece of time of which the changes are shown, milliseconds since 1970. */
export interface Piece {
  from: number;
  to: number;
}

/** The piece that a link leads to (`from` and `to`); null where there is none. */
export function parsePiece(search: { get(name: string): string | null }): Piece | null {
  const [from, to] = ['from', 'to'].map((name) => search.get(name) ?? '');
  if (!from || !to || !/^\d{1,15}$/.test(from) || !/^\d{1,15}$/.test(to)) return null;
  return Number(to) > Number(from) ? { from: Number(from), to: Number(to) } : null;
}

/** The range of a URL's query; a day where it has none. */
export function parseHistoryRange(search: { get(name: string): string | null }): Range {
  return historyRanges.find((each) => each === search.get('range')) ?? '24h';
}

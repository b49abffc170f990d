import { ranges, type RangeName } from '@/lib/health/ranges';
import type { DashboardQuery } from '@/lib/health/schemas';

/** What the range picker holds: a named range that follows the clock, or two fixed moments. */
export type RangeSelection =
  | { kind: 'named'; name: RangeName }
  | { kind: 'custom'; fromMs: number; toMs: number };

export const rangeNames = Object.keys(ranges).filter(isRangeName);

/** The shortest custom window that the API answers. */
export const shortestWindowMs = 10_000;

const longestWindowMs = 400 * 86_400_000;

/** Reads the selection from a URL's query; what cannot be understood is live. */
export function parseRange(search: { get(name: string): string | null }): RangeSelection {
  const from = search.get('from');
  const to = search.get('to');
  if (from !== null && to !== null && /^\d{1,16}$/.test(from) && /^\d{1,16}$/.test(to)) {
    const fromMs = Number(from);
    const toMs = Number(to);
    if (toMs <= 8.64e15 && toMs - fromMs >= shortestWindowMs && toMs - fromMs <= longestWindowMs) {
      return { kind: 'custom', fromMs, toMs };
    }
  }
  const name = search.get('range') ?? '';
  return { kind: 'named', name: isRangeName(name) ? name : 'live' };
}

/** The URL's query for a selection; the default has none. */
export function rangeSearch(selection: RangeSelection): string {
  if (selection.kind === 'custom') return `?from=${Math.round(selection.fromMs)}&to=${Math.round(selection.toMs)}`;
  return selection.name === 'live' ? '' : `?range=${selection.name}`;
}

/** The API's query for a selection. */
export function rangeQuery(selection: RangeSelection): DashboardQuery {
  return selection.kind === 'custom' ? { from: selection.fromMs, to: selection.toMs } : { range: selection.name };
}

/** A window around a drag, widened to the shortest that the API answers. */
export function zoomTo(aMs: number, bMs: number): RangeSelection {
  const fromMs = Math.floor(Math.min(aMs, bMs));
  const toMs = Math.ceil(Math.max(aMs, bMs));
  const missing = Math.max(0, shortestWindowMs - (toMs - fromMs));
  return { kind: 'custom', fromMs: Math.floor(fromMs - missing / 2), toMs: Math.ceil(toMs + missing / 2) };
}

function isRangeName(name: string): name is RangeName {
  return Object.hasOwn(ranges, name);
}

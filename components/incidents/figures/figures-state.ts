import type { FiguresBy } from '@/lib/incidents/figures';

/** How far the figures look back, in days. */
const figureRanges = { '30d': 30, '90d': 90, '365d': 365 } as const;
export type FigureRange = keyof typeof figureRanges;
export const figureRangeNames = ['30d', '90d', '365d'] as const satisfies readonly FigureRange[];

export const figureGroups = ['month', 'service', 'team', 'severity'] as const satisfies readonly FiguresBy[];
export const figureMeasures = ['count', 'mtta', 'mttr', 'touched'] as const;
export type FigureMeasure = (typeof figureMeasures)[number];

/** What the URL of the figures holds. */
export interface FiguresState {
  /** Up to now, or between two moments. */
  range: FigureRange | { fromMs: number; toMs: number };
  by: FiguresBy;
  /** What the chart shows. */
  show: FigureMeasure;
}

const usual: FiguresState = { range: '365d', by: 'month', show: 'count' };
const dayMs = 86_400_000;
const latestMs = 8.64e15;

/** Reads the state from a URL's query; what cannot be understood takes its default. */
export function parseFigures(search: { get(name: string): string | null }): FiguresState {
  const named = figureRangeNames.find((name) => name === search.get('range'));
  const [fromMs, toMs] = [moment(search.get('from')), moment(search.get('to'))];
  return {
    range: named ?? (fromMs !== null && toMs !== null && fromMs < toMs ? { fromMs, toMs } : usual.range),
    by: figureGroups.find((each) => each === search.get('by')) ?? usual.by,
    show: figureMeasures.find((each) => each === search.get('show')) ?? usual.show,
  };
}

/** The URL's query of a state; defaults are left out. */
export function figuresSearch({ range, by, show }: FiguresState): string {
  const pairs: [string, string][] = [];
  if (typeof range !== 'string') pairs.push(['from', String(range.fromMs)], ['to', String(range.toMs)]);
  else if (range !== usual.range) pairs.push(['range', range]);
  if (by !== usual.by) pairs.push(['by', by]);
  if (show !== usual.show) pairs.push(['show', show]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

/** The API's query of a state; what looks back ends now, by the clock of the server. */
export function figuresQuery({ range, by }: Omit<FiguresState, 'show'>, nowMs: number): { from: number; to?: number; by: FiguresBy } {
  return typeof range === 'string' ? { from: nowMs - figureRanges[range] * dayMs, by } : { from: range.fromMs, to: range.toMs, by };
}

function moment(text: string | null): number | null {
  return text !== null && /^\d{1,16}$/.test(text) && Number(text) <= latestMs ? Number(text) : null;
}

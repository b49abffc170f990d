import { metricName } from '@/lib/metrics/labels';
import type { Matcher } from '@/lib/metrics/matcher';
import type { Resolution } from '@/lib/metrics/metric-store';
import type { Call, Expr, MatrixSelector, VectorSelector } from '@/lib/promql/ast';
import type { SampleSource, Selection, SeriesData } from '@/lib/promql/source';
import type { Budget } from './budget';
import type { Grid } from './matrix';
import { refuseTooManySteps, subqueryGrid, timesNeeded, type QueryTimes } from './windows';

/** What was read for one selector. Shared by all that read the same: never to be changed. */
export interface FetchedSeries {
  series: readonly SeriesData[];
  resolution: Resolution;
}

export interface Fetched {
  of(node: Expr): FetchedSeries;
  seriesRead: number;
  /** The coarsest of all; null when nothing was read. */
  resolution: Resolution | null;
}

interface Request {
  nodes: Expr[];
  selection: Selection;
}

const resolutions: readonly Resolution[] = ['raw', '5m', '1h'];

/**
 * Reads what all selectors of an expression need, one after the other so that together they stay within `maxSamples`, and what is needed twice
 * once. Throws PromqlError `execution` for too many steps or samples, and what the source throws.
 */
export async function fetchAll(expr: Expr, grid: Grid, times: QueryTimes, source: SampleSource, budget: Budget, maxSamples: number): Promise<Fetched> {
  refuseTooManySteps(grid, 'query');
  const requests = new Map<string, Request>();
  collect(expr, grid, times, requests);
  const answers = new Map<Expr, FetchedSeries>();
  let seriesRead = 0;
  let coarsest = -1;
  for (const { nodes, selection } of requests.values()) {
    await budget.breathe();
    const answer = await source.select(selection, maxSamples - budget.samplesRead);
    budget.read(answer.series.reduce((total, { times: { length } }) => total + length, 0));
    seriesRead += answer.series.length;
    if (answer.series.length > 0) coarsest = Math.max(coarsest, resolutions.indexOf(answer.resolution));
    for (const node of nodes) answers.set(node, answer);
  }
  return {
    of: (node) => answers.get(node) ?? { series: [], resolution: 'raw' },
    seriesRead,
    resolution: resolutions[coarsest] ?? null,
  };
}

function collect(expr: Expr, grid: Grid, times: QueryTimes, requests: Map<string, Request>): void {
  switch (expr.kind) {
    case 'number':
    case 'string':
      return;
    case 'vectorSelector':
      return request(expr, expr, grid, times, requests);
    case 'matrixSelector':
      return request(expr, expr, grid, times, requests);
    case 'subquery':
      return collect(expr.expr, subqueryGrid(expr, grid, times), times, requests);
    case 'call':
      if (expr.func === 'info') return collectInfo(expr, grid, times, requests);
      for (const arg of expr.args) collect(arg, grid, times, requests);
      return;
    case 'binary':
      collect(expr.lhs, grid, times, requests);
      collect(expr.rhs, grid, times, requests);
      return;
    case 'aggregate':
      if (expr.param) collect(expr.param, grid, times, requests);
      collect(expr.expr, grid, times, requests);
      return;
    case 'paren':
    case 'unary':
      return collect(expr.expr, grid, times, requests);
  }
}

/** An `info` call reads the info series that its selector names (by default `target_info`) at the times of the call. */
function collectInfo(call: Call, grid: Grid, times: QueryTimes, requests: Map<string, Request>): void {
  const [base, selector] = call.args;
  if (base) collect(base, grid, times, requests);
  const matchers = selector?.kind === 'vectorSelector' ? selector.matchers : [];
  const named: readonly Matcher[] = matchers.some(({ label }) => label === metricName)
    ? matchers
    : [{ label: metricName, operator: '=', value: 'target_info' }, ...matchers];
  const info: VectorSelector = { kind: 'vectorSelector', span: call.span, name: null, matchers: named, offsetMs: 0, at: null };
  request(call, info, grid, times, requests);
}

function request(node: Expr, selector: VectorSelector | MatrixSelector, grid: Grid, times: QueryTimes, requests: Map<string, Request>): void {
  if (grid.count === 0) return;
  const { matchers } = selector.kind === 'matrixSelector' ? selector.vector : selector;
  const selection: Selection = {
    matchers,
    ...timesNeeded(selector, grid, times),
    stepMs: grid.count > 1 ? grid.stepMs : 0,
    rangeMs: selector.kind === 'matrixSelector' ? selector.rangeMs : 0,
  };
  const key = JSON.stringify(selection);
  const known = requests.get(key);
  if (known) known.nodes.push(node);
  else requests.set(key, { nodes: [node], selection });
}

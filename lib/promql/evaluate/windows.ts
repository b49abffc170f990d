import type { AtModifier, MatrixSelector, Subquery, VectorSelector } from '@/lib/promql/ast';
import { PromqlError } from '@/lib/promql/error';
import type { Grid } from './matrix';

/** The times that a query is about, in milliseconds since 1970. */
export interface QueryTimes {
  startMs: number;
  endMs: number;
  lookbackMs: number;
  defaultStepMs: number;
}

/** The time that a step looks at: `firstMs` at the first step, `stepMs` (0 for a fixed time) more at each further one. */
export interface LookTimes {
  firstMs: number;
  stepMs: number;
}

/** Where the steps of a grid look, given `@` and `offset`. */
export function lookTimes({ at, offsetMs }: { at: AtModifier | null; offsetMs: number }, grid: Grid, times: QueryTimes): LookTimes {
  if (at === null) return { firstMs: grid.startMs - offsetMs, stepMs: grid.stepMs };
  const atMs = at.kind === 'time' ? at.timeMs : at.kind === 'start' ? times.startMs : times.endMs;
  return { firstMs: atMs - offsetMs, stepMs: 0 };
}

export function lastLook({ firstMs, stepMs }: LookTimes, grid: Grid): number {
  return firstMs + stepMs * (grid.count - 1);
}

/** Most steps of a query or of a subquery. */
const maxSteps = 1_000_000;

/** Throws PromqlError `execution` for more steps than any answer needs. */
export function refuseTooManySteps({ count }: Grid, what: 'query' | 'subquery'): void {
  if (count <= maxSteps) return;
  const counts = `${count.toLocaleString('en-US')} steps; the limit is ${maxSteps.toLocaleString('en-US')}`;
  throw new PromqlError('execution', `the ${what} has ${counts}. Use a larger step or a shorter range`);
}

/**
 * The steps at which a subquery evaluates its expression: all multiples of its step in its windows, which are open on the left. Throws
 * PromqlError `execution` for too many.
 */
export function subqueryGrid(subquery: Subquery, grid: Grid, times: QueryTimes): Grid {
  const looks = lookTimes(subquery, grid, times);
  const stepMs = subquery.stepMs ?? times.defaultStepMs;
  const startMs = Math.floor((looks.firstMs - subquery.rangeMs) / stepMs) * stepMs + stepMs;
  const steps: Grid = { startMs, stepMs, count: Math.max(0, Math.floor((lastLook(looks, grid) - startMs) / stepMs) + 1) };
  refuseTooManySteps(steps, 'subquery');
  return steps;
}

/** First and last time of the samples that a selector needs for a grid, both included. */
export function timesNeeded(selector: VectorSelector | MatrixSelector, grid: Grid, times: QueryTimes): { fromMs: number; toMs: number } {
  const looks = lookTimes(selector.kind === 'matrixSelector' ? selector.vector : selector, grid, times);
  const backMs = selector.kind === 'matrixSelector' ? selector.rangeMs : times.lookbackMs;
  return { fromMs: looks.firstMs - backMs + 1, toMs: lastLook(looks, grid) };
}

import type { Call } from '@/lib/promql/ast';
import type { FunctionName } from '@/lib/promql/functions';
import type { Annotations } from './annotations';
import type { RangeSeries } from './range-series';

/** The window that a function looks at: the samples `low` to `high` (not included) of a series, which are at least one. */
export interface Window {
  series: RangeSeries;
  low: number;
  high: number;
  /** The window holds the times after `startMs` up to `endMs`. */
  startMs: number;
  endMs: number;
  /** Of the evaluation: differs from `endMs` under `@` and `offset`. */
  timeMs: number;
  step: number;
  /** The scalar arguments, in order, a value a step each. */
  scalars: readonly Float64Array[];
}

/** A function over range vectors. `low` never falls from one window of a series to the next. */
export interface RangeFunction {
  /** With fewer samples in a window there is no value: 1 where not given. */
  minSamples?: 2;
  keepsName?: true;
  /** Looks at the parameters where a window has samples: may throw PromqlError `execution`, or warn. */
  check?(window: Window, call: Call, annotations: Annotations): void;
  compute(window: Window): number;
}

/** The value of a scalar argument at the window's step. */
export function scalarAt(window: Window, index: number): number {
  return window.scalars[index]?.[window.step] ?? NaN;
}

export type RangeFunctions = Partial<Record<FunctionName, RangeFunction>>;

import type { ValueType } from './ast';

/**
 * What a function takes and gives. `optional` of the last arguments may be left out; -1: the last may be repeated, or left out.
 * The date functions take `vector(time())` when called without an argument.
 */
export interface FunctionSignature {
  args: readonly ValueType[];
  optional: number;
  returns: ValueType;
}

const of = (returns: ValueType, args: readonly ValueType[], optional = 0): FunctionSignature => ({ args, optional, returns });
const vector = ['vector'] as const;
const matrix = ['matrix'] as const;

/** Functions of PromQL (https://prometheus.io/docs/prometheus/latest/querying/functions/), without those that need native histograms alone. */
export const functions = {
  abs: of('vector', vector),
  absent: of('vector', vector),
  absent_over_time: of('vector', matrix),
  acos: of('vector', vector),
  acosh: of('vector', vector),
  asin: of('vector', vector),
  asinh: of('vector', vector),
  atan: of('vector', vector),
  atanh: of('vector', vector),
  avg_over_time: of('vector', matrix),
  ceil: of('vector', vector),
  changes: of('vector', matrix),
  clamp: of('vector', ['vector', 'scalar', 'scalar']),
  clamp_max: of('vector', ['vector', 'scalar']),
  clamp_min: of('vector', ['vector', 'scalar']),
  cos: of('vector', vector),
  cosh: of('vector', vector),
  count_over_time: of('vector', matrix),
  day_of_month: of('vector', vector, 1),
  day_of_week: of('vector', vector, 1),
  day_of_year: of('vector', vector, 1),
  days_in_month: of('vector', vector, 1),
  deg: of('vector', vector),
  delta: of('vector', matrix),
  deriv: of('vector', matrix),
  double_exponential_smoothing: of('vector', ['matrix', 'scalar', 'scalar']),
  exp: of('vector', vector),
  first_over_time: of('vector', matrix),
  floor: of('vector', vector),
  histogram_avg: of('vector', vector),
  histogram_count: of('vector', vector),
  histogram_fraction: of('vector', ['scalar', 'scalar', 'vector']),
  histogram_quantile: of('vector', ['scalar', 'vector']),
  histogram_stddev: of('vector', vector),
  histogram_stdvar: of('vector', vector),
  histogram_sum: of('vector', vector),
  /** The name of double_exponential_smoothing in Prometheus 2. */
  holt_winters: of('vector', ['matrix', 'scalar', 'scalar']),
  hour: of('vector', vector, 1),
  idelta: of('vector', matrix),
  increase: of('vector', matrix),
  info: of('vector', ['vector', 'vector'], 1),
  irate: of('vector', matrix),
  label_join: of('vector', ['vector', 'string', 'string', 'string'], -1),
  label_replace: of('vector', ['vector', 'string', 'string', 'string', 'string']),
  last_over_time: of('vector', matrix),
  ln: of('vector', vector),
  log10: of('vector', vector),
  log2: of('vector', vector),
  mad_over_time: of('vector', matrix),
  max_over_time: of('vector', matrix),
  min_over_time: of('vector', matrix),
  minute: of('vector', vector, 1),
  month: of('vector', vector, 1),
  pi: of('scalar', []),
  predict_linear: of('vector', ['matrix', 'scalar']),
  present_over_time: of('vector', matrix),
  quantile_over_time: of('vector', ['scalar', 'matrix']),
  rad: of('vector', vector),
  rate: of('vector', matrix),
  resets: of('vector', matrix),
  round: of('vector', ['vector', 'scalar'], 1),
  scalar: of('scalar', vector),
  sgn: of('vector', vector),
  sin: of('vector', vector),
  sinh: of('vector', vector),
  sort: of('vector', vector),
  sort_by_label: of('vector', ['vector', 'string'], -1),
  sort_by_label_desc: of('vector', ['vector', 'string'], -1),
  sort_desc: of('vector', vector),
  sqrt: of('vector', vector),
  stddev_over_time: of('vector', matrix),
  stdvar_over_time: of('vector', matrix),
  sum_over_time: of('vector', matrix),
  tan: of('vector', vector),
  tanh: of('vector', vector),
  time: of('scalar', []),
  timestamp: of('vector', vector),
  ts_of_first_over_time: of('vector', matrix),
  ts_of_last_over_time: of('vector', matrix),
  ts_of_max_over_time: of('vector', matrix),
  ts_of_min_over_time: of('vector', matrix),
  vector: of('vector', ['scalar']),
  year: of('vector', vector, 1),
} as const satisfies Record<string, FunctionSignature>;

export type FunctionName = keyof typeof functions;

import type { Matcher } from '@/lib/metrics/matcher';
import type { FunctionName } from './functions';

export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

/** Offsets in the source, in UTF-16 code units; `end` is after the last. */
export interface Span {
  start: number;
  end: number;
}

export type AtModifier = { kind: 'time'; timeMs: number } | { kind: 'start' } | { kind: 'end' };

export interface NumberLiteral {
  kind: 'number';
  span: Span;
  /** Seconds where it was written as a duration. */
  value: number;
  /** Written as a duration, such as `5m`, and printed as one. */
  isDuration?: boolean;
}

export interface StringLiteral {
  kind: 'string';
  span: Span;
  value: string;
}

export interface VectorSelector {
  kind: 'vectorSelector';
  span: Span;
  /** As written before the braces; the name is the first matcher too, on `__name__`. */
  name: string | null;
  matchers: readonly Matcher[];
  offsetMs: number;
  at: AtModifier | null;
}

export interface MatrixSelector {
  kind: 'matrixSelector';
  span: Span;
  /** Carries `offset` and `@`. */
  vector: VectorSelector;
  rangeMs: number;
}

export interface Subquery {
  kind: 'subquery';
  span: Span;
  expr: Expr;
  rangeMs: number;
  /** Null: the default evaluation interval. */
  stepMs: number | null;
  offsetMs: number;
  at: AtModifier | null;
}

export interface Call {
  kind: 'call';
  span: Span;
  func: FunctionName;
  args: readonly Expr[];
}

export const aggregators = [
  'sum', 'avg', 'count', 'min', 'max', 'group', 'stddev', 'stdvar', 'topk', 'bottomk', 'quantile', 'count_values', 'limitk', 'limit_ratio',
] as const;
export type Aggregator = (typeof aggregators)[number];

export interface Aggregate {
  kind: 'aggregate';
  span: Span;
  op: Aggregator;
  expr: Expr;
  param: Expr | null;
  grouping: readonly string[];
  isWithout: boolean;
}

export type BinaryOperator = '+' | '-' | '*' | '/' | '%' | '^' | 'atan2' | '==' | '!=' | '<' | '<=' | '>' | '>=' | 'and' | 'or' | 'unless';

export interface VectorMatching {
  cardinality: 'one-to-one' | 'many-to-one' | 'one-to-many' | 'many-to-many';
  /** `on` names the labels that match; else they are the ignored ones. */
  isOn: boolean;
  labels: readonly string[];
  /** Labels of the one side that group_left and group_right carry over. */
  include: readonly string[];
}

export interface Binary {
  kind: 'binary';
  span: Span;
  op: BinaryOperator;
  lhs: Expr;
  rhs: Expr;
  returnsBool: boolean;
  /** Between two vectors only. */
  matching: VectorMatching | null;
}

interface Unary {
  kind: 'unary';
  span: Span;
  op: '+' | '-';
  expr: Expr;
}

interface Paren {
  kind: 'paren';
  span: Span;
  expr: Expr;
}

export type Expr =
  | NumberLiteral
  | StringLiteral
  | VectorSelector
  | MatrixSelector
  | Subquery
  | Call
  | Aggregate
  | Binary
  | Unary
  | Paren;

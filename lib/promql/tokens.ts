import { aggregators } from './ast';
import { quote } from './literals';

/** Operators, brackets and keywords are a kind of their own each; the other kinds carry text. */
export type TokenKind = 'end' | 'error' | 'identifier' | 'metric identifier' | 'number' | 'duration' | 'string' | 'aggregator' | 'keyword' | 'operator' | 'mark';

export interface Token {
  kind: TokenKind;
  /** As written; of an error, what is wrong. */
  text: string;
  /** What the parser compares: lower case for keywords, operators and aggregators. */
  word: string;
  start: number;
  end: number;
}

const operatorWords = ['and', 'or', 'unless', 'atan2'] as const;
const keywords = ['offset', 'by', 'without', 'on', 'ignoring', 'group_left', 'group_right', 'bool'] as const;
const preprocessors = ['start', 'end', 'step', 'range'] as const;

/** Words that mean something outside braces, in any case (promql/parser/lex.go). */
export const words: ReadonlyMap<string, TokenKind> = new Map<string, TokenKind>([
  ...operatorWords.map((word) => [word, 'operator'] as const),
  ...aggregators.map((word) => [word, 'aggregator'] as const),
  ...keywords.map((word) => [word, 'keyword'] as const),
  ...preprocessors.map((word) => [word, 'mark'] as const),
  ['inf', 'number'],
  ['nan', 'number'],
]);

const metricWords = new Set<string>(['by', 'without', 'offset', 'and', 'or', 'unless', ...preprocessors]);
const labelWords = new Set<string>([...metricWords, ...keywords, 'atan2']);

/** Whether the token can be a metric's name where an expression begins. */
export function isMetricName({ kind, word }: Token): boolean {
  return kind === 'identifier' || kind === 'metric identifier' || kind === 'aggregator' || metricWords.has(word);
}

/** Whether the token can be a label's name between the parentheses of `by`, `on` and their like. */
export function isLabelName({ kind, word }: Token): boolean {
  return kind === 'identifier' || kind === 'aggregator' || labelWords.has(word);
}

/** A token in the words of Prometheus' errors. */
export function describeToken({ kind, text }: Token): string {
  switch (kind) {
    case 'end':
      return 'end of input';
    case 'keyword':
      return `<${text}>`;
    case 'operator':
      return `<op:${text}>`;
    case 'aggregator':
      return `<aggr:${text}>`;
    case 'mark':
      return quote(text);
    case 'identifier':
    case 'metric identifier':
      return `${kind} ${quote(text)}`;
    case 'error':
    case 'number':
    case 'duration':
    case 'string':
      return `${kind} ${[...text].length > 10 ? `${quote([...text].slice(0, 10).join(''))}...` : quote(text)}`;
  }
}

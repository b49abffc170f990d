import type { Aggregator, Binary, BinaryOperator, Expr, VectorMatching } from './ast';
import { checkTypes } from './check-types';
import { PromqlError } from './error';
import { functions, type FunctionName } from './functions';
import { parseModifier } from './parse-modifiers';
import { parseGrouping, parseSelector } from './parse-selector';
import { isMetricName, type Token } from './tokens';
import { TokenStream } from './token-stream';

/** Longest expression, in UTF-16 code units. */
const maxSourceLength = 65_536;
/** Deepest nesting of parentheses, calls and signs. */
const maxNesting = 200;
/** Most binary operators and subqueries in one expression: a chain of them is as deep a tree as nesting is. */
const maxOperators = 1_000;

const precedences: Readonly<Record<BinaryOperator, number>> = {
  or: 1, and: 2, unless: 2, '==': 3, '!=': 3, '<': 3, '<=': 3, '>': 3, '>=': 3, '+': 4, '-': 4, '*': 5, '/': 5, '%': 5, atan2: 5, '^': 6,
};
/** A sign binds like multiplication: `-1 ^ 2` is `-(1 ^ 2)`. */
const signPrecedence = 6;

/**
 * Parses PromQL as Prometheus 3 does (promql/parser/generated_parser.y and checkAST), experimental functions and aggregators allowed,
 * experimental modifiers and duration arithmetic not. Throws PromqlError `bad_data` with Prometheus' message and position for everything
 * that Prometheus refuses, and for what is longer or deeper than the bounds above.
 */
export function parsePromql(source: string): Expr {
  if (source.length > maxSourceLength) {
    throw new PromqlError('bad_data', `the expression has ${source.length} characters; at most ${maxSourceLength} are allowed`);
  }
  const stream = new TokenStream(source);
  if (stream.next.kind === 'end') throw stream.fail(0, 'no expression found in input');
  const expr = new Parser(stream).parse();
  checkTypes(expr, source, (offset, problem) => stream.fail(offset, problem));
  return expr;
}

class Parser {
  private nesting = 0;
  private operators = 0;

  constructor(private readonly stream: TokenStream) {}

  parse(): Expr {
    const expr = this.parseExpr(0);
    if (this.stream.next.kind !== 'end') throw this.stream.unexpected();
    return expr;
  }

  /** An expression with the operators that bind at least as tightly as `least`. */
  private parseExpr(least: number): Expr {
    this.nesting += 1;
    if (this.nesting > maxNesting) throw this.stream.fail(this.stream.next.start, `the expression is nested more than ${maxNesting} levels deep`);
    let left = this.parseOperand();
    for (;;) {
      const modified = parseModifier(this.stream, left);
      if (modified) {
        if (modified.kind === 'subquery' && modified !== left) this.countOperator();
        left = modified;
        continue;
      }
      const op = operatorOf(this.stream.next);
      if (op === null || precedences[op] < least) break;
      left = this.parseBinary(left, op);
    }
    this.nesting -= 1;
    return left;
  }

  private parseBinary(lhs: Expr, op: BinaryOperator): Binary {
    this.countOperator();
    this.stream.take();
    const returnsBool = this.stream.takeWord('bool') !== null;
    const matching = this.parseMatching();
    const rhs = this.parseExpr(op === '^' ? precedences[op] : precedences[op] + 1);
    return { kind: 'binary', span: { start: lhs.span.start, end: rhs.span.end }, op, lhs, rhs, returnsBool, matching };
  }

  private parseMatching(): VectorMatching {
    const clause = this.stream.takeWord('on') ?? this.stream.takeWord('ignoring');
    if (!clause) return { cardinality: 'one-to-one', isOn: false, labels: [], include: [] };
    const isOn = clause.word === 'on';
    const labels = parseGrouping(this.stream);
    const group = this.stream.takeWord('group_left') ?? this.stream.takeWord('group_right');
    if (!group) return { cardinality: 'one-to-one', isOn, labels, include: [] };
    const include = this.stream.isWord('(') ? parseGrouping(this.stream) : [];
    return { cardinality: group.word === 'group_left' ? 'many-to-one' : 'one-to-many', isOn, labels, include };
  }

  private parseOperand(): Expr {
    const { stream } = this;
    const { next } = stream;
    switch (next.kind) {
      case 'number':
      case 'duration': {
        const value = stream.valueOfNumber(stream.take());
        const span = { start: next.start, end: next.end };
        return next.kind === 'duration' ? { kind: 'number', span, value, isDuration: true } : { kind: 'number', span, value };
      }
      case 'string':
        return { kind: 'string', span: { start: next.start, end: next.end }, value: stream.valueOfString(stream.take()) };
      case 'aggregator':
        if (isAggregation(stream.peek(1))) return this.parseAggregate();
        break;
      case 'identifier':
        if (stream.peek(1).text === '(') return this.parseCall();
        break;
      case 'operator':
        if (next.text === '-' || next.text === '+') return this.parseSigned(next.text);
        break;
      default:
        if (next.text === '(' && next.kind === 'mark') return this.parseParen();
    }
    if (isMetricName(next) || (next.kind === 'mark' && next.text === '{')) return parseSelector(stream);
    throw stream.unexpected();
  }

  private parseSigned(op: '+' | '-'): Expr {
    const { start } = this.stream.take();
    const expr = this.parseExpr(signPrecedence);
    const span = { start, end: expr.span.end };
    if (expr.kind === 'number') return { ...expr, span, value: op === '-' ? -expr.value : expr.value };
    return { kind: 'unary', span, op, expr };
  }

  private parseParen(): Expr {
    const { start } = this.stream.take();
    const expr = this.parseExpr(0);
    if (!this.stream.takeWord(')')) throw this.stream.unexpected();
    return { kind: 'paren', span: { start, end: this.stream.lastEnd }, expr };
  }

  private parseCall(): Expr {
    const { stream } = this;
    const name = stream.take();
    const args = this.parseArguments();
    if (!isFunction(name.text)) throw stream.fail(name.start, `unknown function with name "${name.text}"`);
    return { kind: 'call', span: { start: name.start, end: stream.lastEnd }, func: name.text, args };
  }

  private parseArguments(): Expr[] {
    const { stream } = this;
    if (!stream.takeWord('(')) throw stream.unexpected();
    const args: Expr[] = [];
    if (stream.takeWord(')')) return args;
    for (;;) {
      args.push(this.parseExpr(0));
      const comma = stream.takeWord(',');
      if (!comma) break;
      if (stream.isWord(')')) throw stream.fail(comma.start, 'trailing commas not allowed in function call args');
    }
    if (!stream.takeWord(')')) throw stream.unexpected();
    return args;
  }

  private parseAggregate(): Expr {
    const { stream } = this;
    const { start, word } = stream.take();
    stream.aggregationDepth += 1;
    const before = this.parseClause();
    const args = this.parseArguments();
    stream.aggregationDepth -= 1;
    const clause = before ?? this.parseClause() ?? { isWithout: false, grouping: [] };
    if (args.length === 0) throw stream.fail(start, 'no arguments for aggregate expression provided');
    const op = word as Aggregator;
    const wanted = takesParameter(op) ? 2 : 1;
    const [first, second] = args;
    const expr = wanted === 2 ? second : first;
    if (args.length !== wanted || !expr) {
      throw stream.fail(start, `wrong number of arguments for aggregate expression provided, expected ${wanted}, got ${args.length}`);
    }
    return { kind: 'aggregate', span: { start, end: stream.lastEnd }, op, expr, param: wanted === 2 ? (first ?? null) : null, ...clause };
  }

  private parseClause(): { isWithout: boolean; grouping: string[] } | null {
    const clause = this.stream.takeWord('by') ?? this.stream.takeWord('without');
    return clause && { isWithout: clause.word === 'without', grouping: parseGrouping(this.stream) };
  }

  private countOperator(): void {
    this.operators += 1;
    if (this.operators > maxOperators) throw this.stream.fail(this.stream.next.start, `the expression has more than ${maxOperators} operators`);
  }
}

function operatorOf({ kind, word }: Token): BinaryOperator | null {
  return kind === 'operator' && Object.hasOwn(precedences, word) ? (word as BinaryOperator) : null;
}

function isAggregation({ kind, word }: Token): boolean {
  return kind !== 'string' && (word === '(' || word === 'by' || word === 'without');
}

function isFunction(name: string): name is FunctionName {
  return Object.hasOwn(functions, name);
}

function takesParameter(op: Aggregator): boolean {
  return ['topk', 'bottomk', 'quantile', 'count_values', 'limitk', 'limit_ratio'].includes(op);
}

import { AppError, messageOf, type FieldIssue } from '@/lib/errors';
import type { BinaryOperator, Expr, NumberLiteral } from '@/lib/promql/ast';
import { isPromqlError } from '@/lib/promql/error';
import { parsePromql } from '@/lib/promql/parse';
import { printExpr } from '@/lib/promql/print';
import { describeType, typeOf } from '@/lib/promql/types';
import type { TemplatedText } from '@/lib/rules/rule-file';
import { parseAlertTemplate } from '@/lib/rules/template/render';
import { TemplateError } from '@/lib/rules/template/syntax';
import type { Severity } from '../severity';
import { dataOf, inParens, isWhole, measureOf } from './measure';
import type { Level, RuleCondition, RuleSettings } from './schemas';

/** The levels of now, by the key of the threshold. */
export type Thresholds = Readonly<Record<string, { warning: number; critical: number }>>;

export interface CompiledCondition {
  severity: Severity;
  expr: Expr;
  source: string;
  /** Hysteresis: once firing, an alert stays as long as this returns its series, with its value; null: as long as `expr` does. */
  holdExpr: Expr | null;
  holdSource: string | null;
  level: number | null;
  /** The expression without its comparison, to be drawn beside the level. */
  chartSource: string;
  /** All labels that are set over those of the sample: the rule's own, severity, team, service and alertname (the rule's name, unless its labels say another). */
  labels: ReadonlyMap<string, TemplatedText>;
}

export interface CompiledRule {
  conditions: readonly CompiledCondition[];
  /** Returns each series for which there is data, with the labels of the conditions' series; null when that cannot be told. */
  dataExpr: Expr | null;
  dataSource: string | null;
  annotations: ReadonlyMap<string, TemplatedText>;
}

const labelName = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

/**
 * What is evaluated of a rule with the thresholds of now. Throws AppError `invalid` with issues whose paths are those of the settings
 * (`condition.expr`): for an expression or template that cannot be parsed, a threshold that is not there, a name that Prometheus would refuse, or a
 * policy on missing data where data that is missing cannot be told from a condition that does not hold.
 */
export function compileRule(settings: RuleSettings, thresholds: Thresholds): CompiledRule {
  const { condition } = settings;
  const compiled = condition.kind === 'promql' ? compilePromql(settings, condition) : compileLevels(settings, condition, thresholds);
  if (compiled.dataExpr === null && settings.noData !== 'ok') {
    throw invalid('noData', 'Missing data cannot be told from a condition that does not hold here. Choose ok, or write the expression as a comparison such as metric > 5.');
  }
  const annotations = templatesOf(settings.annotations, 'annotations');
  return { ...compiled, dataSource: compiled.dataExpr && printExpr(compiled.dataExpr), annotations };
}

type Conditions = Pick<CompiledRule, 'conditions' | 'dataExpr'>;

function compilePromql(settings: RuleSettings, { expr: source, resolveExpr, severity }: Extract<RuleCondition, { kind: 'promql' }>): Conditions {
  const expr = vectorOf(source, 'condition.expr');
  const measure = measureOf(expr);
  const holdExpr = resolveExpr === null ? null : unlessResolved(expr, vectorOf(resolveExpr, 'condition.resolveExpr'));
  const own = settings.labels.severity ?? severity;
  const condition: CompiledCondition = {
    severity, expr, source, holdExpr,
    holdSource: holdExpr && printExpr(holdExpr),
    level: measure.level,
    chartSource: printExpr(measure.expr),
    labels: labelsOf(settings, own),
  };
  return { conditions: [condition], dataExpr: dataOf(expr) };
}

function compileLevels(settings: RuleSettings, condition: Extract<RuleCondition, { kind: 'levels' }>, thresholds: Thresholds): Conditions {
  const query = vectorOf(condition.query, 'condition.query');
  if (typeOf(query) !== 'vector') throw invalid('condition.query', 'The query is a single number; write an expression of metrics, whose series are compared with the levels.');
  const conditions = (['critical', 'warning'] as const).flatMap((severity): CompiledCondition[] => {
    const written = condition[severity];
    if (written === null) return [];
    const level = numberOf(written, thresholds, `condition.${severity}`);
    const expr = compare(query, condition.comparison, level);
    const holdExpr = condition.hysteresis > 0 ? holdOf(query, condition, level) : null;
    return [{
      severity, expr, holdExpr, level,
      source: printExpr(expr),
      holdSource: holdExpr && printExpr(holdExpr),
      chartSource: printExpr(query),
      labels: labelsOf(settings, severity),
    }];
  });
  const { warning, critical } = condition;
  if (typeof warning === 'number' && typeof critical === 'number' && !isMilder(warning, critical, condition.comparison)) {
    throw invalid('condition.critical', `With ${condition.comparison}, critical must be ${condition.comparison.startsWith('>') ? 'higher' : 'lower'} than warning.`);
  }
  if (conditions.length === 0) throw invalid('condition.warning', 'Give a level for warning, for critical, or for both.');
  return { conditions, dataExpr: isWhole(query) ? query : null };
}

function isMilder(warning: number, critical: number, comparison: string): boolean {
  return comparison.startsWith('>') ? warning < critical : warning > critical;
}

/** Once above 80 with a hysteresis of 5, the alert lasts while the value is above 75. A value that is no number is above nothing and ends it. */
function holdOf(query: Expr, { comparison, hysteresis }: Extract<RuleCondition, { kind: 'levels' }>, level: number): Expr {
  return compare(query, comparison, comparison.startsWith('>') ? level - hysteresis : level + hysteresis);
}

/** The series that have data, or that are measured at all, but for those that the resolve condition returns. */
function unlessResolved(expr: Expr, resolve: Expr): Expr {
  const measured = dataOf(expr) ?? measureOf(expr).expr;
  for (const side of [measured, resolve]) {
    if (typeOf(side) !== 'vector') throw invalid('condition.resolveExpr', 'A resolve condition needs series on both sides; a single number is none.');
  }
  const matching = { cardinality: 'many-to-many', isOn: false, labels: [], include: [] } as const;
  return { kind: 'binary', span: expr.span, op: 'unless', lhs: inParens(measured), rhs: inParens(resolve), returnsBool: false, matching };
}

function compare(expr: Expr, op: BinaryOperator, level: number): Extract<Expr, { kind: 'binary' }> {
  const { span } = expr;
  const rhs: NumberLiteral = { kind: 'number', span, value: level };
  return { kind: 'binary', span, op, lhs: inParens(expr), rhs, returnsBool: false, matching: null };
}

function numberOf(level: Level, thresholds: Thresholds, path: string): number {
  if (typeof level === 'number') return level;
  const found = Object.hasOwn(thresholds, level.threshold) ? thresholds[level.threshold] : undefined;
  if (!found) throw invalid(path, `There is no threshold ${JSON.stringify(level.threshold)}. Give a number, or one of the thresholds of the monitoring settings.`);
  return found[level.side];
}

function vectorOf(source: string, path: string): Expr {
  const expr = parse(source, path);
  const type = typeOf(expr);
  if (type === 'vector' || type === 'scalar') return expr;
  throw invalid(path, `A rule needs an instant vector; this is a ${describeType(type)}. ${type === 'matrix' ? 'Put a function such as rate() or avg_over_time() around it.' : ''}`.trim());
}

function parse(source: string, path: string): Expr {
  try {
    return parsePromql(source);
  } catch (error) {
    if (!isPromqlError(error)) throw error;
    throw invalid(path, error.message);
  }
}

function labelsOf({ name, labels, team, service }: RuleSettings, severity: string): Map<string, TemplatedText> {
  if (Object.hasOwn(labels, '__name__')) throw invalid('labels.__name__', 'An alert has no metric name; choose another label.');
  const { alertname = name } = labels;
  if (alertname === '' || alertname.includes('{{')) throw invalid('labels.alertname', 'The name of an alert is the same for all of its alerts: plain text, without a template.');
  const all = { ...labels, severity, ...(team === '' ? {} : { team }), ...(service === '' ? {} : { service }) };
  return templatesOf(all, 'labels').set('alertname', { source: alertname, template: null });
}

function templatesOf(texts: Readonly<Record<string, string>>, path: string): Map<string, TemplatedText> {
  const parsed = new Map<string, TemplatedText>();
  for (const [name, source] of Object.entries(texts)) {
    if (!labelName.test(name)) throw invalid(`${path}.${name}`, 'A name has letters, digits and _ only, and does not begin with a digit.');
    try {
      parsed.set(name, { source, template: source.includes('{{') ? parseAlertTemplate(source) : null });
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      throw invalid(`${path}.${name}`, `The template is not valid: line ${messageOf(error)}.`);
    }
  }
  return parsed;
}

function invalid(path: string, message: string): AppError {
  const issue: FieldIssue = { path, message };
  return new AppError('invalid', `${path}: ${message}`, { issues: [issue] });
}

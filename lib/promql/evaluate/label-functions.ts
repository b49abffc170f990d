import type { RE2JS } from 're2js';
import { isAppError } from '@/lib/errors';
import { labelOf, type LabelSet } from '@/lib/metrics/labels';
import { compilePattern } from '@/lib/metrics/matcher';
import type { Call } from '@/lib/promql/ast';
import { PromqlError } from '@/lib/promql/error';
import { isLabelName } from './aggregate-count-values';
import { withoutParens, type Context } from './context';
import { withLabel } from './label-set';
import { emptyMatrix, mergeEqualRows, type Grid, type Matrix } from './matrix';

/** The string arguments of a call after its first argument. */
export function stringsOf(call: Call): string[] {
  return call.args.slice(1).map((arg) => {
    const inner = withoutParens(arg);
    return inner.kind === 'string' ? inner.value : '';
  });
}

/** Longest label value that a function makes, in UTF-16 code units. */
const maxValueLength = 65_536;

function refuseLong(length: number): void {
  if (length <= maxValueLength) return;
  throw new PromqlError('execution', `a label value made by label_replace() or label_join() has at most ${maxValueLength.toLocaleString('en-US')} characters. Use shorter labels or fewer of them`);
}

/** `label_replace(vector, target, replacement, source, pattern)`. Throws PromqlError `execution` for a bad pattern or label. */
export async function evaluateLabelReplace(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  const [target = '', replacement = '', source = '', pattern = ''] = stringsOf(call);
  const compiled = compileFor(pattern);
  if (!isLabelName(target)) throw new PromqlError('execution', `invalid destination label name in label_replace(): ${target}`);
  const replaced = new Map<string, string | null>();
  return relabel(call, grid, context, (set) => {
    const value = labelOf(set, source);
    let result = replaced.get(value);
    if (result === undefined) {
      result = expand(compiled, value, replacement);
      replaced.set(value, result);
      context.budget.spend(value.length * compiled.programSize());
    }
    return result === null ? set : withLabel(set, target, result);
  });
}

/** `label_join(vector, target, separator, source...)`. Throws PromqlError `execution` for a bad label. */
export async function evaluateLabelJoin(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  const [target = '', separator = '', ...sources] = stringsOf(call);
  const bad = sources.find((source) => !isLabelName(source));
  if (bad !== undefined) throw new PromqlError('execution', `invalid source label name in label_join(): ${bad}`);
  if (!isLabelName(target)) throw new PromqlError('execution', `invalid destination label name in label_join(): ${target}`);
  return relabel(call, grid, context, (set) => withLabel(set, target, join(set, sources, separator)));
}

async function relabel(call: Call, grid: Grid, context: Context, labelsOf: (set: LabelSet) => LabelSet): Promise<Matrix> {
  const [vector] = call.args;
  const matrix = vector ? await context.vector(vector, grid) : emptyMatrix(grid.count);
  const { budget } = context;
  const labels: LabelSet[] = [];
  let made = 0;
  for (const set of matrix.labels) {
    const changed = labelsOf(set);
    labels.push(changed);
    made += lengthOf(changed) / charactersAValue;
    if (budget.spend(20)) await budget.breathe();
    budget.hold(matrix.values.length + made);
  }
  return mergeEqualRows({ ...matrix, labels });
}

/** Characters that take the room of one float64, where each takes two bytes. */
const charactersAValue = 4;

function lengthOf(set: LabelSet): number {
  let length = 0;
  for (const text of set) if (text.length > 1_000) length += text.length;
  return length;
}

function join(set: LabelSet, sources: readonly string[], separator: string): string {
  const values = sources.map((source) => labelOf(set, source));
  refuseLong(values.reduce((length, value) => length + value.length, separator.length * Math.max(0, values.length - 1)));
  return values.join(separator);
}

function compileFor(pattern: string): RE2JS {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (isAppError(error) && !error.message.includes('error parsing regexp')) throw new PromqlError('execution', error.message);
    throw new PromqlError('execution', `invalid regular expression in label_replace(): ${pattern}`);
  }
}

/** The replacement with `$1`, `$name` and `${name}` filled from a match of the whole value, as Go's Regexp.Expand does; null without a match. */
function expand(pattern: RE2JS, value: string, replacement: string): string | null {
  const matcher = pattern.matcher(value);
  if (!matcher.matches()) return null;
  const names = pattern.namedGroups();
  let length = 0;
  const expanded = replacement.replace(/\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu, (_, dollar?: string, braced?: string, bare?: string) => {
    if (dollar) return '$';
    const name = braced ?? bare ?? '';
    const index = /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : names[name];
    if (index === undefined || index > matcher.groupCount()) return '';
    const text = matcher.group(index) ?? '';
    length += text.length;
    refuseLong(length);
    return text;
  });
  refuseLong(expanded.length);
  return expanded;
}

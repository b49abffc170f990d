import type { RE2JS } from 're2js';
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
  return relabel(call, grid, context, (set) => withLabel(set, target, sources.map((source) => labelOf(set, source)).join(separator)));
}

async function relabel(call: Call, grid: Grid, context: Context, labelsOf: (set: LabelSet) => LabelSet): Promise<Matrix> {
  const [vector] = call.args;
  const matrix = vector ? await context.vector(vector, grid) : emptyMatrix(grid.count);
  return mergeEqualRows({ ...matrix, labels: matrix.labels.map(labelsOf) });
}

function compileFor(pattern: string): RE2JS {
  try {
    return compilePattern(pattern);
  } catch {
    throw new PromqlError('execution', `invalid regular expression in label_replace(): ${pattern}`);
  }
}

/** The replacement with `$1`, `$name` and `${name}` filled from a match of the whole value, as Go's Regexp.Expand does; null without a match. */
function expand(pattern: RE2JS, value: string, replacement: string): string | null {
  const matcher = pattern.matcher(value);
  if (!matcher.matches()) return null;
  const names = pattern.namedGroups();
  return replacement.replace(/\$(?:(\$)|\{([\p{L}\p{Nd}_]+)\}|([\p{L}\p{Nd}_]+))/gu, (_, dollar?: string, braced?: string, bare?: string) => {
    if (dollar) return '$';
    const name = braced ?? bare ?? '';
    const index = /^(?:0|[1-9]\d{0,8})$/.test(name) ? Number(name) : names[name];
    if (index === undefined || index > matcher.groupCount()) return '';
    return matcher.group(index) ?? '';
  });
}

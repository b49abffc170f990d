import { labelOf, labelSetKey, metricName, type LabelSet } from '@/lib/metrics/labels';
import { compileMatcher, type Matcher } from '@/lib/metrics/matcher';
import type { Call } from '@/lib/promql/ast';
import { PromqlError } from '@/lib/promql/error';
import type { Context } from './context';
import { latestSamples } from './instant-selector';
import { formatLabelSet, keyOfLabels, withLabel } from './label-set';
import { createMatrix, dropEmptyRows, emptyMatrix, mergeEqualRows, type Grid, type Matrix } from './matrix';

const identifyingLabels = ['instance', 'job'];

/** What the second argument of `info` asks for. */
interface InfoRequest {
  nameMatchers: readonly Matcher[];
  dataMatchers: readonly Matcher[];
}

/**
 * `info(vector, {selector})` (promql/info.go): adds the data labels of info series (by default `target_info`) that have the same `instance` and
 * `job`. Throws PromqlError `execution` for info series that contradict each other.
 */
export async function evaluateInfo(call: Call, grid: Grid, context: Context): Promise<Matrix> {
  const [vector, selector] = call.args;
  const base = vector ? await context.vector(vector, grid) : emptyMatrix(grid.count);
  const matchers = selector?.kind === 'vectorSelector' ? selector.matchers : [];
  const request: InfoRequest = {
    nameMatchers: selector ? matchers.filter(({ label }) => label === metricName) : [{ label: metricName, operator: '=', value: 'target_info' }],
    dataMatchers: matchers.filter(({ label }) => label !== metricName),
  };
  const looks = { firstMs: grid.startMs, stepMs: grid.stepMs };
  const info = await latestSamples(context, { node: call, looks, grid, takes: 'time' });
  return combine(base, chooseLatest(info), request, context);
}

/** For each name and identity the info rows, of which the one with the newest sample counts at each step. */
interface InfoRows {
  info: Matrix;
  names: string[];
  /** The row that counts at each step, or -1, by identity. */
  latest: Map<string, Int32Array>;
}

const identityOf = (name: string, set: LabelSet) => `${name}\uffff${keyOfLabels(set, identifyingLabels)}`;

function chooseLatest(info: Matrix): InfoRows {
  const { steps, labels, values, present } = info;
  const latest = new Map<string, Int32Array>();
  for (const [row, set] of labels.entries()) {
    const key = identityOf(labelOf(set, metricName), set);
    const rows = latest.get(key) ?? new Int32Array(steps).fill(-1);
    latest.set(key, rows);
    for (let step = 0; step < steps; step += 1) {
      if (present[row * steps + step] === 0) continue;
      const before = rows[step] ?? -1;
      const time = values[row * steps + step] ?? 0;
      const timeBefore = before === -1 ? -Infinity : (values[before * steps + step] ?? 0);
      if (time === timeBefore) throw duplicateInfo(labels[before] ?? [], set, time);
      if (time > timeBefore) rows[step] = row;
    }
  }
  return { info, names: [...new Set(labels.map((set) => labelOf(set, metricName)))], latest };
}

function duplicateInfo(existing: LabelSet, added: LabelSet, seconds: number): PromqlError {
  const timeMs = Math.round(seconds * 1000);
  return new PromqlError(
    'execution',
    `found duplicate series for info metric: existing ${formatLabelSet(existing)} @ ${timeMs}, new ${formatLabelSet(added)} @ ${timeMs}`,
  );
}

async function combine(base: Matrix, rows: InfoRows, { nameMatchers, dataMatchers }: InfoRequest, context: Context): Promise<Matrix> {
  const matchesName = nameMatchers.map((matcher) => compileMatcher(matcher));
  const wanted = new Set(dataMatchers.map(({ label }) => label));
  const needsInfo = dataMatchers.some((matcher) => !compileMatcher(matcher)(''));
  const pieces: { row: number; labels: LabelSet; steps: Uint8Array }[] = [];
  for (const [row, set] of base.labels.entries()) {
    const isInfo = matchesName.length > 0 && matchesName.every((matches) => matches(labelOf(set, metricName)));
    for (const piece of piecesOf(base, row, isInfo ? [] : rows.names, rows, { set, wanted, needsInfo: needsInfo && !isInfo })) pieces.push(piece);
    if (context.budget.spend(base.steps * (2 + rows.names.length))) await context.budget.breathe();
  }
  const result = createMatrix(pieces.length, base.steps, context.budget);
  for (const [target, { row, labels, steps }] of pieces.entries()) {
    result.values.set(base.values.subarray(row * base.steps, (row + 1) * base.steps), target * base.steps);
    result.present.set(steps, target * base.steps);
    result.labels.push(labels);
  }
  return mergeEqualRows(dropEmptyRows(result));
}

interface Wanted {
  set: LabelSet;
  /** Data labels to add; all when empty. */
  wanted: ReadonlySet<string>;
  /** Without any info series there is no result. */
  needsInfo: boolean;
}

/** The steps of a base row, apart by the labels that they get. */
function piecesOf(base: Matrix, row: number, names: readonly string[], { info, latest }: InfoRows, { set, wanted, needsInfo }: Wanted) {
  const pieces = new Map<string, { row: number; labels: LabelSet; steps: Uint8Array }>();
  const candidates = names.map((name) => latest.get(identityOf(name, set))).filter((rows) => rows !== undefined);
  const seen = new Map<string, LabelSet>();
  for (let step = 0; step < base.steps; step += 1) {
    if (base.present[row * base.steps + step] === 0) continue;
    const chosen = candidates.map((rows) => rows[step] ?? -1).filter((infoRow) => infoRow !== -1);
    if (chosen.length === 0 && needsInfo) continue;
    const combination = chosen.join(',');
    const labels = seen.get(combination) ?? addData(set, chosen.map((infoRow) => info.labels[infoRow] ?? []), wanted);
    seen.set(combination, labels);
    const key = labelSetKey(labels);
    const piece = pieces.get(key) ?? { row, labels, steps: new Uint8Array(base.steps) };
    piece.steps[step] = 1;
    pieces.set(key, piece);
  }
  return pieces.values();
}

function addData(set: LabelSet, infos: readonly LabelSet[], wanted: ReadonlySet<string>): LabelSet {
  const added = new Map<string, string>();
  for (const info of infos) {
    for (let index = 0; index < info.length; index += 2) {
      const name = info[index] ?? '';
      const value = info[index + 1] ?? '';
      if (name === metricName || (wanted.size > 0 && !wanted.has(name))) continue;
      const before = added.get(name);
      if (before !== undefined && before !== value) throw new PromqlError('execution', `conflicting label: ${name}`);
      if (labelOf(set, name) === '') added.set(name, value);
    }
  }
  let result = set;
  for (const [name, value] of added) result = withLabel(result, name, value);
  return result;
}

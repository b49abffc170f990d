import type { Chance } from './chance';
import { dataMinutes, dataStartMs } from './data';

/**
 * What is left out because Prometheus 2.42 and 3 mean different things by it, not because we do:
 *
 * | left out | reason |
 * | --- | --- |
 * | samples and subquery steps at the left edge of a window | closed in 2, open in 3; times are chosen so that none is there |
 * | counters that begin at zero or above and reset | 3 limits the extrapolation to the point of zero in another order |
 * | count_values by labels that sort behind its own | 2 loses them |
 * | averages that cancel to zero; differences of sines and powers, and floors of them | the last bits differ, and nothing else is left |
 * | `@` on the range of predict_linear | 2 moves the window all the same |
 * | stddev, stdvar over NaN and infinities | 2 gives 0 for a single one, 3 gives NaN |
 * | topk, bottomk with equal values | which of equals stay depends on the heap's moves |
 * | several metrics under histogram_quantile | 3 keeps them apart |
 * | series made equal by a function at different steps | 2 refuses them, 3 joins them |
 * | atan2 but under a function that drops names | 2 keeps the name |
 * | `offset` beside `@` under timestamp | Prometheus forgets the offset |
 * | a varying parameter beside `@` in an aggregation | Prometheus evaluates it once |
 * | mad_over_time, first_over_time, limitk, limit_ratio, info, sort_by_label, ts_of_*, double_exponential_smoothing | not in 2 |
 */
export function generateExpression(chance: Chance): string {
  if (chance.isLucky(0.03)) return scalar(chance, 3);
  return vector(chance, chance.between(1, 4));
}

const metrics = ['g', 'h', 'c_total', 'few', 'odd', 'one', 'lat_bucket'] as const;
const finite = ['g', 'h', 'c_total', 'few', 'one'] as const;
const unique = ['g', 'h'] as const;
const maths = ['abs', 'ceil', 'floor', 'exp', 'sqrt', 'ln', 'log2', 'log10', 'sgn', 'asin', 'acos', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'acosh', 'atanh', 'deg', 'rad', 'sort', 'sort_desc', 'round', 'timestamp'] as const;
const dates = ['hour', 'minute', 'month', 'year', 'day_of_week', 'day_of_month', 'day_of_year', 'days_in_month'] as const;
const overTime = ['sum_over_time', 'avg_over_time', 'count_over_time', 'min_over_time', 'max_over_time', 'last_over_time', 'present_over_time', 'stddev_over_time', 'stdvar_over_time', 'changes', 'resets', 'delta', 'idelta', 'irate', 'deriv'] as const;
const counters = ['rate', 'increase', 'irate', 'resets', 'changes'] as const;
const labels = ['a', 'b', 'c', 'd', 'le', '__name__', 'none'] as const;

function selector(chance: Chance, names: readonly string[]): string {
  return `${chance.pick(names)}${matchers(chance)}${modifiers(chance)}`;
}

function matchers(chance: Chance): string {
  if (chance.isLucky(0.5)) return '';
  const one = () => chance.pick(['a="1"', 'a!="1"', 'a=~"1|2"', 'a!~"2.*"', 'b="x"', 'b=~".+"', 'c="p"', 'c=""', 'd!=""', 'le!="+Inf"', 'none=""', 'none="no"']);
  return `{${chance.isLucky(0.8) ? one() : `${one()}, ${one()}`}}`;
}

function modifiers(chance: Chance): string {
  const offset = chance.isLucky(0.15) ? ` offset ${chance.pick(['1m', '37s', '-2m', '10m', '-45s'])}` : '';
  const at = chance.isLucky(0.12) ? ` @ ${chance.pick(['start()', 'end()', String(dataStartMs / 1_000 + chance.between(0, dataMinutes * 60)), String(dataStartMs / 1_000 + 3_000.25)])}` : '';
  return chance.isLucky(0.5) ? `${offset}${at}` : `${at}${offset}`;
}

/** A range of a selector, or of a subquery; the odd millisecond keeps steps of nested subqueries off the edges. */
function range(chance: Chance, depth: number, names: readonly string[], inner?: (chance: Chance, depth: number) => string): string {
  if (depth <= 0 || chance.isLucky(0.65)) return `${chance.pick(names)}${matchers(chance)}[${chance.pick(['20s', '45s', '1m', '2m', '5m', '7m30s', '15m'])}]${modifiers(chance)}`;
  const expr = inner ? inner(chance, depth - 1) : vector(chance, depth - 1);
  return `(${expr})[${chance.pick(['1m', '3m', '5m', '12m'])}1ms:${chance.pick(['', '15s', '30s', '47s', '1m', '2m'])}]${modifiers(chance)}`;
}

function scalar(chance: Chance, depth: number): string {
  const choice = chance.between(0, depth > 0 ? 7 : 3);
  if (choice <= 2) return number(chance);
  if (choice === 3) return chance.pick(['time()', 'pi()', '2 ^ 0.5', '-3 ^ 3', '1 ^ NaN', '0 ^ -1']);
  if (choice === 4) return `scalar(${vector(chance, depth - 1)})`;
  if (choice === 5) return `-(${scalar(chance, depth - 1)})`;
  if (choice === 6) return `(${scalar(chance, depth - 1)} ${chance.pick(['+', '-', '*', '/', '%', 'atan2'])} ${scalar(chance, depth - 1)})`;
  return `(${scalar(chance, depth - 1)} ${chance.pick(['==', '!=', '<', '<=', '>', '>='])} bool ${scalar(chance, depth - 1)})`;
}

const number = (chance: Chance) => chance.pick(['0', '1', '2', '3', '-1', '0.5', '10', '100', '1e3', 'NaN', 'Inf', '-Inf', '-2.5', '7']);
const quantile = (chance: Chance) => chance.pick(['0', '0.1', '0.25', '0.5', '0.9', '0.99', '1', '-1', '2', 'NaN']);

function vector(chance: Chance, depth: number): string {
  if (depth <= 0) return chance.isLucky(0.95) ? selector(chance, metrics) : `vector(${scalar(chance, 0)})`;
  const make = chance.pick([mathCall, mathCall, rangeCall, rangeCall, rangeCall, aggregation, aggregation, aggregation, pair, pair, pair, withScalar, withScalar, special, special, setOperation]);
  return make(chance, depth);
}

function mathCall(chance: Chance, depth: number): string {
  if (chance.isLucky(0.1)) return `${chance.pick(dates)}(${chance.isLucky(0.2) ? '' : selector(chance, finite)})`;
  const name = chance.pick(maths);
  if (name === 'timestamp') return `timestamp(${chance.pick(metrics)}${matchers(chance)})`;
  return `${name}(${vector(chance, depth - 1)}${name === 'round' && chance.isLucky(0.5) ? `, ${chance.pick(['0.5', '10', '0.1', '-5', '0'])}` : ''})`;
}

function rangeCall(chance: Chance, depth: number): string {
  const choice = chance.between(0, 9);
  if (choice <= 2) return `${chance.pick(counters)}(${range(chance, depth, ['c_total', 'lat_bucket'], (c) => selector(c, ['c_total']))})`;
  if (choice === 3) return `quantile_over_time(${quantile(chance)}, ${range(chance, depth, metrics)})`;
  if (choice === 4) return `predict_linear(${range(chance, depth, finite, (c) => selector(c, finite)).replace(/ @ \S+/g, '')}, ${chance.pick(['60', '3600', '-100', '0'])})`;
  if (choice === 5) return `holt_winters(${range(chance, depth, metrics)}, ${chance.pick(['0.5', '0.1', '0.9', '1', '0'])}, ${chance.pick(['0.5', '0.2', '0.8', '2'])})`;
  if (choice === 6) return `absent_over_time(${range(chance, depth, ['g', 'nothing', 'h'])})`;
  const name = chance.pick(overTime);
  const isPlain = ['deriv', 'delta', 'idelta', 'irate', 'avg_over_time', 'stddev_over_time', 'stdvar_over_time'].includes(name);
  return isPlain ? `${name}(${range(chance, depth, finite, (c) => selector(c, finite))})` : `${name}(${range(chance, depth, metrics)})`;
}

const grouping = (chance: Chance) =>
  chance.isLucky(0.3) ? '' : ` ${chance.pick(['by', 'without'])} (${someLabels(chance)}) `;

function someLabels(chance: Chance): string {
  return [...new Set(Array.from({ length: chance.between(0, 3) }, () => chance.pick(labels)))].join(', ');
}

function aggregation(chance: Chance, depth: number): string {
  const choice = chance.between(0, 11);
  if (choice === 0) return `${chance.pick(['topk', 'bottomk'])}${grouping(chance)}(${chance.pick(['1', '2', '3', '5', '0', '100'])}, ${selector(chance, [chance.pick(unique)])})`;
  if (choice === 1) return `quantile${grouping(chance)}(${quantile(chance)}, ${vector(chance, depth - 1)})`;
  if (choice === 2) return `count_values${grouping(chance)}("${chance.pick(['v', 'z'])}", ${selector(chance, ['few', 'g', 'odd'])})`;
  if (choice === 3) return `${chance.pick(['stddev', 'stdvar'])}${grouping(chance)}(${selector(chance, finite)})`;
  if (choice === 4) return `avg${grouping(chance)}(${selector(chance, finite)})`;
  return `${chance.pick(['sum', 'count', 'min', 'max', 'group'])}${grouping(chance)}(${vector(chance, depth - 1)})`;
}

function pair(chance: Chance, depth: number): string {
  const operator = chance.pick(['+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', '== bool', '> bool', '<= bool']);
  const match = chance.pick(['', '', `${chance.pick(['on', 'ignoring'])}(${someLabels(chance)})`, 'on(a, b)', 'ignoring(c)', 'on(a)']);
  const group = match !== '' && chance.isLucky(0.5) ? ` ${chance.pick(['group_left', 'group_right'])}${chance.isLucky(0.5) ? '()' : `(${chance.pick(['c', 'none', 'd'])})`}` : '';
  const isUsual = chance.isLucky(0.35);
  if (isUsual) return `${selector(chance, ['g', 'h', 'few'])} ${operator} on(a) group_left(c) ${selector(chance, ['one'])}`;
  return `(${vector(chance, depth - 1)}) ${operator} ${match}${group} (${vector(chance, depth - 1)})`;
}

function withScalar(chance: Chance, depth: number): string {
  const operator = chance.pick(['+', '-', '*', '/', '%', '==', '!=', '<', '<=', '>', '>=', '== bool', '!= bool', '< bool', '> bool']);
  const sides = [`(${vector(chance, depth - 1)})`, scalar(chance, chance.isLucky(0.3) ? 1 : 0)];
  return (chance.isLucky(0.5) ? sides : sides.reverse()).join(` ${operator} `);
}

function setOperation(chance: Chance, depth: number): string {
  const match = chance.pick(['', '', 'on(a)', 'on(a, b)', 'ignoring(c)', 'on()', 'ignoring(a)']);
  return `(${vector(chance, depth - 1)}) ${chance.pick(['and', 'or', 'unless'])} ${match} (${vector(chance, depth - 1)})`;
}

function special(chance: Chance, depth: number): string {
  switch (chance.between(0, 10)) {
    case 0:
      return `histogram_quantile(${quantile(chance)}, ${chance.pick([`lat_bucket${matchers(chance)}`, `rate(lat_bucket${matchers(chance)}[5m])`, 'sum by (le) (rate(lat_bucket[3m]))', 'sum by (a, le) (increase(lat_bucket[7m]))'])})`;
    case 1:
      return `label_replace(${vector(chance, depth - 1)}, "${chance.pick(['z', 'a', 'none'])}", "${chance.pick(['$1', 'x-$1-$0', '${1}y', '$$', '', '$name', '$1x'])}", "${chance.pick(['a', 'b', 'none'])}", "${chance.pick(['(.*)', '(.)', '([12])', 'x', '(?P<name>.+)', ''])}")`;
    case 2:
      return `label_join(${vector(chance, depth - 1)}, "${chance.pick(['z', 'a'])}", "${chance.pick(['-', ''])}", "a", "b")`;
    case 3:
      return `absent(${chance.isLucky(0.7) ? selector(chance, ['g', 'nothing', 'one']) : vector(chance, depth - 1)})`;
    case 4:
      return `clamp(${vector(chance, depth - 1)}, ${number(chance)}, ${number(chance)})`;
    case 5:
      return `${chance.pick(['clamp_min', 'clamp_max'])}(${vector(chance, depth - 1)}, ${scalar(chance, 1)})`;
    case 6:
      return `-(${vector(chance, depth - 1)})`;
    case 7:
      return `vector(${scalar(chance, depth - 1)})`;
    case 8:
      return `deg((${vector(chance, depth - 1)}) atan2 (${chance.isLucky(0.5) ? vector(chance, depth - 1) : number(chance)}))`;
    case 9:
      return chance.isLucky(0.5) ? `${chance.pick(['sin', 'cos', 'tan'])}(${selector(chance, finite)} % 7)` : `${selector(chance, metrics)} ^ ${chance.pick(['2', '-1', '0', 'Inf', 'NaN', '-Inf', '3', '(one)', 'on(a) group_left() one'])}`;
    default:
      return `timestamp(${vector(chance, depth - 1).replace(/ offset \S+/g, '')})`;
  }
}

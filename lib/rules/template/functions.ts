import { RE2JS } from 're2js';
import { parseDuration } from '@/lib/promql/durations';
import { quote } from '@/lib/promql/literals';
import { compare, isEqual } from './compare';
import { formatTemplate } from './format';
import { humanize, humanize1024, humanizeDuration, humanizePercentage, humanizeTimestamp } from './humanize';
import { TemplateError } from './syntax';
import { stripDomain, stripPort, titleCase } from './text';
import { isList, isMap, isTruthy, printAll, printValue, toFloat, typeName, type TemplateSample, type TemplateValue } from './values';

/** What a template may ask of the place where it is rendered. */
export interface TemplateHost {
  /** The samples of an instant query, at the time of the evaluation. */
  query(expr: string): Promise<TemplateSample[]>;
  externalUrl: string;
  /** Milliseconds since 1970. */
  timeMs: number;
}

type TemplateFunction = (args: readonly TemplateValue[], host: TemplateHost) => TemplateValue | Promise<TemplateValue>;

/** `and` and `or` are evaluated by the interpreter, which stops at the first that decides. */
const functions: Readonly<Record<string, { least: number; most: number; call: TemplateFunction }>> = {
  and: of(1, 255, (args) => args.at(-1) ?? null),
  or: of(1, 255, (args) => args.at(-1) ?? null),
  call: of(1, 255, ([value = null]) => {
    throw new TemplateError(`error calling call: non-function of type ${typeName(value)}`);
  }),
  not: of(1, 1, ([value = null]) => !isTruthy(value)),
  len: of(1, 1, ([value = null]) => BigInt(lengthOf(value))),
  index: of(1, 10, (args) => indexOf(args)),
  slice: of(1, 3, (args) => sliceOf(args)),
  print: of(0, 255, printAll),
  println: of(0, 255, (args) => `${args.map(printValue).join(' ')}\n`),
  printf: of(1, 255, ([format = null, ...args]) => formatTemplate(text(format), args)),
  html: of(0, 255, (args) => escapeHtml(printAll(args))),
  js: of(0, 255, (args) => JSON.stringify(printAll(args)).slice(1, -1)),
  urlquery: of(0, 255, (args) => encodeQuery(printAll(args))),
  eq: of(2, 255, ([first = null, ...others]) => others.some((other) => isEqual(first, other))),
  ne: of(2, 2, ([a = null, b = null]) => !isEqual(a, b)),
  lt: of(2, 2, ([a = null, b = null]) => compare(a, b) < 0),
  le: of(2, 2, ([a = null, b = null]) => compare(a, b) <= 0),
  gt: of(2, 2, ([a = null, b = null]) => compare(a, b) > 0),
  ge: of(2, 2, ([a = null, b = null]) => compare(a, b) >= 0),
  query: of(1, 1, ([expr = null], host) => host.query(text(expr))),
  first: of(1, 1, ([list = null]) => firstOf(list)),
  label: of(2, 2, ([name = null, of_ = null]) => sample(of_).labels.get(text(name)) ?? ''),
  value: of(1, 1, ([of_ = null]) => sample(of_).value),
  strvalue: of(1, 1, ([of_ = null]) => sample(of_).labels.get('__value__') ?? ''),
  sortByLabel: of(2, 2, ([name = null, list = null]) => sortByLabel(text(name), list)),
  args: of(0, 50, (args) => new Map(args.map((value, index) => [`arg${index}`, value]))),
  reReplaceAll: of(3, 3, ([pattern = null, to = null, of_ = null]) => replaceAll(text(pattern), text(to), text(of_))),
  match: of(2, 2, ([pattern = null, of_ = null]) => regularExpression(text(pattern)).test(text(of_))),
  safeHtml: of(1, 1, ([value = null]) => text(value)),
  title: of(1, 1, ([value = null]) => titleCase(text(value))),
  toUpper: of(1, 1, ([value = null]) => text(value).toUpperCase()),
  toLower: of(1, 1, ([value = null]) => text(value).toLowerCase()),
  graphLink: of(1, 1, ([expr = null]) => graphLink(text(expr), 0)),
  tableLink: of(1, 1, ([expr = null]) => graphLink(text(expr), 1)),
  stripPort: of(1, 1, ([value = null]) => stripPort(text(value))),
  stripDomain: of(1, 1, ([value = null]) => stripDomain(text(value))),
  humanize: of(1, 1, ([value = null]) => humanize(toFloat(value))),
  humanize1024: of(1, 1, ([value = null]) => humanize1024(toFloat(value))),
  humanizeDuration: of(1, 1, ([value = null]) => humanizeDuration(toFloat(value))),
  humanizePercentage: of(1, 1, ([value = null]) => humanizePercentage(toFloat(value))),
  humanizeTimestamp: of(1, 1, ([value = null]) => humanizeTimestamp(toFloat(value))),
  toTime: of(1, 1, ([value = null]) => ({ kind: 'time', ms: timeOf(toFloat(value)) })),
  now: of(0, 0, (_args, host) => host.timeMs / 1_000),
  pathPrefix: of(0, 0, (_args, host) => /^[a-z]+:\/\/[^/?#]*([^?#]*)/i.exec(host.externalUrl)?.[1] ?? ''),
  externalURL: of(0, 0, (_args, host) => host.externalUrl),
  parseDuration: of(1, 1, ([value = null]) => secondsOf(text(value))),
};

/** The names that a template may call. */
export const functionNames: ReadonlySet<string> = new Set(Object.keys(functions));

/** Calls a function of templates: Go's builtins and those of Prometheus (template/template.go). Throws TemplateError. */
export async function callFunction(name: string, args: readonly TemplateValue[], host: TemplateHost): Promise<TemplateValue> {
  const found = Object.hasOwn(functions, name) ? functions[name] : undefined;
  if (!found) throw new TemplateError(`function ${JSON.stringify(name)} not defined`);
  if (args.length < found.least || args.length > found.most) {
    const wanted = found.most === found.least ? String(found.least) : `at least ${found.least}`;
    throw new TemplateError(`wrong number of args for ${name}: want ${wanted} got ${args.length}`);
  }
  return found.call(args, host);
}

function of(least: number, most: number, call: TemplateFunction): { least: number; most: number; call: TemplateFunction } {
  return { least, most, call };
}

function text(value: TemplateValue): string {
  if (typeof value !== 'string') throw new TemplateError(`wrong type for value; expected string; got ${typeName(value)}`);
  return value;
}

function sample(value: TemplateValue): TemplateSample {
  if (value !== null && typeof value === 'object' && !isList(value) && !isMap(value) && value.kind === 'sample') return value;
  throw new TemplateError(`wrong type for value; expected sample; got ${typeName(value)}`);
}

function list(value: TemplateValue): readonly TemplateValue[] {
  if (value !== null && typeof value === 'object' && isList(value)) return value;
  throw new TemplateError(`wrong type for value; expected list of samples; got ${typeName(value)}`);
}

function firstOf(value: TemplateValue): TemplateValue {
  const [first] = list(value);
  if (first === undefined) throw new TemplateError('error calling first: first() called on vector with no elements');
  return first;
}

function sortByLabel(name: string, value: TemplateValue): TemplateValue {
  const keyOf = (each: TemplateValue): string => sample(each).labels.get(name) ?? '';
  return [...list(value)].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0));
}

function lengthOf(value: TemplateValue): number {
  if (typeof value === 'string') return new TextEncoder().encode(value).length;
  if (value !== null && typeof value === 'object') {
    if (isList(value)) return value.length;
    if (isMap(value)) return value.size;
  }
  throw new TemplateError(`error calling len: len of type ${typeName(value)}`);
}

function indexOf([value = null, ...keys]: readonly TemplateValue[]): TemplateValue {
  return keys.reduce<TemplateValue>((from, key) => {
    if (from !== null && typeof from === 'object') {
      if (isMap(from)) return from.get(text(key)) ?? '';
      if (isList(from) && typeof key === 'bigint') {
        const found = from[Number(key)];
        if (found === undefined) throw new TemplateError(`error calling index: index out of range: ${key}`);
        return found;
      }
    }
    throw new TemplateError(`error calling index: can't index item of type ${typeName(from)}`);
  }, value);
}

function sliceOf([value = null, from = 0n, to]: readonly TemplateValue[]): TemplateValue {
  const source = typeof value === 'string' ? value : list(value);
  const end = to === undefined ? BigInt(source.length) : to;
  if (typeof from !== 'bigint' || typeof end !== 'bigint' || from < 0n || from > end || end > source.length) {
    throw new TemplateError('error calling slice: index out of range');
  }
  return source.slice(Number(from), Number(end));
}

function regularExpression(pattern: string): RE2JS {
  try {
    return RE2JS.compile(pattern);
  } catch (error) {
    throw new TemplateError(error instanceof Error ? error.message : String(error));
  }
}

function replaceAll(pattern: string, replacement: string, value: string): string {
  const matcher = regularExpression(pattern).matcher(value);
  let result = '';
  let at = 0;
  while (matcher.find()) {
    result += value.slice(at, matcher.start()) + expand(replacement, (group) => (typeof group === 'number' && group > matcher.groupCount() ? '' : (matcher.group(group) ?? '')));
    at = matcher.end();
  }
  return result + value.slice(at);
}

function expand(replacement: string, groupOf: (group: string | number) => string): string {
  return replacement.replace(/\$(?:\$|(\w+)|\{(\w+)\})/g, (whole, name: string | undefined, braced: string | undefined) => {
    const group = name ?? braced;
    if (group === undefined) return whole === '$$' ? '$' : whole;
    if (/^\d+$/.test(group)) return groupOf(Number(group));
    try {
      return groupOf(group);
    } catch {
      return '';
    }
  });
}

function timeOf(seconds: number): number {
  if (!Number.isFinite(seconds)) throw new TemplateError('error calling toTime: value is NaN or Inf');
  return Math.floor(seconds * 1_000);
}

function secondsOf(duration: string): number {
  const ms = parseDuration(duration);
  if (ms === null) throw new TemplateError(`error calling parseDuration: not a valid duration string: ${quote(duration)}`);
  return ms / 1_000;
}

function graphLink(expr: string, tab: 0 | 1): string {
  return `/graph?g0.expr=${encodeQuery(expr)}&g0.tab=${tab}`;
}

function encodeQuery(value: string): string {
  return encodeURIComponent(value.toWellFormed?.() ?? value)
    .replace(/[!'()*]/g, (each) => `%${each.charCodeAt(0).toString(16).toUpperCase()}`)
    .replaceAll('%20', '+');
}

function escapeHtml(value: string): string {
  const entities: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&#34;', "'": '&#39;' };
  return value.replace(/[<>&"']/g, (each) => entities[each] ?? each);
}

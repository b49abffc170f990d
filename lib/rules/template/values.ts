import { formatGeneral } from '@/lib/promql/evaluate/number-format';
import { TemplateError } from './syntax';

/** A sample as `query` gives it. */
export interface TemplateSample {
  kind: 'sample';
  labels: ReadonlyMap<string, string>;
  value: number;
}

/** A struct: a field that it has not is an error, not empty as in a map. */
interface TemplateRecord {
  kind: 'record';
  fields: ReadonlyMap<string, TemplateValue>;
}

/** Go's integers are bigints here and its floats numbers: they print and compare differently. */
export type TemplateValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | { kind: 'time'; ms: number }
  | TemplateSample
  | TemplateRecord
  | ReadonlyMap<string, TemplateValue>
  | readonly TemplateValue[];

export function isList(value: TemplateValue): value is readonly TemplateValue[] {
  return Array.isArray(value);
}

export function isMap(value: TemplateValue): value is ReadonlyMap<string, TemplateValue> {
  return value instanceof Map;
}

/** What `if`, `and` and their like take for true: all but false, zero, null and what is empty. */
export function isTruthy(value: TemplateValue): boolean {
  if (typeof value === 'number') return value !== 0;
  if (isList(value)) return value.length > 0;
  if (isMap(value)) return value.size > 0;
  return Boolean(value);
}

/** A value as `%v` of Go's fmt prints it. */
export function printValue(value: TemplateValue): string {
  if (value === null) return '<no value>';
  if (typeof value === 'object') return printObject(value);
  return typeof value === 'number' ? formatGeneral(value) : String(value);
}

function printObject(value: Exclude<TemplateValue, string | number | bigint | boolean | null>): string {
  if (isList(value)) return `[${value.map(printValue).join(' ')}]`;
  if (isMap(value)) return printMap(value);
  switch (value.kind) {
    case 'time':
      return printTime(value.ms);
    case 'sample':
      return `{${printMap(value.labels)} ${formatGeneral(value.value)}}`;
    case 'record':
      return `{${[...value.fields.values()].map(printValue).join(' ')}}`;
  }
}

function printMap(map: ReadonlyMap<string, TemplateValue>): string {
  const keys = [...map.keys()].sort();
  return `map[${keys.map((key) => `${key}:${printValue(map.get(key) ?? null)}`).join(' ')}]`;
}

/** Values as Go's fmt.Sprint joins them: a space only between two that are both no strings. */
export function printAll(values: readonly TemplateValue[]): string {
  return values.reduce<string>((text, value, index) => {
    const isSpaced = index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string';
    return `${text}${isSpaced ? ' ' : ''}${printValue(value)}`;
  }, '');
}

/** A time in UTC as Go prints it: `2024-03-01 12:00:00.5 +0000 UTC`. */
export function printTime(ms: number): string {
  const [date = '', time = ''] = new Date(ms).toISOString().split('T');
  return `${date} ${time.replace(/\.?0*Z$/, '').replace(/^(\d\d:\d\d)$/, '$1:00')} +0000 UTC`;
}

/** The number that humanize and its like read. Throws TemplateError. */
export function toFloat(value: TemplateValue): number {
  if (typeof value === 'number') return value;
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'string') {
    const text = value.trim();
    const special = /^([+-]?)(inf|infinity|nan)$/i.exec(text);
    if (special) return special[2]?.toLowerCase() === 'nan' ? Number.NaN : (special[1] === '-' ? -1 : 1) * Number.POSITIVE_INFINITY;
    if (text === value && /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return Number(text);
    throw new TemplateError(`strconv.ParseFloat: parsing ${JSON.stringify(value)}: invalid syntax`);
  }
  throw new TemplateError(`can't convert ${typeName(value)} to float`);
}

export function typeName(value: TemplateValue): string {
  if (value === null) return 'nil';
  if (typeof value === 'object') return isList(value) ? 'list' : isMap(value) ? 'map' : value.kind;
  return { string: 'string', number: 'float64', bigint: 'int', boolean: 'bool' }[typeof value as 'string' | 'number' | 'bigint' | 'boolean'];
}

import { quote } from '@/lib/promql/literals';
import { isList, isMap, printValue, typeName, type TemplateValue } from './values';

const maxWidth = 1_000;

/** `%.<precision>g` of Go's fmt. */
export function formatPrecision(value: number, precision: number): string {
  const special = specialOf(value);
  if (special !== null) return special;
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const digits = Math.max(precision, 1);
  const rounded = roundDigits(value, digits);
  const exponent = rounded.exponent;
  if (exponent >= -4 && exponent < digits) return trimZeros(fixed(value, digits - 1 - exponent));
  return scientific(value, rounded.digits, exponent, trimZeros);
}

/** Go's fmt.Sprintf for the verbs that templates use: v, s, q, d, f, e, g, t, x and %, with flags, width and precision. */
export function formatTemplate(format: string, values: readonly TemplateValue[]): string {
  let index = 0;
  const text = format.replace(/%([-+ 0#]*)(\d*)(?:\.(\d*))?([\s\S]|$)/gu, (_match, flags: string, width: string, precision: string | undefined, verb: string) => {
    if (verb === '%') return '%';
    if (verb === '') return '%!(NOVERB)';
    const value = values[index];
    index += 1;
    if (value === undefined) return `%!${verb}(MISSING)`;
    const digits = precision === undefined ? null : Math.min(Number(precision || 0), 100);
    return pad(formatVerb(verb, value, flags, digits), flags, Math.min(Number(width || 0), maxWidth), typeof value);
  });
  const extra = values.slice(index);
  return extra.length === 0 ? text : `${text}%!(EXTRA ${extra.map((value) => `${typeName(value)}=${printValue(value)}`).join(', ')})`;
}

function formatVerb(verb: string, value: TemplateValue, flags: string, precision: number | null): string {
  const isNumber = typeof value === 'number';
  const isInteger = typeof value === 'bigint';
  if (verb === 'v') return isNumber ? signed(precision === null ? printValue(value) : formatPrecision(value, precision), flags) : printValue(value);
  if (verb === 's' && (typeof value === 'string' || (typeof value === 'object' && value !== null))) return cut(printValue(value), precision);
  if (verb === 'q' && typeof value === 'string') return quote(cut(value, precision));
  if (verb === 't' && typeof value === 'boolean') return String(value);
  if (verb === 'd' && isInteger) return signed(String(value), flags);
  if ((verb === 'x' || verb === 'X') && (isInteger || typeof value === 'string')) {
    const text = isInteger ? value.toString(16) : Array.from(new TextEncoder().encode(value), (byte) => byte.toString(16).padStart(2, '0')).join('');
    return verb === 'X' ? text.toUpperCase() : text;
  }
  if (isNumber) {
    const text = formatFloat(verb, value, precision);
    if (text !== null) return signed(text, flags);
  }
  if ((isList(value) && !isMap(value)) || value === null) return printValue(value);
  return `%!${verb}(${typeName(value)}=${printValue(value)})`;
}

function formatFloat(verb: string, value: number, precision: number | null): string | null {
  const special = specialOf(value);
  switch (verb) {
    case 'f':
    case 'F':
      return special ?? fixed(value, precision ?? 6);
    case 'e':
      return special ?? exponential(value, precision ?? 6);
    case 'g':
      return precision === null ? printValue(value) : formatPrecision(value, precision);
    default:
      return null;
  }
}

function exponential(value: number, precision: number): string {
  if (value === 0) return `${(0).toFixed(precision)}e+00`;
  const { digits, exponent } = roundDigits(value, precision + 1);
  return scientific(value, digits, exponent, (text) => text);
}

function scientific(value: number, digits: string, exponent: number, shorten: (mantissa: string) => string): string {
  const mantissa = digits.length > 1 ? `${digits[0]}.${digits.slice(1)}` : digits;
  return `${value < 0 ? '-' : ''}${shorten(mantissa)}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function fixed(value: number, precision: number): string {
  const exponent = value === 0 ? 0 : Number(value.toExponential().split('e')[1]);
  const count = exponent + 1 + precision;
  const scaled = value === 0 || count < 0 ? 0n : roundedInteger(value, count);
  const text = String(scaled).padStart(precision + 1, '0');
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + (precision === 0 ? text : `${text.slice(0, -precision)}.${text.slice(-precision)}`);
}

/** JavaScript rounds halves up, Go to even: 100.25 is `100.2` by `%.4g`. */
function roundDigits(value: number, count: number): { digits: string; exponent: number } {
  const exponent = Number(value.toExponential().split('e')[1]);
  const text = String(roundedInteger(value, count));
  return text.length > count ? { digits: text.slice(0, count), exponent: exponent + 1 } : { digits: text, exponent };
}

/** The first `count` digits of a number, the rest rounded half to even. */
function roundedInteger(value: number, count: number): bigint {
  const digits = (Math.abs(value).toExponential(100).split('e')[0] ?? '').replace('.', '');
  const head = BigInt(digits.slice(0, count).padEnd(count, '0') || '0');
  const tail = digits.slice(count);
  const isAbove = /^(?:[6-9]|5\d*[1-9])/.test(tail);
  const isHalf = /^50*$/.test(tail);
  return isAbove || (isHalf && head % 2n === 1n) ? head + 1n : head;
}

function specialOf(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN';
  return Number.isFinite(value) ? null : value > 0 ? '+Inf' : '-Inf';
}

function signed(text: string, flags: string): string {
  if (/^[-+]/.test(text)) return text;
  return flags.includes('+') ? `+${text}` : flags.includes(' ') ? ` ${text}` : text;
}

function pad(text: string, flags: string, width: number, type: string): string {
  if (flags.includes('-')) return text.padEnd(width);
  if (!flags.includes('0') || type === 'string' || !/^[-+]?\d/.test(text)) return text.padStart(width);
  const sign = /^[-+]/.exec(text)?.[0] ?? '';
  return sign + text.slice(sign.length).padStart(width - sign.length, '0');
}

function cut(text: string, precision: number | null): string {
  return precision === null ? text : [...text].slice(0, precision).join('');
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

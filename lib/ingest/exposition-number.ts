import { DecodeError } from './decode-error';

const powersOfTen = Float64Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));
const zero = 48;
const maxExactMantissa = 2 ** 53;

/** Longer numbers are refused: nothing writes more digits. */
const maxNumberBytes = 400;

const wholeNumber = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const infinity = /^[+-]?inf(?:inity)?$/i;

/**
 * The number of a text, as Prometheus reads it: strconv.ParseFloat of Go without hexadecimal floats and digit separators. Numbers of up to
 * 2^53 and 22 decimal places need one rounding only (Clinger, How to Read Floating Point Numbers Accurately, PLDI 1990). Throws DecodeError that names
 * `what`, and not the text: it may be what nobody meant to show.
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number, what = 'the value'): number {
  let at = from;
  const sign = bytes[at];
  if (sign === 43 || sign === 45) at += 1;
  let mantissa = 0;
  let power = 0;
  let digits = 0;
  let isFraction = false;
  for (; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits += 1;
      if (isFraction) power -= 1;
    } else if (digit === -2 && !isFraction) isFraction = true;
    else break;
  }
  if (at < to && digits > 0 && ((bytes[at] ?? 0) | 32) === 101) {
    const exponent = readExponent(bytes, at + 1, to);
    if (exponent === null) return parseSlowly(bytes, from, to, what);
    power += exponent;
    at = to;
  }
  if (at < to || digits === 0 || mantissa > maxExactMantissa || power > 22 || power < -22) return parseSlowly(bytes, from, to, what);
  const value = power < 0 ? mantissa / (powersOfTen[-power] ?? 1) : mantissa * (powersOfTen[power] ?? 1);
  return sign === 45 ? -value : value;
}

/** Null unless it is a sign, if any, and one to three digits. */
function readExponent(bytes: Uint8Array, from: number, to: number): number | null {
  const sign = bytes[from];
  let at = sign === 43 || sign === 45 ? from + 1 : from;
  if (at >= to || to - at > 3) return null;
  let value = 0;
  for (; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) return null;
    value = value * 10 + digit;
  }
  return sign === 45 ? -value : value;
}

function parseSlowly(bytes: Uint8Array, from: number, to: number, what: string): number {
  const text = to - from > maxNumberBytes ? '' : String.fromCharCode(...bytes.subarray(from, to));
  if (wholeNumber.test(text)) {
    const value = Number(text);
    if (Number.isFinite(value)) return value;
  } else if (/^nan$/i.test(text)) return Number.NaN;
  else if (infinity.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  throw new DecodeError(`${what} is not a number`);
}

/** Whether a text is nothing but digits, behind a minus at most. */
export function isWhole(bytes: Uint8Array, from: number, to: number): boolean {
  let at = bytes[from] === 45 ? from + 1 : from;
  if (at === to) return false;
  for (; at < to; at += 1) {
    const digit = (bytes[at] ?? 0) - zero;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}

/** Numbers as Go prints them (package strconv), for label values and messages. */

/** `%g`: the shortest that reads back as the same number, with an exponent below 1e-4 and from 1e6. */
export function formatGeneral(value: number): string {
  const special = formatSpecial(value);
  if (special !== null) return special;
  const { sign, digits, exponent } = shortestDigits(value);
  if (exponent < -4 || exponent >= 6) return sign + scientific(digits, exponent);
  return sign + positional(digits, exponent);
}

/** `%.2g`: two digits, of which halves go to the even one. */
export function formatTwoDigits(value: number): string {
  const special = formatSpecial(value);
  if (special !== null) return special;
  const isHalf = /^\d\.[02468]50*e/.test(Math.abs(value).toExponential(20));
  const [mantissa = '', power = '0'] = (isHalf ? Math.abs(value).toExponential(20) : Math.abs(value).toExponential(1)).split('e');
  const digits = mantissa.slice(0, 3).replace('.', '').replace(/0$/, '');
  const exponent = Number(power);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  return sign + (exponent < -4 || exponent >= 2 ? scientific(digits, exponent) : positional(digits, exponent));
}

/** `strconv.FormatFloat(value, 'f', -1, 64)`: the shortest that reads back as the same number, never with an exponent. */
export function formatFixed(value: number): string {
  const special = formatSpecial(value);
  if (special !== null) return special;
  const { sign, digits, exponent } = shortestDigits(value);
  return sign + positional(digits, exponent);
}

function formatSpecial(value: number): string | null {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : null;
}

/** Digits d1d2d3..., to be read as d1.d2d3... times ten to the exponent. */
function shortestDigits(value: number): { sign: string; digits: string; exponent: number } {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '0', power = '0'] = Math.abs(value).toExponential().split('e');
  return { sign, digits: mantissa.replace('.', ''), exponent: Number(power) };
}

function scientific(digits: string, exponent: number): string {
  const power = String(Math.abs(exponent)).padStart(2, '0');
  const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
  return `${digits[0]}${fraction}e${exponent < 0 ? '-' : '+'}${power}`;
}

function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`;
  if (digits.length <= exponent + 1) return digits.padEnd(exponent + 1, '0');
  return `${digits.slice(0, exponent + 1)}.${digits.slice(exponent + 1)}`;
}

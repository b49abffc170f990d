/**
 * A sample's value as Prometheus writes it (util/jsonutil): the shortest digits that read back as the same number, with an exponent of at
 * least two digits below 1e-6 and from 1e21 on. JavaScript writes the same but for that exponent, the sign of zero and the infinities.
 */
export function formatValue(value: number): string {
  if (value > 1e-6 && value < 1e21) return String(value);
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  return String(value).replace(/e([+-])(\d)$/, 'e$10$2');
}

/** A scalar's value as Prometheus writes it (Go's 'f' format): never with an exponent. */
export function formatScalar(value: number): string {
  const text = formatValue(value);
  const found = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!found) return text;
  const [, sign = '', first = '', rest = '', exponentText = ''] = found;
  const exponent = Number(exponentText);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${first}${rest}`;
  return `${sign}${first}${rest.padEnd(exponent, '0')}`;
}

/** Milliseconds since 1970 as seconds, with three decimals or none. */
export function formatTime(timeMs: number): string {
  const absolute = Math.abs(timeMs);
  const seconds = Math.floor(absolute / 1000);
  const rest = absolute - seconds * 1000;
  const sign = timeMs < 0 ? '-' : '';
  if (rest === 0) return `${sign}${seconds}`;
  return `${sign}${seconds}.${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}`;
}

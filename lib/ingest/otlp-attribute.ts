/** The value of an OpenTelemetry attribute; a bigint is an int64 beyond 2^53. */
export type AnyValue = string | number | bigint | boolean | null | Uint8Array | AnyValue[] | Map<string, AnyValue>;

/** A value as a label: text as it is, arrays and maps as JSON, bytes as base64, nothing as the empty string. */
export function anyValueText(value: AnyValue): string {
  if (typeof value === 'string') return value;
  if (value === null) return '';
  if (typeof value === 'object') return value instanceof Uint8Array ? base64(value) : json(value);
  return String(value);
}

function json(value: AnyValue): string {
  if (Array.isArray(value)) return `[${value.map(json).join(',')}]`;
  if (value instanceof Map) return `{${[...value].map(([key, entry]) => `${JSON.stringify(key)}:${json(entry)}`).join(',')}}`;
  if (value instanceof Uint8Array) return `"${base64(value)}"`;
  if (typeof value === 'bigint' || (typeof value === 'number' && !Number.isFinite(value))) return typeof value === 'bigint' ? String(value) : `"${value}"`;
  return JSON.stringify(value);
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary);
}

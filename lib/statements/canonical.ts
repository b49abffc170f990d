/**
 * The one text of a JSON value: RFC 8785 (JSON Canonicalization Scheme), with sorted keys, no white space, and numbers as ECMAScript writes them. Throws
 * TypeError for what is no JSON: a number that is not finite, text that is not valid Unicode, undefined.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === 'string' && value.isWellFormed()) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    // The order of UTF-16 code units, as section 3.2.3 asks.
    const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${fields.map(([name, each]) => `${canonicalJson(name)}:${canonicalJson(each)}`).join(',')}}`;
  }
  throw new TypeError(`A canonical JSON text has no place for this ${typeof value}.`);
}

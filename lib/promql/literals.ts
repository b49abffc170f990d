const escapes: Readonly<Record<string, string>> = { a: '\x07', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', '\\': '\\' };
const named: Readonly<Record<string, string>> = {
  '\x07': '\\a', '\b': '\\b', '\f': '\\f', '\n': '\\n', '\r': '\\r', '\t': '\\t', '\v': '\\v', '\\': '\\\\', '"': '\\"',
};
const escape = /\\(?:x[0-9a-fA-F]{2}|[0-7]{3}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[\s\S])/g;
const printable = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/**
 * The value of a string as PromQL writes it: Go's escapes within double or single quotes, none within backticks. Escaped bytes
 * (`\xff`, `\377`) are read as UTF-8. Null for an escape that Go refuses.
 */
export function unquote(literal: string): string | null {
  const quote = literal[0] ?? '';
  const body = literal.slice(1, -1);
  if (quote === '`' || !body.includes('\\')) return body;
  let isValid = true;
  let bytes = '';
  let text = '';
  let at = 0;
  const flush = (): void => {
    text += decodeBytes(bytes);
    bytes = '';
  };
  for (const match of body.matchAll(escape)) {
    if (match.index > at) {
      flush();
      text += body.slice(at, match.index);
    }
    at = match.index + match[0].length;
    const byte = byteOf(match[0]);
    if (byte !== null) {
      bytes += String.fromCharCode(byte);
      isValid &&= byte < 256;
      continue;
    }
    flush();
    const value = characterOf(match[0], quote);
    if (value === null) return null;
    text += value;
  }
  flush();
  return isValid ? text + body.slice(at) : null;
}

function byteOf(sequence: string): number | null {
  if (sequence.length !== 4) return null;
  return sequence[1] === 'x' ? Number.parseInt(sequence.slice(2), 16) : Number.parseInt(sequence.slice(1), 8);
}

function characterOf(sequence: string, quote: string): string | null {
  if (sequence.length > 2) {
    const point = Number.parseInt(sequence.slice(2), 16);
    return point > 0x10ffff || (point >= 0xd800 && point < 0xe000) ? null : String.fromCodePoint(point);
  }
  const letter = sequence[1] ?? '';
  return letter === quote ? quote : (escapes[letter] ?? null);
}

function decodeBytes(bytes: string): string {
  return bytes === '' ? '' : new TextDecoder().decode(Uint8Array.from(bytes, (each) => each.charCodeAt(0)));
}

/** A string in double quotes with Go's escapes, as strconv.Quote writes it. */
export function quote(text: string): string {
  if (/^[ !#-[\]-~]*$/.test(text)) return `"${text}"`;
  let quoted = '';
  for (const character of text) quoted += named[character] ?? (printable.test(character) ? character : escapeOf(character));
  return `"${quoted}"`;
}

/** A character in single quotes with Go's escapes, as fmt's %q writes a rune. */
export function quoteCharacter(character: string): string {
  if (character === "'") return `'\\''`;
  return character === '"' ? `'"'` : `'${quote(character).slice(1, -1)}'`;
}

function escapeOf(character: string): string {
  const point = character.codePointAt(0) ?? 0;
  if (point < 0x80) return `\\x${point.toString(16).padStart(2, '0')}`;
  return point < 0x10000 ? `\\u${point.toString(16).padStart(4, '0')}` : `\\U${point.toString(16).padStart(8, '0')}`;
}

/**
 * The value of a number as Go reads it in PromQL (strconv.ParseInt with base 0, then ParseFloat): decimal, `0x1f`, a leading zero is octal,
 * `1_000` for integers only, `Inf` and `NaN` in any case. Null for what Go refuses, numbers beyond a float64 among them.
 */
export function parseNumber(text: string): number | null {
  if (/^0[0-7]+$/.test(text)) return int64OrNull(Number.parseInt(text, 8));
  const lower = text.toLowerCase();
  if (lower === 'nan') return Number.NaN;
  if (lower === 'inf') return Number.POSITIVE_INFINITY;
  if (/^0x_?[0-9a-f]+(?:_[0-9a-f]+)*$/.test(lower)) return int64OrNull(Number(lower.replaceAll('_', '')));
  if (/^0(?:_?[0-7]+)+$/.test(text)) return int64OrNull(Number.parseInt(text.replaceAll('_', ''), 8));
  if (/^[1-9]\d*(?:_\d+)+$/.test(text)) return int64OrNull(Number(text.replaceAll('_', '')));
  if (!/^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

function int64OrNull(value: number): number | null {
  return value <= 2 ** 63 ? value : null;
}

/** A number without an exponent and with no more digits than it needs, as Go's FormatFloat(value, 'f', -1, 64). */
export function formatNumber(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = '', head = '', tail = '', exponent = '0'] = match;
  const digits = head + tail;
  const shift = Number(exponent);
  return shift < 0 ? `${sign}0.${'0'.repeat(-shift - 1)}${digits}` : sign + digits.padEnd(shift + 1, '0');
}

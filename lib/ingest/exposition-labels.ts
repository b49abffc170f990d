import { metricName, type LabelSet } from '@/lib/metrics/labels';
import { DecodeError } from './decode-error';
import { sortedLabels } from './sorted-labels';
import type { Utf8Reader } from './utf8';
import { maxLabelsPerSeries } from './write-limits';

export const character = {
  tab: 9, newline: 10, space: 32, quote: 34, hash: 35, comma: 44, equals: 61, backslash: 92, openBrace: 123, closeBrace: 125,
} as const;

const isMetricCharacter = characters('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_:0123456789');
const isLabelCharacter = characters('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789');

function characters(all: string): Uint8Array {
  const table = new Uint8Array(256);
  for (let index = 0; index < all.length; index += 1) table[all.charCodeAt(index)] = 1;
  return table;
}

export function isBlank(byte: number | undefined): boolean {
  return byte === character.space || byte === character.tab;
}

export function skipBlanks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (isBlank(bytes[at])) at += 1;
  return at;
}

/** The end of the metric's name that begins here; `from` when there is none. */
export function endOfName(bytes: Uint8Array, from: number): number {
  return endOf(bytes, from, isMetricCharacter);
}

function endOf(bytes: Uint8Array, from: number, table: Uint8Array): number {
  const first = bytes[from] ?? 0;
  if (first >= 48 && first <= 57) return from;
  let at = from;
  while (at < bytes.length && table[bytes[at] ?? 0] === 1) at += 1;
  return at;
}

/** Behind the brace that closes the one at `from`; a quoted string may hold braces. */
export function endOfBraces(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  for (; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === character.closeBrace) return at + 1;
    if (byte === character.quote) at = endOfQuoted(bytes, at) - 1;
    else if (byte === character.newline) break;
  }
  throw new DecodeError('the labels have no closing brace');
}

/** Behind the quote that closes the one at `from`. */
export function endOfQuoted(bytes: Uint8Array, from: number): number {
  for (let at = from + 1; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === character.quote) return at + 1;
    if (byte === character.newline) break;
    if (byte === character.backslash) at += 1;
  }
  throw new DecodeError('a quoted string has no closing quote on its line');
}

/** The string between the quotes at `from` and before `to`. */
export function unquote(bytes: Uint8Array, text: Utf8Reader, from: number, to: number): string {
  const value = text.read(from + 1, to - 1);
  return value.includes('\\') ? unescape(value) : value;
}

/** `\\`, `\"` and `\n`; any other backslash stands for itself. */
export function unescape(value: string): string {
  return value.replace(/\\([\\"n])/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

/** The labels of `name{...}`, or of `{"name",...}`, between `from` and `to`. Throws DecodeError. */
export function parseSeries(bytes: Uint8Array, text: Utf8Reader, from: number, to: number): LabelSet {
  const nameEnd = endOfName(bytes, from);
  const flat: string[] = [];
  let name = text.read(from, nameEnd);
  let at = skipBlanks(bytes, nameEnd);
  if (at < to) {
    at = skipBlanks(bytes, at + 1);
    while (bytes[at] !== character.closeBrace) {
      const isQuoted = bytes[at] === character.quote;
      const end = isQuoted ? endOfQuoted(bytes, at) : endOf(bytes, at, isLabelCharacter);
      if (end === at) throw new DecodeError('a label name is expected');
      const label = isQuoted ? unquote(bytes, text, at, end) : text.read(at, end);
      at = skipBlanks(bytes, end);
      if (bytes[at] === character.equals) {
        at = skipBlanks(bytes, at + 1);
        if (bytes[at] !== character.quote) throw new DecodeError('the value of a label is not quoted');
        const valueEnd = endOfQuoted(bytes, at);
        if (label === '') throw new DecodeError('a label has no name');
        if (flat.length === maxLabelsPerSeries * 2) throw new DecodeError(`a series has more than ${maxLabelsPerSeries} labels`);
        flat.push(label, unquote(bytes, text, at, valueEnd));
        at = skipBlanks(bytes, valueEnd);
      } else if (!isQuoted) throw new DecodeError('a label has no value');
      else if (name !== '') throw new DecodeError('the series has two names');
      else name = label;
      if (bytes[at] === character.comma) at = skipBlanks(bytes, at + 1);
      else if (bytes[at] !== character.closeBrace) throw new DecodeError('a comma or a closing brace is expected after a label');
    }
  }
  if (name === '') throw new DecodeError('the series has no name');
  return seriesLabels([metricName, name, ...flat]);
}

function seriesLabels(flat: readonly string[]): LabelSet {
  try {
    return sortedLabels(flat);
  } catch {
    throw new DecodeError('a label is given twice');
  }
}

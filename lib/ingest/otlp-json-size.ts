import { AppError } from '@/lib/errors';
import { assertEntries, otlpLimits } from './otlp-model';

const [quote, backslash, brace, bracket] = [0x22, 0x5c, 0x7b, 0x5b];
const kinds = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

/** Throws AppError `too_large` for JSON of more objects and lists than are taken, before any of them is made. */
export function assertJsonNodes(bytes: Uint8Array): void {
  let nodes = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === quote) at = stringEnd(bytes, at + 1);
    else if (byte === brace || byte === bracket) nodes += 1;
  }
  if (nodes > otlpLimits.jsonNodes) {
    throw new AppError('too_large', `The body holds more than ${otlpLimits.jsonNodes} objects and lists. Send it in smaller parts.`);
  }
}

/** Throws AppError `too_large` for a parsed request of more data points, metrics, scopes and resources than are taken. */
export function assertJsonEntries(body: unknown): void {
  let entries = 0;
  const listIn = (value: unknown, key: string): unknown[] => {
    const list = fieldOf(value, key);
    if (!Array.isArray(list)) return [];
    entries += list.length;
    assertEntries(entries);
    return list;
  };
  for (const resource of listIn(body, 'resourceMetrics')) {
    for (const scope of listIn(resource, 'scopeMetrics')) {
      for (const metric of listIn(scope, 'metrics')) for (const kind of kinds) listIn(fieldOf(metric, kind), 'dataPoints');
    }
  }
}

/** Where the closing quote is. */
function stringEnd(bytes: Uint8Array, start: number): number {
  let at = bytes.indexOf(quote, start);
  while (at >= 0 && isEscaped(bytes, at, start)) at = bytes.indexOf(quote, at + 1);
  return at < 0 ? bytes.length : at;
}

function isEscaped(bytes: Uint8Array, quoteAt: number, start: number): boolean {
  let at = quoteAt;
  while (at > start && bytes[at - 1] === backslash) at -= 1;
  return (quoteAt - at) % 2 === 1;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[key] : undefined;
}

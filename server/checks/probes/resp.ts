/** What a Redis server answers in RESP2; null is its nil. */
export type RespReply = { kind: 'text'; text: string } | { kind: 'error'; text: string } | { kind: 'integer'; text: string } | { kind: 'nil' } | { kind: 'list'; items: RespReply[] };

/** Not RESP, or more of it than is taken. */
export class RespError extends Error {
  override readonly name = 'RespError';
}

const maxLineBytes = 64 * 1_024;
/** Of all levels together. */
const maxItems = 1_000;
const maxDepth = 4;
const kinds: Readonly<Record<string, 'text' | 'error' | 'integer'>> = { '+': 'text', '-': 'error', ':': 'integer' };

/** A command with its arguments (RESP2: an array of bulk strings). */
export function encodeCommand(words: readonly string[]): Buffer {
  return Buffer.from(`*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`);
}

/** A text of so many bytes that is to come. */
interface Announced {
  bytes: number;
}

/**
 * Reads one reply from all that came so far, null while it is not complete: it goes on where it stopped, so that a server that sends byte by byte costs no more
 * than one that does not. Throws RespError. https://redis.io/docs/latest/develop/reference/protocol-spec/
 */
export function createReplyReader(): (bytes: Buffer) => RespReply | null {
  const open: { items: RespReply[]; length: number }[] = [];
  let at = 0;
  let searched = 0;
  let left = maxItems;
  let announced: Announced | null = null;

  function begin(length: number): RespReply | null {
    if (length > left || open.length >= maxDepth) throw new RespError('the answer has too many parts');
    left -= length;
    if (length === 0) return { kind: 'list', items: [] };
    open.push({ items: [], length });
    return null;
  }

  /** The line at this place, without its first byte; null while its end has not come. */
  function line(bytes: Buffer): string | null {
    const end = bytes.indexOf('\r\n', Math.max(at, searched - 1));
    if ((end < 0 ? bytes.length : end) - at > maxLineBytes) throw new RespError('a line of the answer is too long');
    searched = end < 0 ? bytes.length : end;
    if (end < 0) return null;
    const text = bytes.toString('utf8', at + 1, end);
    at = end + 2;
    return text;
  }

  /** The next value, or null for the beginning of one, or undefined while neither has come. */
  function next(bytes: Buffer): RespReply | null | undefined {
    if (announced) {
      const end = at + announced.bytes;
      if (bytes.length < end + 2) return undefined;
      const text = bytes.toString('utf8', at, end);
      at = end + 2;
      announced = null;
      return { kind: 'text', text };
    }
    const sign = bytes.toString('latin1', at, at + 1);
    if (sign !== '' && !'+-:$*'.includes(sign)) throw new RespError('the answer is not of Redis');
    const text = line(bytes);
    if (text === null) return undefined;
    const kind = kinds[sign];
    if (kind) return { kind, text };
    const length = lengthOf(text);
    if (length < 0) return { kind: 'nil' };
    if (sign === '*') return begin(length);
    announced = { bytes: length };
    return null;
  }

  return (bytes) => {
    for (;;) {
      let value = next(bytes);
      if (value === undefined) return null;
      while (value) {
        const list = open.at(-1);
        if (!list) return value;
        list.items.push(value);
        if (list.items.length < list.length) break;
        open.pop();
        value = { kind: 'list', items: list.items };
      }
    }
  };
}

function lengthOf(line: string): number {
  if (!/^(?:-1|\d{1,9})$/.test(line)) throw new RespError('the answer is not of Redis');
  return Number(line);
}

const ellipsis = '…';

/**
 * A text of at most `limit` after `escape`, with an ellipsis where it was cut: whole characters only, and no escape is cut apart. `size` measures
 * what a service counts: UTF-16 code units unless it says otherwise.
 */
export function cutText(text: string, limit: number, escape: (text: string) => string = same, size: (text: string) => number = lengthOf): string {
  const plain = text.length > limit ? null : escape(text);
  if (plain !== null && size(plain) <= limit) return plain;
  let kept = '';
  let used = size(escape(ellipsis));
  for (const character of text) {
    const escaped = escape(character);
    used += size(escaped);
    if (used > limit) break;
    kept += escaped;
  }
  return `${kept.trimEnd()}${escape(ellipsis)}`;
}

/** Lines in one text of at most `limit`; those that do not fit are counted in the last. Lines are escaped already. */
export function joinLines(lines: readonly string[], limit: number, moreOf: (count: number) => string): string {
  const all = lines.join('\n');
  if (all.length <= limit) return all;
  const kept: string[] = [];
  let used = moreOf(lines.length).length;
  for (const line of lines) {
    used += line.length + 1;
    if (used > limit) break;
    kept.push(line);
  }
  return [...kept, moreOf(lines.length - kept.length)].join('\n');
}

/** Bytes of UTF-8. */
export function utf8Bytes(text: string): number {
  return new TextEncoder().encode(text).length;
}

function same(text: string): string {
  return text;
}

function lengthOf(text: string): number {
  return text.length;
}

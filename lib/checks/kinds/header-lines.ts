const maxLines = 20;
const line = /^([\w!#$%&'*+.^`|~-]{1,100}):\s*([\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?)$/;

/** Reads headers written as `Name: value`, one a line; empty lines are passed over. Names come in lower case. Null for what is none. */
export function parseHeaderLines(text: string): { name: string; value: string }[] | null {
  const lines = text.split(/\r?\n/).map((each) => each.trim()).filter((each) => each !== '');
  if (lines.length > maxLines) return null;
  const headers = lines.map((each) => {
    const match = line.exec(each);
    return match ? { name: (match[1] ?? '').toLowerCase(), value: match[2] ?? '' } : null;
  });
  return headers.every((header) => header !== null) ? headers : null;
}

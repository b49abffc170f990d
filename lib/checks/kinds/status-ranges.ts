interface StatusRange {
  from: number;
  to: number;
}

const maxRanges = 20;

/** Reads "200-299,301": statuses of HTTP and ranges of them, both ends included. Null for what is none. */
export function parseStatusRanges(text: string): StatusRange[] | null {
  const parts = text.split(',');
  if (parts.length > maxRanges) return null;
  const ranges = parts.map(rangeOf);
  return ranges.every((range) => range !== null) ? ranges : null;
}

export function isInRanges(status: number, ranges: readonly StatusRange[]): boolean {
  return ranges.some(({ from, to }) => status >= from && status <= to);
}

function rangeOf(text: string): StatusRange | null {
  const match = /^\s*([1-5]\d\d)\s*(?:-\s*([1-5]\d\d)\s*)?$/.exec(text);
  if (!match) return null;
  const from = Number(match[1]);
  const to = Number(match[2] ?? match[1]);
  return from <= to ? { from, to } : null;
}

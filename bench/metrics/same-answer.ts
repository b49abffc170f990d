interface Answered {
  data: { result: { metric: Record<string, string>; value?: [number, string]; values?: [number, string][] }[] };
}

const tolerance = 1e-9;

/** The first point in which two answers of the query API differ by more than 1e-9 of the value; null for none. */
export function differenceOf(ours: string, theirs: string): string | null {
  const a = pointsOf(ours);
  const b = pointsOf(theirs);
  if (a.size !== b.size) return `${a.size} series here, ${b.size} there`;
  for (const [key, points] of a) {
    const others = b.get(key);
    if (!others) return `${key} is here only`;
    if (points.length !== others.length) return `${key} has ${points.length} points here, ${others.length} there`;
    for (const [index, [time, text]] of points.entries()) {
      const [otherTime, otherText] = others[index] ?? [NaN, ''];
      const value = Number(text);
      const other = Number(otherText);
      const isSame = text === otherText || Math.abs(value - other) <= tolerance * Math.max(Math.abs(value), Math.abs(other));
      if (time !== otherTime || !isSame) return `${key} is ${text} at ${time} here, ${otherText} at ${otherTime} there`;
    }
  }
  return null;
}

function pointsOf(body: string): Map<string, [number, string][]> {
  const { data } = JSON.parse(body) as Answered;
  return new Map(data.result.map(({ metric, value, values }) => [JSON.stringify(Object.entries(metric).sort()), values ?? (value ? [value] : [])]));
}

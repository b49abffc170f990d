/** [fromMs, toMs). */
export interface Time {
  fromMs: number;
  toMs: number;
}

/** What is in one of the times, as times without overlaps, in their order. */
export function union(times: readonly Time[]): Time[] {
  const found: Time[] = [];
  for (const { fromMs, toMs } of [...times].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = found.at(-1);
    if (last && fromMs <= last.toMs) last.toMs = Math.max(last.toMs, toMs);
    else if (toMs > fromMs) found.push({ fromMs, toMs });
  }
  return found;
}

/** What is in one of `times` and in none of `others`. */
export function without(times: readonly Time[], others: readonly Time[]): Time[] {
  let rest = union(times);
  for (const other of others) {
    rest = rest.flatMap(({ fromMs, toMs }) => [{ fromMs, toMs: Math.min(toMs, other.fromMs) }, { fromMs: Math.max(fromMs, other.toMs), toMs }].filter((each) => each.toMs > each.fromMs));
  }
  return rest;
}

/** What is in one of `times` and in one of `others`. */
export function both(times: readonly Time[], others: readonly Time[]): Time[] {
  return without(times, without(times, others));
}

export function lengthOf(times: readonly Time[]): number {
  return union(times).reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
}

/** FNV-1a of 64 bits (http://www.isthe.com/chongo/tech/comp/fnv/) of a text's UTF-16 units, as a number of 53 bits. */
function hashOf(text: string): number {
  let low = 0x84222325;
  let high = 0xcbf29ce4;
  for (let index = 0; index < text.length; index += 1) {
    low = (low ^ text.charCodeAt(index)) >>> 0;
    // The prime is 2^40 + 0x1b3, so the product needs two halves of 32 bits.
    const product = low * 0x1b3;
    high = (Math.imul(high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    low = product >>> 0;
  }
  return (high & 0x1fffff) * 2 ** 32 + low;
}

/** Where in its interval a target is scraped: spread evenly by its identity, the same after every restart. Milliseconds. */
export function offsetOf(identity: string, intervalMs: number): number {
  return hashOf(identity) % intervalMs;
}

/**
 * Milliseconds until the next scrape of a target that is scraped at times congruent to its offset. Computed from the wall clock each
 * time, so that errors do not add up: at least half an interval after a scrape that is just due, at most one and a half.
 */
export function untilNextMs(nowMs: number, intervalMs: number, offsetMs: number, isFirst: boolean): number {
  const position = (((nowMs - offsetMs) % intervalMs) + intervalMs) % intervalMs;
  const rest = intervalMs - position;
  if (isFirst) return position === 0 ? 0 : rest;
  return rest < intervalMs / 2 ? rest + intervalMs : rest;
}

/** A scrape that starts this little after its time stands for that time: equal steps compress far better. */
const toleranceMs = 10;

/** The time that the samples of a scrape carry: the due time, or now when it starts later than 1 % of the interval (at most 10 ms). */
export function alignedTime(nowMs: number, intervalMs: number, offsetMs: number): number {
  const due = offsetMs + Math.round((nowMs - offsetMs) / intervalMs) * intervalMs;
  return Math.abs(nowMs - due) <= Math.min(toleranceMs, intervalMs / 100) ? due : Math.round(nowMs);
}

const longestMs = 24 * 3_600_000;

/** The wait of a Retry-After header (RFC 9110, 10.2.3: seconds or a date) in milliseconds, at most a day; null when there is none that can be read. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | null {
  if (header === undefined) return null;
  const text = header.trim();
  const ms = /^\d{1,9}(?:\.\d{1,9})?$/.test(text) ? Number(text) * 1_000 : Date.parse(text) - nowMs;
  return Number.isFinite(ms) ? Math.round(Math.min(longestMs, Math.max(0, ms))) : null;
}

/** A moment as a field of type datetime-local shows it, in the zone of who looks. */
export function toLocalInput(atMs: number): string {
  const offsetMs = new Date(atMs).getTimezoneOffset() * 60_000;
  return new Date(atMs - offsetMs).toISOString().slice(0, 16);
}

/** The moment of a field of type datetime-local; null where it is empty or none. */
export function fromLocalInput(text: string): number | null {
  const atMs = new Date(text).getTime();
  return text === '' || !Number.isFinite(atMs) ? null : atMs;
}

/** Tomorrow at a full hour, by the clock on the wall of who looks. */
export function tomorrowAt(nowMs: number, hour: number): number {
  const date = new Date(nowMs);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate() + 1, hour).getTime();
}

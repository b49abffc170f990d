/** An alert that begins or ends this often within the window flaps, until it has been quiet for as long. */
const changesToFlap = 4;
export const flappingWindowMs = 900_000;

export interface Flapping {
  /** When it began or ended lately, ascending, in milliseconds since 1970. */
  changesMs: readonly number[];
  isFlapping: boolean;
}

/** After one more beginning or end. */
export function withChange({ changesMs, isFlapping }: Flapping, nowMs: number): Flapping {
  const recent = [...changesMs.filter((at) => nowMs - at < flappingWindowMs), nowMs].slice(-20);
  return { changesMs: recent, isFlapping: isFlapping || recent.length >= changesToFlap };
}

/** Whether it neither began nor ended for so long that what was before does not count any more. */
export function isQuiet({ changesMs }: Flapping, nowMs: number): boolean {
  const last = changesMs.at(-1);
  return last === undefined || nowMs - last >= flappingWindowMs;
}

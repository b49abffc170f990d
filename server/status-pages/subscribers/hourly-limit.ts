const hourMs = 3_600_000;

/** Counts what each subject did within the last hour. */
export interface HourlyLimit {
  /** Whether it may do it once more, which then counts. `nowMs` is in milliseconds since 1970. */
  take(subject: string, nowMs: number): boolean;
}

/** At most `most` an hour for each subject. Of more than `subjects` at once the one that was quiet for the longest is forgotten. */
export function createHourlyLimit(most: number, subjects = 50_000): HourlyLimit {
  const times = new Map<string, number[]>();
  return {
    take(subject, nowMs) {
      // What is later than now was counted by a clock that was ahead.
      const recent = (times.get(subject) ?? []).filter((at) => at > nowMs - hourMs && at <= nowMs);
      const isAllowed = recent.length < most;
      times.delete(subject);
      times.set(subject, isAllowed ? [...recent, nowMs] : recent);
      const oldest = times.size > subjects ? times.keys().next().value : undefined;
      if (oldest !== undefined) times.delete(oldest);
      return isAllowed;
    },
  };
}

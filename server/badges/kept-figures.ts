interface Kept<T> {
  at: number;
  value: Promise<T>;
}

/** What is counted at most once in a while for each key. */
interface KeptFigures<T> {
  /** The figure of a key, at most `keptMs` old; all that ask meanwhile share one count. What fails is not kept. `now` is in milliseconds since 1970. */
  read(key: string, now: number, count: () => Promise<T>): Promise<T>;
}

/** Holds at most `most` figures; the one that was counted longest ago makes room. */
export function createKeptFigures<T>({ keptMs, most }: { keptMs: number; most: number }): KeptFigures<T> {
  const kept = new Map<string, Kept<T>>();
  return {
    read(key, now, count) {
      const known = kept.get(key);
      // A clock that was set back must not keep a figure for longer.
      if (known && Math.abs(now - known.at) <= keptMs) return known.value;
      kept.delete(key);
      if (kept.size >= most) kept.delete(kept.keys().next().value ?? '');
      const made: Kept<T> = { at: now, value: count() };
      kept.set(key, made);
      made.value.catch(() => {
        if (kept.get(key) === made) kept.delete(key);
      });
      return made.value;
    },
  };
}

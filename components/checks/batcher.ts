/** Joins the keys that are asked for in one moment to one question. */
interface Batcher<Value> {
  load: (key: string) => Promise<Value>;
}

const gatherMs = 10;

/** Asks `read` for at most `most` keys at once, soon after the first was asked for. A key that the answer leaves out rejects. */
export function createBatcher<Value>(read: (keys: string[]) => Promise<ReadonlyMap<string, Value>>, most: number): Batcher<Value> {
  let waiting = new Map<string, Promise<Value>>();
  let flush: (() => void) | null = null;

  function begin(): Promise<ReadonlyMap<string, Value>> {
    const keys = waiting;
    const gathered = new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, gatherMs);
      flush = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    return gathered.then(() => {
      if (waiting === keys) reset();
      return read([...keys.keys()]);
    });
  }

  let answer: Promise<ReadonlyMap<string, Value>> | null = null;
  function reset() {
    waiting = new Map();
    answer = null;
    flush = null;
  }

  return {
    load: (key) => {
      const asked = waiting.get(key);
      if (asked) return asked;
      answer ??= begin();
      const value = answer.then((found) => {
        const own = found.get(key);
        if (own === undefined) throw new Error(`Nothing was answered for ${key}.`);
        return own;
      });
      waiting.set(key, value);
      if (waiting.size >= most) {
        flush?.();
        reset();
      }
      return value;
    },
  };
}

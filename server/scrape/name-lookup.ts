import dns, { type LookupAddress } from 'node:dns';

type Found = { addresses: LookupAddress[]; error: null } | { addresses: null; error: NodeJS.ErrnoException };

/** Resolves a name as the system does (hosts file included). */
export type Resolve = (name: string, done: (found: Found) => void) => void;

const maxRunning = 2;
const maxFailing = 1;
const rememberFailureMs = 10_000;
const maxRemembered = 10_000;

const systemResolve: Resolve = (name, done) => {
  dns.lookup(name, { all: true }, (error, addresses) => done(error ? { addresses: null, error } : { addresses, error: null }));
};

/**
 * A look-up blocks one of the few threads that files, compression and password hashes need too, for seconds when the name server is away. So two
 * run at once, of which one may be for a name that failed last time; who asks for the same name shares the answer, and a failure is
 * remembered for 10 s.
 */
export function createNameLookup(monotonicMs: () => number, resolve: Resolve = systemResolve): Resolve {
  const asked = new Map<string, ((found: Found) => void)[]>();
  const failures = new Map<string, { found: Found; at: number }>();
  const waiting: { known: string[]; failing: string[] } = { known: [], failing: [] };
  let running = 0;
  let runningFailing = 0;

  function fill(): void {
    while (running < maxRunning) {
      const isFailing = waiting.known.length === 0;
      if (isFailing && runningFailing >= maxFailing) return;
      const name = waiting[isFailing ? 'failing' : 'known'].shift();
      if (name === undefined) return;
      running += 1;
      if (isFailing) runningFailing += 1;
      resolve(name, (found) => {
        running -= 1;
        if (isFailing) runningFailing -= 1;
        answer(name, found);
        fill();
      });
    }
  }

  function answer(name: string, found: Found): void {
    if (found.error === null) failures.delete(name);
    else {
      if (failures.size >= maxRemembered) failures.clear();
      failures.set(name, { found, at: monotonicMs() });
    }
    const all = asked.get(name) ?? [];
    asked.delete(name);
    for (const done of all) done(found);
  }

  return (name, done) => {
    const failure = failures.get(name);
    if (failure && monotonicMs() - failure.at < rememberFailureMs) return void setImmediate(done, failure.found);
    const others = asked.get(name);
    if (others) return void others.push(done);
    asked.set(name, [done]);
    waiting[failure ? 'failing' : 'known'].push(name);
    fill();
  };
}

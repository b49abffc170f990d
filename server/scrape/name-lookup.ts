import dns, { type LookupAddress } from 'node:dns';

type Found = { addresses: LookupAddress[]; error: null } | { addresses: null; error: NodeJS.ErrnoException };

/** Resolves a name as the system does (hosts file included). */
export type Resolve = (name: string, done: (found: Found) => void) => void;

/** How a name did last time; in the order in which they are looked up. */
const standings = ['proven', 'fresh', 'failing'] as const;
type Standing = (typeof standings)[number];

const maxRunning = 2;
const maxFailing = 1;
/** Of names that never succeeded, once there are names that did. */
const maxUnproven = 1;
const rememberFailureMs = 10_000;
const maxRemembered = 10_000;

const systemResolve: Resolve = (name, done) => {
  dns.lookup(name, { all: true }, (error, addresses) => done(error ? { addresses: null, error } : { addresses, error: null }));
};

/**
 * A look-up blocks one of the few threads that files, compression and password hashes need too, for seconds when the name server is away. So two
 * run at once, of which one may be for a name that failed last time. Names that succeeded last time go first, and while there are any, only one look-up at once
 * is for others: who enters names that no server answers for keeps nobody waiting who has good ones. Who asks for the same name shares the answer, and a failure
 * is remembered for 10 s.
 */
export function createNameLookup(monotonicMs: () => number, resolve: Resolve = systemResolve): Resolve {
  const asked = new Map<string, ((found: Found) => void)[]>();
  const failures = new Map<string, { found: Found; at: number }>();
  const proven = new Set<string>();
  const waiting: Record<Standing, string[]> = { proven: [], fresh: [], failing: [] };
  const running: Record<Standing, number> = { proven: 0, fresh: 0, failing: 0 };

  function fill(): void {
    while (running.proven + running.fresh + running.failing < maxRunning) {
      const standing = standings.find((each) => waiting[each].length > 0 && mayRun(each));
      const name = standing && waiting[standing].shift();
      if (standing === undefined || name === undefined) return;
      running[standing] += 1;
      resolve(name, (found) => {
        running[standing] -= 1;
        answer(name, found);
        fill();
      });
    }
  }

  function mayRun(standing: Standing): boolean {
    if (standing === 'proven') return true;
    if (standing === 'failing' && running.failing >= maxFailing) return false;
    return proven.size === 0 || running.fresh + running.failing < maxUnproven;
  }

  function answer(name: string, found: Found): void {
    proven.delete(name);
    if (found.error === null) {
      failures.delete(name);
      if (proven.size >= maxRemembered) proven.delete(proven.values().next().value ?? '');
      proven.add(name);
    } else {
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
    waiting[failure ? 'failing' : proven.has(name) ? 'proven' : 'fresh'].push(name);
    fill();
  };
}

import { messageOf } from '@/lib/errors';
import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { mutate } from './mutate';

interface Sources {
  database: Database;
  log: Pick<Log, 'warn'>;
}

interface Refusal {
  method: string;
  /** Of the request, without its query. */
  path: string;
  permission: string;
}

const quietMs = 60_000;
const mostKnown = 10_000;
const mostWriting = 50;
/** Who was refused what, and when that was written: the one longest ago is the first. */
const written = new Map<string, number>();
let writing = 0;

/** Writes to the trail that a person or a key was refused something: once a minute for each of what it lacks, and behind the answer, which does not wait. */
export function recordRefusal({ database, log }: Sources, caller: Caller, { method, path, permission }: Refusal): void {
  const { actor, now } = caller;
  if (actor.kind === 'system') return;
  const key = `${caller.tenant.id} ${actor.id} ${permission}`;
  const last = written.get(key);
  if ((last !== undefined && now >= last && now - last < quietMs) || writing >= mostWriting) return;
  written.delete(key);
  written.set(key, now);
  const [oldest] = written.keys();
  if (written.size > mostKnown && oldest !== undefined) written.delete(oldest);
  writing += 1;
  mutate(database, caller, 'access.refuse', () => Promise.resolve({ result: undefined, before: null, after: { endpoint: `${method} ${path.slice(0, 200)}`, permission } }))
    .catch((error: unknown) => log.warn({ reason: messageOf(error) }, 'a refusal could not be written to the audit trail'))
    .finally(() => (writing -= 1));
}

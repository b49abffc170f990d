import { isRefusal } from '@/lib/auth/refusal';
import type { Caller } from '@/lib/context';
import { messageOf } from '@/lib/errors';
import { cutText } from '@/lib/alerts/channels/cut-text';
import { oneLine } from '@/lib/alerts/channels/wording';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { mutate } from './mutate';

interface Sources {
  database: Database;
  log: Pick<Log, 'warn'>;
}

interface Asked {
  method: string;
  /** Of the request, with or without its host and query, which are left out. */
  url: string;
}

interface Refusal extends Asked {
  /** What the caller lacks, or the declared route whose verb refused: of few names, because each may be written once a minute. */
  of: string;
  /** What the entry says besides the endpoint. */
  told: { permission: string } | { reason: string };
}

const quietMs = 60_000;
const mostKnown = 10_000;
const mostWriting = 50;
const mostLetters = 200;
/** Who was refused what, and when that was written: the one longest ago is the first. */
const written = new Map<string, number>();
let writing = 0;

/** Writes to the trail that a person or a key lacks a permission: once a minute for each of them, and behind the answer, which does not wait. */
export function recordLackOf(sources: Sources, caller: Caller, asked: Asked, permission: string): void {
  write(sources, caller, { ...asked, of: permission, told: { permission } });
}

/** The same for a refusal of a verb, once a minute for each declared route; of another failure nothing is written. */
export function recordRefusal(sources: Sources, caller: Caller, asked: Asked, route: string, failure: unknown): void {
  if (isRefusal(failure)) write(sources, caller, { ...asked, of: `${asked.method} ${route}`, told: { reason: cutText(oneLine(failure.message), mostLetters) } });
}

function write({ database, log }: Sources, caller: Caller, { method, url, of, told }: Refusal): void {
  const { actor, now } = caller;
  if (actor.kind === 'system') return;
  const key = `${caller.tenant.id} ${actor.id} ${of}`;
  const last = written.get(key);
  if ((last !== undefined && now >= last && now - last < quietMs) || writing >= mostWriting) return;
  written.delete(key);
  written.set(key, now);
  const [oldest] = written.keys();
  if (written.size > mostKnown && oldest !== undefined) written.delete(oldest);
  writing += 1;
  const after = { endpoint: `${method} ${pathOf(url).slice(0, mostLetters)}`, ...told };
  mutate(database, caller, 'access.refuse', () => Promise.resolve({ result: undefined, before: null, after }))
    .catch((error: unknown) => log.warn({ reason: messageOf(error) }, 'a refusal could not be written to the audit trail'))
    .finally(() => (writing -= 1));
}

/** What a request asks for, without its host and query. */
function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
}

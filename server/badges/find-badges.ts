import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { createLinkGuesses } from '@/server/alerts/link-guesses';
import type { Database } from '@/server/database/database';

const Found = z.object({ serviceId: z.string(), tenant: z.object({ id: z.string(), number: z.number(), slug: z.string(), name: z.string() }) });
/** The service whose badges are asked for. */
type BadgeService = z.infer<typeof Found>;

interface Asked {
  token: string;
  address: string;
  /** Milliseconds since 1970. */
  now: number;
}

const mostTokens = 10_000;
const plausible = /^[\w-]{43}$/;
const guesses = createLinkGuesses();
/** Tokens that there were when they came last; the one that came longest ago is the first. */
const good = new Set<string>();
const running = new Map<string, Promise<BadgeService | null>>();
let turn: Promise<unknown> = Promise.resolve();

/**
 * The service of a token. Nothing is remembered of it, so that a token that was switched off is gone at once, but those who ask at the same time share one look-up.
 * Throws AppError `not_found`, and `too_many_requests` for who tries many tokens that there are not.
 */
export async function findBadges(database: Database, asked: Asked): Promise<BadgeService> {
  const { token } = asked;
  const found = await (good.has(token) ? lookUp(database, token) : lookUpUnseen(database, asked));
  good.delete(token);
  if (!found) throw new AppError('not_found', 'There are no badges with this address. Copy it again from the page of the service.');
  if (good.size >= mostTokens) good.delete(good.values().next().value ?? '');
  good.add(token);
  return found;
}

/** Whoever asks for a token from now on does not get the answer of before. */
export function forgetLookUp(token: string): void {
  for (const key of [...running.keys()].filter((each) => each.startsWith(token))) running.delete(key);
}

/** One after another, so that many guesses at once neither take the few connections nor pass before the first of them is counted. */
async function lookUpUnseen(database: Database, { token, address, now }: Asked): Promise<BadgeService | null> {
  const judged = (found: BadgeService | null) => {
    if (!found) guesses.countWrong(address, now);
    return found;
  };
  guesses.assertMayTry(address, now);
  if (!plausible.test(token)) return judged(null);
  return shared(`${token} ${address}`, () => {
    const found = turn.then(async () => {
      guesses.assertMayTry(address, now);
      return judged(await lookUp(database, token));
    });
    turn = found.catch(() => undefined);
    return found;
  });
}

function lookUp(database: Database, token: string): Promise<BadgeService | null> {
  return shared(token, () => query(database, token));
}

function shared(key: string, look: () => Promise<BadgeService | null>): Promise<BadgeService | null> {
  const known = running.get(key);
  if (known) return known;
  const looking = look().finally(() => {
    if (running.get(key) === looking) running.delete(key);
  });
  running.set(key, looking);
  return looking;
}

/** By the owner's connection, for whoever asks has no tenant. */
async function query({ owner }: Database, token: string): Promise<BadgeService | null> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin read only');
    await client.query(`select set_config('nines.scope', 'auth', true)`);
    const { rows } = await client.query(
      `select s.id as "serviceId", json_build_object('id', t.id, 'number', t.number, 'slug', t.slug, 'name', t.name) as tenant from services s join tenants t on t.id = s.tenant_id where s.badge_token = $1`,
      [token],
    );
    await client.query('commit');
    return z.array(Found).parse(rows)[0] ?? null;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

import { z } from 'zod';
import { refill, type TokenBucket } from '@/lib/auth/token-bucket';
import { AppError } from '@/lib/errors';
import { createLinkGuesses } from '@/server/alerts/link-guesses';
import type { Database } from '@/server/database/database';
import { hashHookToken } from './hook-token';

const Found = z.object({ id: z.string(), name: z.string(), severity: z.string(), tenant: z.object({ id: z.string(), number: z.number(), slug: z.string(), name: z.string() }) });
/** A hook that is called, and whose it is. */
export type CalledHook = z.infer<typeof Found>;

/** Twenty a minute. */
const limits = { capacity: 20, perSecond: 20 / 60 };
const mostHooks = 10_000;
const buckets = new Map<string, TokenBucket>();
const guesses = createLinkGuesses();
/** Hashes of tokens that there were; the one that came longest ago is the first. */
const good = new Set<string>();

/** The hook of a token, counted as called once more. Throws AppError `not_found` for a token that there is not, `too_many_requests` for who tries many of those, and for more than twenty calls a minute. */
export async function findHook({ owner }: Database, { token, address, now }: { token: string; address: string; now: number }): Promise<CalledHook> {
  const hash = hashHookToken(token);
  // Whoever guesses must not keep the programs of the same network from being heard.
  if (!good.has(hash)) guesses.assertMayTry(address, now);
  const hook = await query(owner, hash);
  good.delete(hash);
  if (!hook) {
    guesses.countWrong(address, now);
    throw new AppError('not_found', 'There is no hook with this address. Make a new one under Incidents, Settings.');
  }
  remember(hash);
  takeTurn(hook.id, now);
  return hook;
}

function takeTurn(id: string, now: number): void {
  const bucket = refill(buckets.get(id), limits, now);
  buckets.delete(id);
  if (buckets.size >= mostHooks) buckets.delete(buckets.keys().next().value ?? '');
  buckets.set(id, { tokens: bucket.tokens < 1 ? bucket.tokens : bucket.tokens - 1, at: now });
  if (bucket.tokens < 1) throw new AppError('too_many_requests', 'This hook was called more than 20 times in a minute. Call it once for each incident.', { retryAfterSeconds: 3 });
}

function remember(hash: string): void {
  if (good.size >= mostHooks) good.delete(good.values().next().value ?? '');
  good.add(hash);
}

/** By the owner's connection, for whoever calls has no tenant. What is asked for is a hash: how long it takes says nothing about tokens that there are. */
async function query(owner: Database['owner'], hash: string): Promise<CalledHook | null> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin read only');
    await client.query(`select set_config('nines.scope', 'auth', true)`);
    const { rows } = await client.query(
      `select h.id, h.name, h.severity, json_build_object('id', t.id, 'number', t.number, 'slug', t.slug, 'name', t.name) as tenant from incident_hooks h join tenants t on t.id = h.tenant_id where h.token_hash = $1`,
      [hash],
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

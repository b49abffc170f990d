import { z } from 'zod';
import { afterSignal, HeartbeatMemory, noSignals, type HeartbeatSignal } from '@/lib/checks/heartbeat';
import { AppError } from '@/lib/errors';
import { refill, type TokenBucket } from '@/lib/auth/token-bucket';
import { createLinkGuesses } from '@/server/alerts/link-guesses';
import { jsonOf } from '@/server/alerts/stored-json';
import type { Database } from '@/server/database/database';
import { hashHeartbeatToken } from './heartbeat-token';

interface Received {
  token: string;
  event: HeartbeatSignal['event'];
  message?: string | undefined;
  address: string;
  now: number;
}

/** One check may be told of much more often than it needs to be. */
const limits = { capacity: 20, perSecond: 1 };
const mostChecks = 10_000;
const buckets = new Map<string, TokenBucket>();
const guesses = createLinkGuesses();
/** Hashes of tokens that there were; the one that came longest ago is the first. */
const good = new Set<string>();
const Found = z.object({ id: z.string(), tenantId: z.string(), number: z.number() });

/**
 * Notes what a service says of itself. Throws AppError `not_found` for a token that there is not, `too_many_requests` for who tries many of those, and for a check
 * that is told of more than once a second.
 */
export async function receiveHeartbeat(database: Database, { token, event, message = '', address, now }: Received): Promise<{ ok: true }> {
  const hash = hashHeartbeatToken(token);
  // Whoever guesses must not keep the services of the same network from being heard.
  if (!good.has(hash)) guesses.assertMayTry(address, now);
  const check = await findCheck(database, hash);
  good.delete(hash);
  if (!check) {
    guesses.countWrong(address, now);
    throw new AppError('not_found', 'There is no check with this address. Copy it again from the page of the check.');
  }
  remember(hash);
  const bucket = refill(buckets.get(check.id), limits, now);
  buckets.delete(check.id);
  if (buckets.size >= mostChecks) buckets.delete(buckets.keys().next().value ?? '');
  buckets.set(check.id, { tokens: Math.max(0, bucket.tokens - 1), at: now });
  if (bucket.tokens < 1) throw new AppError('too_many_requests', 'This check is told of more than once a second. Call it once for each run.', { retryAfterSeconds: 2 });
  const tenant = { id: check.tenantId, number: check.number };
  await database.withTenant(tenant, async (client) => {
    const { rows } = await client.query<{ memory: unknown }>('select memory from checks c left join check_heartbeats h on h.check_id = c.id where c.id = $1 for no key update of c', [check.id]);
    if (rows.length === 0) return;
    const before = HeartbeatMemory.catch(noSignals).parse(rows[0]?.memory);
    const memory = afterSignal(before, { event, atMs: now, message });
    await client.query(
      'insert into check_heartbeats (check_id, tenant_id, memory, updated_at) values ($1, $2, $3, $4) on conflict (check_id) do update set memory = excluded.memory, updated_at = excluded.updated_at',
      [check.id, tenant.id, jsonOf(memory), new Date(now)],
    );
  });
  return { ok: true };
}

function remember(hash: string): void {
  if (good.size >= mostChecks) good.delete(good.values().next().value ?? '');
  good.add(hash);
}

/** By the owner's connection, for whoever calls has no tenant. What is asked for is a hash: how long it takes says nothing about tokens that there are. */
async function findCheck({ owner }: Database, hash: string): Promise<z.infer<typeof Found> | null> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin read only');
    await client.query(`select set_config('nines.scope', 'auth', true)`);
    const { rows } = await client.query('select c.id, c.tenant_id as "tenantId", t.number from checks c join tenants t on t.id = c.tenant_id where c.heartbeat_hash = $1', [hash]);
    await client.query('commit');
    return z.array(Found).parse(rows)[0] ?? null;
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

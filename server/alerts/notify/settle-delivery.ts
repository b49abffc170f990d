import type pg from 'pg';
import { Circuit, closedCircuit, stepCircuit, type ChannelSignal } from '@/lib/alerts/notify/circuit';
import { deliveryLimits, retryDelayMs } from '@/lib/alerts/notify/retry';
import type { SendFailure } from '@/server/alerts/channels/send-failure';
import type { Database } from '@/server/database/database';
import { jsonOf } from '@/server/alerts/stored-json';
import type { ClaimedDelivery } from './claim-deliveries';
import type { DeliveryTurn } from './delivery-turns';

export interface Attempt {
  /** In milliseconds since 1970. */
  atMs: number;
  durationMs: number;
  result: { kind: 'delivered'; status: number | null } | { kind: 'failed'; failure: SendFailure };
}

interface Options {
  database: Database;
  turn: DeliveryTurn;
  delivery: ClaimedDelivery;
  nodeId: string;
  attempt: Attempt;
  chance: number;
}

const tooManyRequests = 429;

/** Writes down how a try went, what becomes of the message, and what it says of its channel. */
export async function settleDelivery({ database, turn: { tenant, channelId }, delivery, nodeId, attempt, chance }: Options): Promise<void> {
  const { atMs, durationMs, result } = attempt;
  const endMs = Math.round(atMs + durationMs);
  await database.withTenant(tenant, async (client) => {
    await moveCircuit(client, channelId, signalOf(result), endMs);
    const isDelivered = result.kind === 'delivered';
    const { status, message } = isDelivered ? { status: result.status, message: null } : result.failure;
    const nextMs = isDelivered ? null : nextTryMs(delivery, result.failure, endMs, chance);
    const outcome = isDelivered ? 'delivered' : result.failure.isUncertain ? 'unknown' : nextMs === null ? 'failed' : 'retry';
    await client.query(
      `insert into delivery_attempts (tenant_id, delivery_id, at, duration_ms, status, outcome, error) select $1, id, $3, $4, $5, $6, $7 from deliveries where id = $2`,
      [tenant.id, delivery.id, new Date(atMs), durationMs, status, outcome, message],
    );
    if (isDelivered) {
      // Also when the lease was lost meanwhile: it did arrive.
      await client.query(
        `update deliveries set state = 'delivered', delivered_at = $2, last_status = $3, last_error = null, next_attempt_at = null, leased_until = null, leased_by = null, updated_at = $2
         where id = $1 and state in ('queued', 'sending', 'retrying')`,
        [delivery.id, new Date(endMs), status],
      );
      return;
    }
    await client.query(
      `update deliveries set state = $3, next_attempt_at = $4, last_status = $5, last_error = $6, leased_until = null, leased_by = null, updated_at = $7 where id = $1 and state = 'sending' and leased_by = $2`,
      [delivery.id, nodeId, nextMs === null ? 'dead' : 'retrying', nextMs === null ? null : new Date(nextMs), status, message, new Date(endMs)],
    );
  });
}

/** When to try again; null: never. */
function nextTryMs({ attempts, queuedAtMs }: ClaimedDelivery, { isRetryable, retryAfterMs }: SendFailure, nowMs: number, chance: number): number | null {
  if (!isRetryable || attempts >= deliveryLimits.attempts) return null;
  const nextMs = nowMs + retryDelayMs(attempts, chance, retryAfterMs);
  return nextMs - queuedAtMs > deliveryLimits.ageMs ? null : nextMs;
}

/** What a try says of the channel: a message that is refused for good says nothing. */
function signalOf(result: Attempt['result']): ChannelSignal | null {
  if (result.kind === 'delivered') return { kind: 'delivered' };
  const { status, isRetryable, retryAfterMs, message } = result.failure;
  if (status === tooManyRequests || retryAfterMs !== null) return { kind: 'busy', reason: message, retryAfterMs: retryAfterMs ?? 1_000 };
  return isRetryable ? { kind: 'failed', reason: message } : null;
}

async function moveCircuit(client: pg.ClientBase, channelId: string | null, signal: ChannelSignal | null, nowMs: number): Promise<void> {
  const { rows } = await client.query<{ circuit: unknown }>('select circuit from notification_channels where id = $1 for update', [channelId]);
  const [row] = rows;
  if (!row) return;
  const before = Circuit.safeParse(row.circuit).data ?? closedCircuit;
  // A message that is refused for good came through: the channel is no longer in doubt.
  const after = signal ? stepCircuit(before, signal, nowMs) : before.openings > 0 ? closedCircuit : before;
  if (JSON.stringify(after) === JSON.stringify(before)) return;
  await client.query('update notification_channels set circuit = $2 where id = $1', [channelId, after.failures === 0 && after.pausedUntilMs === null ? null : jsonOf(after)]);
}

import { deliveryLimits } from '@/lib/alerts/notify/retry';
import type { Caller } from '@/lib/context';
import type { Database } from '@/server/database/database';

/** A channel for which messages wait; `channelId` is null for those whose channel was deleted. */
export interface DeliveryTurn {
  tenant: Caller['tenant'];
  channelId: string | null;
  /** When the first of them is due, in milliseconds since 1970. */
  dueMs: number;
  /** Some of them were written by a clock that was ahead of now. */
  isAhead: boolean;
}

/** How far clocks of processes may differ; the times of a message that are further ahead are taken back. */
export const toleratedAheadMs = 10_000;

const most = 10_000;

/** Whose messages wait, those that are due first in front. `nowMs` is in milliseconds since 1970. Of what one recipient is told of one group only the oldest counts: the others wait for it. */
export async function deliveryTurns({ owner }: Database, nowMs: number): Promise<DeliveryTurn[]> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin read only');
    await client.query(`select set_config('nines.scope', 'auth', true)`);
    const { rows } = await client.query<{ id: string; number: number; slug: string; name: string; channelId: string | null; due: Date; isAhead: boolean }>(
      `with heads as (
         select distinct on (tenant_id, recipient_key, group_key) tenant_id, channel_id, next_attempt_at, updated_at > $1 or next_attempt_at > $2 as is_ahead from deliveries
         where state in ('queued', 'sending', 'retrying') order by tenant_id, recipient_key, group_key, position)
       select t.id, t.number, t.slug, t.name, h.channel_id as "channelId", min(h.next_attempt_at) as due, bool_or(h.is_ahead) as "isAhead"
       from heads h join tenants t on t.id = h.tenant_id group by t.id, h.channel_id order by due limit ${most}`,
      [new Date(nowMs + toleratedAheadMs), new Date(nowMs + deliveryLimits.retryAfterMs + toleratedAheadMs)],
    );
    await client.query('commit');
    return rows.map(({ channelId, due, isAhead, ...tenant }) => ({ tenant, channelId, isAhead, dueMs: due.getTime() }));
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

import type { Transaction } from '@/server/database/database';

interface Queued {
  count: number;
  /** Why nobody was told; null where all were. */
  left: string | null;
}

const mostWaiting = 100_000;

/**
 * Puts a post into the queue of messages to each confirmed subscriber of its page or its incident, each address once, in the transaction that publishes it. One for whom an older
 * message waits gets no time yet, so that posts come in their order. Where too many messages wait already, none are added.
 */
export async function queuePost(tx: Transaction, tenantId: string, nowMs: number, { postId, incidentId }: { postId: string; incidentId: string }): Promise<Queued> {
  const waiting = await tx.statusMessage.count({ where: { state: { in: ['pending', 'sending'] } } });
  if (waiting >= mostWaiting) return { count: 0, left: `Subscribers of the status page were not told: ${mostWaiting.toLocaleString('en')} messages to them wait already.` };
  const at = new Date(nowMs);
  const count = await tx.$executeRaw`
    insert into status_messages (tenant_id, subscriber_id, post_id, dedupe_key, next_attempt_at, created_at)
    select distinct on (s.address_hash) ${tenantId}::uuid, s.id, ${postId}::uuid, ${postId} || ':' || s.id,
      case when s.id in (select w.subscriber_id from status_messages w where w.state in ('pending', 'sending')) then null else ${at}::timestamptz end, ${at} from status_subscribers s
    where s.confirmed_at is not null and (s.incident_id is null or s.incident_id = ${incidentId}::uuid) order by s.address_hash, s.incident_id nulls first
    on conflict (dedupe_key) do nothing`;
  return { count, left: null };
}

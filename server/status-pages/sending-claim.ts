import type pg from 'pg';
import { z } from 'zod';
import { deliveryLimits } from '@/lib/alerts/notify/retry';
import { incidentStates } from '@/lib/incidents/schemas';
import { subscriberKinds } from '@/lib/status-pages/subscribers';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { mostAtOncePerHost, type Lane } from './sending-lanes';
import { incidentKey } from './incident-key';

interface DueTenant {
  tenant: TenantRef & { slug: string; name: string };
  /** When the first of its messages is due, in milliseconds since 1970; null: none has a time. */
  dueMs: number | null;
  /** Some wait for an older one to the same subscriber, or were written by a clock that was ahead. */
  isHeldUp: boolean;
}

const Post = z.object({ incident: z.uuid().transform(incidentKey), title: z.string(), state: z.enum(incidentStates), text: z.string(), at: z.number() });
const Message = z.object({
  id: z.string(), attempts: z.number(), createdAt: z.date(), isRequest: z.boolean(), post: Post.nullable(),
  subscriber: z.object({ id: z.string(), kind: z.enum(subscriberKinds), address: z.string(), isConfirmed: z.boolean(), leaveHash: z.string() }),
});
export type ClaimedMessage = z.infer<typeof Message>;

const Channel = z.object({ id: z.string(), kind: z.string(), name: z.string(), settings: z.unknown(), sealed: z.string() });
const Page = z.object({ name: z.string(), slug: z.string(), host: z.string().nullable(), isOn: z.boolean(), channel: Channel.nullable() });
export type SendingPage = z.infer<typeof Page>;

interface Claimed {
  page: SendingPage;
  messages: ClaimedMessage[];
}

const leaseMs = 60_000;
const mostTenants = 10_000;
/** No wait is that long: what is due later was written by a clock that was ahead. */
const longestWaitMs = deliveryLimits.retryAfterMs + 60_000;

/** Whose messages wait, those that are due first in front. `nowMs` is in milliseconds since 1970. */
export async function dueTenants({ owner }: Pick<Database, 'owner'>, nowMs: number): Promise<DueTenant[]> {
  const client = await owner.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin read only');
    await client.query(`select set_config('nines.scope', 'auth', true)`);
    const { rows } = await client.query<{ id: string; number: number; slug: string; name: string; due: Date | null; isHeldUp: boolean }>(
      `select t.id, t.number, t.slug, t.name, m.due, m.is_held_up as "isHeldUp" from
         (select tenant_id, min(next_attempt_at) as due, bool_or(next_attempt_at is null or next_attempt_at > $1) as is_held_up from status_messages where state in ('pending', 'sending') group by tenant_id) m
       join tenants t on t.id = m.tenant_id order by m.due limit ${mostTenants}`,
      [new Date(nowMs + longestWaitMs)],
    );
    await client.query('commit');
    return rows.map(({ due, isHeldUp, ...tenant }) => ({ tenant, isHeldUp, dueMs: due?.getTime() ?? null }));
  } catch (error) {
    await client.query('rollback').catch((failure: Error) => (broken = failure));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** Gives the oldest message of each subscriber its time, where it has none, or one that only a clock that was ahead can have written. */
export function wakeHeads(database: Pick<Database, 'withTenant'>, tenant: TenantRef, nowMs: number): Promise<void> {
  return database.withTenant(tenant, async (client) => {
    await client.query(
      `update status_messages set next_attempt_at = $1 where state in ('pending', 'sending') and (next_attempt_at is null or next_attempt_at > $2)
         and id in (select distinct on (subscriber_id) id from status_messages where state in ('pending', 'sending') order by subscriber_id, created_at, id)`,
      [new Date(nowMs), new Date(nowMs + longestWaitMs)],
    );
  });
}

interface Claim {
  lane: Lane;
  most: number;
  /** How much is being sent to each host. */
  busyHosts: Readonly<Record<string, number>>;
}

/** As `webhookHost` has it: the address is stored as URLs are written. */
const host = String.raw`rtrim(substring(s.address from '^https?://(\[[^]]*\]|[^:/?#]+)'), '.')`;
/** More than enough to choose from, as no host has more than 20 webhooks of a page. */
const mostLookedAt = 500;

/** The oldest webhooks that are due, two of each host at most, together with what is being sent to it. */
const ofHosts = (lane: Exclude<Lane, 'mail'>) => `
  select id from (
    select d.id, d.next_attempt_at, row_number() over (partition by d.host order by d.next_attempt_at, d.id) + d.busy as nth from (
      select m.id, m.next_attempt_at, h.host, coalesce(($4::jsonb ->> h.host)::int, 0) as busy
      from status_messages m join status_subscribers s on s.id = m.subscriber_id, lateral (select ${host} as host) h
      where m.state in ('pending', 'sending') and m.next_attempt_at <= $1 and s.kind = 'webhook' and m.post_id is ${lane === 'request' ? '' : 'not '}null and coalesce(($4::jsonb ->> h.host)::int, 0) < ${mostAtOncePerHost}
      order by m.next_attempt_at limit ${mostLookedAt}) d) counted
  where nth <= ${mostAtOncePerHost} order by next_attempt_at limit $3`;

/** The type of `$4` has to be known also where it is not asked for. */
const picks: Readonly<Record<Lane, string>> = {
  mail: `select m.id from status_messages m join status_subscribers s on s.id = m.subscriber_id
    where m.state in ('pending', 'sending') and m.next_attempt_at <= $1 and s.kind = 'email' and $4::jsonb is not null order by m.next_attempt_at limit $3`,
  webhook: ofHosts('webhook'),
  request: ofHosts('request'),
};

/**
 * Takes messages of a tenant to send them now: their state `sending` is durable before this resolves, with a lease of 60 s. Those that are due first go first. `attempts` names the
 * try. Null where the page is gone.
 */
export function claimMessages(database: Pick<Database, 'withTenant'>, tenant: TenantRef, { lane, most, busyHosts }: Claim, nowMs: number): Promise<Claimed | null> {
  return database.withTenant(tenant, async (client) => {
    const page = await readPage(client);
    if (!page) return null;
    const { rows } = await client.query(
      `with picked as (
         select id from status_messages where id in (${picks[lane]}) and state in ('pending', 'sending') and next_attempt_at <= $1 for update skip locked),
       taken as (
         update status_messages m set state = 'sending', attempts = m.attempts + 1, next_attempt_at = $2 from picked where m.id = picked.id
         returning m.id, m.attempts, m.created_at, m.post_id, m.subscriber_id)
       select t.id, t.attempts, t.created_at as "createdAt", t.post_id is null as "isRequest",
         case when p.id is not null then json_build_object('incident', i.id, 'title', p.title, 'state', p.state, 'text', p.text, 'at', floor(extract(epoch from p.at) * 1000)::bigint) end as post,
         json_build_object('id', s.id, 'kind', s.kind, 'address', s.address, 'isConfirmed', s.confirmed_at is not null, 'leaveHash', s.leave_hash) as subscriber
       from taken t join status_subscribers s on s.id = t.subscriber_id left join status_posts p on p.id = t.post_id left join incidents i on i.id = p.incident_id order by t.created_at, t.id`,
      [new Date(nowMs), new Date(nowMs + leaseMs), most, JSON.stringify(busyHosts)],
    );
    return { page, messages: z.array(Message).parse(rows) };
  });
}

async function readPage(client: pg.ClientBase): Promise<SendingPage | null> {
  const { rows } = await client.query(
    `select coalesce(p.settings ->> 'name', p.slug) as name, p.slug, p.host, p.is_on as "isOn",
       case when c.id is not null then json_build_object('id', c.id, 'kind', c.kind, 'name', c.name, 'settings', c.settings, 'sealed', c.sealed) end as channel
     from status_pages p left join notification_channels c on c.id = p.email_channel_id and c.is_enabled limit 1`,
  );
  return z.array(Page).parse(rows)[0] ?? null;
}

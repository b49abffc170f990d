import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { channelKindOf } from '@/lib/alerts/channels/registry';
import { clockWords } from '@/lib/alerts/clock-words';
import { Circuit, closedCircuit } from '@/lib/alerts/notify/circuit';
import { deliveryLimits } from '@/lib/alerts/notify/retry';
import { AlertMessage, Recipient, type MessageKind } from '@/lib/alerts/notify/schemas';
import type { Database } from '@/server/database/database';
import type { SealedChannel } from '@/server/alerts/channels/send';
import { hashLinkToken } from '@/server/alerts/link-token';
import { jsonOf } from '@/server/alerts/stored-json';
import { toleratedAheadMs, type DeliveryTurn } from './delivery-turns';

export interface ClaimedDelivery {
  id: string;
  recipient: Recipient;
  message: AlertMessage;
  /** Tries that count, this one among them. */
  attempts: number;
  queuedAtMs: number;
}

export interface Claim {
  channel: SealedChannel | null;
  deliveries: ClaimedDelivery[];
  /** When it is worth to look at this channel again; null: when one of these is done. */
  againMs: number | null;
}

interface ClaimOptions {
  database: Database;
  turn: DeliveryTurn;
  nodeId: string;
  /** How many may be sent at once. */
  most: number;
  url: string;
  nowMs: number;
}

interface Row {
  id: string;
  kind: MessageKind;
  recipient: unknown;
  message: unknown;
  attempts: number;
  alertIds: string[];
  queuedAt: Date;
  before: string;
  leasedBefore: Date | null;
}

const leaseMs = 60_000;
const linkLifeMs = 7 * 86_400_000;
const usualPerMinute = 60;
/** Nobody is sending it at the time $1. */
const isFree = `(state <> 'sending' or next_attempt_at <= $1)`;
const nothing: Claim = { channel: null, deliveries: [], againMs: null };

/**
 * Takes messages of one channel to send them now: their state `sending`, with a lease of 60 s, is durable before this resolves. The oldest go first, each
 * only when nothing older waits for the same recipient and group. The row of the channel is locked meanwhile, so that its rate and its circuit hold over all nodes.
 */
export async function claimDeliveries({ database, turn, nodeId, most, url, nowMs }: ClaimOptions): Promise<Claim> {
  const { tenant, channelId } = turn;
  return database.withTenant(tenant, async (client) => {
    if (turn.isAhead) await takeBack(client, channelId, nowMs);
    if (channelId === null) return giveUp(client, `channel_id is null and ${isFree}`, 'dead', 'The channel was deleted before the message was sent.', nowMs, []);
    const { rows } = await client.query<SealedChannel & { isEnabled: boolean; circuit: unknown }>(
      `select id, kind, name, settings, sealed, is_enabled as "isEnabled", circuit from notification_channels where id = $1 for update`,
      [channelId],
    );
    const [row] = rows;
    if (!row) return nothing;
    const { isEnabled, circuit: stored, ...channel } = row;
    if (!isEnabled) return giveUp(client, `channel_id = $2 and ${isFree}`, 'dropped', `The channel “${channel.name}” was switched off before the message was sent.`, nowMs, [channelId]);
    await giveUp(client, isOld, 'dropped', 'Not sent: it is older than 6 h and over, as nothing of what it tells fires any more.', nowMs, [channelId, new Date(nowMs - deliveryLimits.ageMs)]);
    const circuit = await circuitOf(client, channelId, stored, nowMs);
    if (circuit.pausedUntilMs !== null && circuit.pausedUntilMs > nowMs) return pause(client, channel, circuit, circuit.pausedUntilMs);
    const rate = await rateOf(client, channel, nowMs);
    if (rate.left === 0) return { ...nothing, againMs: rate.freeMs };
    const isProbe = circuit.openings > 0;
    await dropEnds(client, channelId, nowMs);
    const taken = await take(client, { channelId, nodeId, count: isProbe ? 1 : Math.min(most, rate.left), charge: isProbe ? 0 : 1, nowMs });
    if (isProbe && taken.length > 0) await client.query('update notification_channels set circuit = $2 where id = $1', [channelId, jsonOf({ ...circuit, pausedUntilMs: nowMs + leaseMs })]);
    const deliveries = await prepare(client, tenant.id, taken, url, nowMs);
    return { channel: { ...channel, tenant }, deliveries, againMs: deliveries.length === 0 ? nowMs + 1_000 : null };
  });
}

/** A message that was not tried yet, of alerts or an incident that are over. An end is told however late. */
const isOld = `channel_id = $2 and state = 'queued' and queued_at < $3 and kind in ('fire', 'update', 'repeat', 'escalate')
  and not exists (select from alerts a where a.id = any(deliveries.alert_ids) and a.state <> 'resolved')
  and not exists (select from incidents i where deliveries.group_key = 'incident:' || i.id and i.state not in ('resolved', 'reviewed'))`;

/** The clock was set back: what waits keeps its delay, counted from now. */
async function takeBack(client: pg.ClientBase, channelId: string | null, nowMs: number): Promise<void> {
  const earlier = (time: string) => `least(${time} - greatest(updated_at - $1::timestamptz, interval '0'), $2)`;
  await client.query(
    `update deliveries set next_attempt_at = ${earlier('next_attempt_at')}, leased_until = ${earlier('leased_until')}, queued_at = least(queued_at, $1), updated_at = least(updated_at, $1)
     where channel_id is not distinct from $3 and state in ('queued', 'sending', 'retrying') and (updated_at > $4 or next_attempt_at > $5)`,
    [new Date(nowMs), new Date(nowMs + deliveryLimits.retryAfterMs), channelId, new Date(nowMs + toleratedAheadMs), new Date(nowMs + deliveryLimits.retryAfterMs + toleratedAheadMs)],
  );
}

/** The circuit of a channel, which is locked. It pauses for no longer than a channel may ask for, also after the clock was set back. */
async function circuitOf(client: pg.ClientBase, channelId: string, stored: unknown, nowMs: number): Promise<Circuit> {
  const circuit = Circuit.safeParse(stored).data ?? closedCircuit;
  const latestMs = nowMs + deliveryLimits.retryAfterMs;
  if (circuit.pausedUntilMs === null || circuit.pausedUntilMs <= latestMs + toleratedAheadMs) return circuit;
  const shorter = { ...circuit, pausedUntilMs: latestMs };
  await client.query('update notification_channels set circuit = $2 where id = $1', [channelId, jsonOf(shorter)]);
  return shorter;
}

async function giveUp(client: pg.ClientBase, where: string, state: 'dead' | 'dropped', reason: string, nowMs: number, parameters: unknown[]): Promise<Claim> {
  const place = parameters.length + 2;
  await client.query(
    `update deliveries set state = $${place}, last_error = $${place + 1}, next_attempt_at = null, leased_until = null, leased_by = null, updated_at = $1
     where state in ('queued', 'sending', 'retrying') and ${where}`,
    [new Date(nowMs), ...parameters, state, reason],
  );
  return nothing;
}

/** What waits says why, and is not looked at before. */
async function pause(client: pg.ClientBase, channel: { id: string; name: string }, { openings, reason }: Circuit, untilMs: number): Promise<Claim> {
  const until = new Date(untilMs);
  const why = openings > 0 ? `The channel “${channel.name}” failed several times in a row and is tried again at ${clockWords(untilMs)}. ${reason}` : `The channel “${channel.name}” asked to wait until ${clockWords(untilMs)}. ${reason}`;
  await client.query(`update deliveries set next_attempt_at = $2, last_error = $3 where channel_id = $1 and state in ('queued', 'retrying') and next_attempt_at < $2`, [channel.id, until, why]);
  return { ...nothing, againMs: untilMs };
}

/** What a channel may still send within the minute that ends now. */
async function rateOf(client: pg.ClientBase, { id, kind }: { id: string; kind: string }, nowMs: number): Promise<{ left: number; freeMs: number }> {
  const { rows } = await client.query<{ count: number; first: Date | null }>(
    `select count(*)::int as count, min(updated_at) as first from deliveries where channel_id = $1 and updated_at > $2 and updated_at <= $3 and state in ('sending', 'retrying', 'delivered', 'dead') and attempts > 0`,
    [id, new Date(nowMs - 60_000), new Date(nowMs + toleratedAheadMs)],
  );
  const perMinute = channelKindOf(kind)?.perMinute ?? usualPerMinute;
  const first = rows[0]?.first?.getTime() ?? nowMs;
  return { left: Math.max(0, perMinute - (rows[0]?.count ?? 0)), freeMs: Math.max(nowMs + 1, first + 60_001) };
}

/** The end of a fire that certainly never arrived is told to nobody. */
async function dropEnds(client: pg.ClientBase, channelId: string, nowMs: number): Promise<void> {
  await client.query(
    `update deliveries d set state = 'dropped', next_attempt_at = null, updated_at = $2,
       last_error = 'Not sent: none of the messages that it fires arrived there.'
     where d.channel_id = $1 and d.kind = 'resolve' and d.state = 'queued' and d.next_attempt_at <= $2
       and not exists (select from deliveries e where ${isEarlier} and e.state in ('queued', 'sending', 'retrying'))
       and exists (select from deliveries e where ${isEarlier} and ${isSinceLastEnd})
       and not exists (select from deliveries e where ${isEarlier} and ${isSinceLastEnd}
         and (e.state = 'delivered' or exists (select from delivery_attempts a where a.delivery_id = e.id and a.outcome = 'unknown')))`,
    [channelId, new Date(nowMs)],
  );
}

const isEarlier = `e.tenant_id = d.tenant_id and e.recipient_key = d.recipient_key and e.group_key = d.group_key and e.position < d.position`;
const isSinceLastEnd = `e.position > coalesce((select max(r.position) from deliveries r where r.tenant_id = d.tenant_id and r.recipient_key = d.recipient_key and r.group_key = d.group_key
  and r.position < d.position and r.kind = 'resolve'), 0)`;

async function take(client: pg.ClientBase, { channelId, nodeId, count, charge, nowMs }: { channelId: string; nodeId: string; count: number; charge: number; nowMs: number }): Promise<Row[]> {
  const { rows } = await client.query<Row & { position: string }>(
    `with picked as (
       select d.id, d.state, d.leased_until from deliveries d
       where d.channel_id = $1 and d.state in ('queued', 'sending', 'retrying') and d.next_attempt_at <= $2
         and not exists (select from deliveries e where ${isEarlier} and e.state in ('queued', 'sending', 'retrying'))
       order by d.position limit $5 for update skip locked)
     update deliveries d set state = 'sending', attempts = d.attempts + $6, leased_by = $3, leased_until = $4, next_attempt_at = $4, updated_at = $2
     from picked where d.id = picked.id
     returning d.id, d.kind, d.recipient, d.message, d.attempts, d.alert_ids as "alertIds", d.queued_at as "queuedAt", d.position, picked.state as before, picked.leased_until as "leasedBefore"`,
    [channelId, new Date(nowMs), nodeId, new Date(nowMs + leaseMs), count, charge],
  );
  return rows.sort((a, b) => Number(a.position) - Number(b.position));
}

/** Notes what a process that died left open, gives up what was tried too often, and makes the links. */
async function prepare(client: pg.ClientBase, tenantId: string, rows: readonly Row[], url: string, nowMs: number): Promise<ClaimedDelivery[]> {
  const claimed: ClaimedDelivery[] = [];
  for (const { id, kind, recipient, message, attempts, alertIds, queuedAt, before, leasedBefore } of rows) {
    if (before === 'sending') {
      await client.query(
        `insert into delivery_attempts (tenant_id, delivery_id, at, duration_ms, outcome, error) values ($1, $2, $3, 0, 'unknown', 'The process that was sending it ended before it knew the result. It is sent again with the same id.')`,
        [tenantId, id, new Date((leasedBefore?.getTime() ?? nowMs) - leaseMs)],
      );
    }
    if (attempts > deliveryLimits.attempts) {
      await giveUp(client, 'id = $2', 'dead', `Given up after ${deliveryLimits.attempts} tries; the result of the last one is not known.`, nowMs, [id]);
      continue;
    }
    const to = Recipient.safeParse(recipient).data;
    const content = AlertMessage.safeParse(message).data;
    if (!to || !content) {
      await giveUp(client, 'id = $2', 'dead', 'The message cannot be read by this version.', nowMs, [id]);
      continue;
    }
    const links = hasLinks(kind) && alertIds.length > 0 ? await makeLinks(client, { tenantId, alertIds, recipient: to, url, nowMs }) : {};
    claimed.push({ id, recipient: to, message: { ...content, ...links }, attempts, queuedAtMs: queuedAt.getTime() });
  }
  return claimed;
}

function hasLinks(kind: MessageKind): boolean {
  return kind === 'fire' || kind === 'update' || kind === 'repeat' || kind === 'escalate';
}

/** A link for each act, for this try: the token is in the message that leaves and nowhere else, the table knows its hash. */
async function makeLinks(client: pg.ClientBase, { tenantId, alertIds, recipient, url, nowMs }: { tenantId: string; alertIds: readonly string[]; recipient: Recipient; url: string; nowMs: number }) {
  const tokens = { acknowledge: randomBytes(32).toString('base64url'), resolve: randomBytes(32).toString('base64url') };
  await client.query(
    `insert into alert_links (token_hash, tenant_id, action, alert_ids, recipient, created_at, expires_at) select l.hash, $1, l.action, $2::uuid[], $3, $4, $5 from unnest($6::text[], $7::text[]) as l(hash, action)`,
    [tenantId, alertIds, jsonOf(recipient), new Date(nowMs), new Date(nowMs + linkLifeMs), [hashLinkToken(tokens.acknowledge), hashLinkToken(tokens.resolve)], ['acknowledge', 'resolve']],
  );
  return { acknowledgeUrl: `${url}/alert-link/${tokens.acknowledge}`, resolveUrl: `${url}/alert-link/${tokens.resolve}` };
}

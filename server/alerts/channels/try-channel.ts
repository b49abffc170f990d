import { randomUUID } from 'node:crypto';
import { partSecrets, type PartedChannel } from '@/lib/alerts/channels/part-secrets';
import type { ChannelDraft, ChannelTestResult } from '@/lib/alerts/channels/schemas';
import type { AlertMessage, Recipient } from '@/lib/alerts/notify/schemas';
import { refill, type TokenBucket } from '@/lib/auth/token-bucket';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { mutate } from '@/server/audit/mutate';
import type { Prisma } from '@/server/database/generated/client';
import { channelRow } from './channels';
import type { Channels } from './channels-of';
import { SendFailure } from './send-failure';
import { openSecrets } from './stored-channel';
import { transmit, type OpenChannel } from './transport';

/** Tests of one tenant: each is a message to somebody. */
const limits = { capacity: 10, perSecond: 1 / 6 };
const mostTenants = 10_000;
const buckets = new Map<string, TokenBucket>();
const longestMs = 30_000;

/** Sends a test message by a stored channel, now, also when it is switched off. Throws `not_found`, `too_many_requests`. */
export async function tryChannel(channels: Channels, caller: Caller, id: string, url: string): Promise<ChannelTestResult> {
  const { tenant } = caller;
  const { name, ...parted } = await channels.database.transaction({ kind: 'tenant', tenant }, async (tx) => {
    const row = await channelRow(tx, id);
    const secrets = openSecrets(channels.sealer, tenant.id, id, row.sealed);
    return { name: row.name, ...partSecrets({ name: row.name, kind: row.kind, isEnabled: true, settings: row.settings as Record<string, unknown>, secrets: {} }, { kind: row.kind, settings: row.settings, secrets }) };
  });
  return run(channels, caller, { id, name, url }, parted);
}

/**
 * Sends a test message by a channel that is not stored. Secrets that are left out are those of the stored channel `id`. Throws `not_found`, `invalid` for what
 * its kind does not take and for a secret that would go to another place than before, `too_many_requests`.
 */
export async function tryDraft(channels: Channels, caller: Caller, { channel, id, url }: { channel: ChannelDraft; id?: string; url: string }): Promise<ChannelTestResult> {
  const { tenant } = caller;
  const parted =
    id === undefined
      ? partSecrets(channel)
      : await channels.database.transaction({ kind: 'tenant', tenant }, async (tx) => {
          const { kind, settings, sealed } = await channelRow(tx, id);
          return partSecrets(channel, { kind, settings, secrets: openSecrets(channels.sealer, tenant.id, id, sealed) });
        });
  return run(channels, caller, { id: id ?? null, name: channel.name, url }, parted);
}

interface Tried {
  id: string | null;
  name: string;
  /** Where people reach Nines. */
  url: string;
}

async function run(channels: Channels, caller: Caller, { id, name, url }: Tried, { kind, settings, secrets }: PartedChannel): Promise<ChannelTestResult> {
  takeTurn(caller.tenant.id, caller.now);
  const open: OpenChannel = { tenant: caller.tenant, kind, settings, secrets };
  const recipient = recipientOf(caller, open, name);
  const message = messageOf(caller, { name, url });
  const startedMs = performance.now();
  const result = await send(channels, open, recipient, message);
  // What the test opened elsewhere is closed again.
  if (result.ok && kind.opensIncidents) await send(channels, open, recipient, { ...message, state: 'resolved' });
  const tested: ChannelTestResult = { ...result, durationMs: Math.round(performance.now() - startedMs) };
  const after = { id, name, kind: kind.kind, settings: settings as Prisma.InputJsonObject, ok: tested.ok, status: tested.status, error: tested.error };
  return mutate(channels.database, caller, 'channel.test', () => Promise.resolve({ result: tested, before: null, after }));
}

async function send(channels: Channels, open: OpenChannel, recipient: Recipient, message: AlertMessage): Promise<Omit<ChannelTestResult, 'durationMs'>> {
  try {
    const { status } = await transmit(channels, open, { id: randomUUID(), recipient, message }, AbortSignal.timeout(longestMs));
    return { ok: true, status, error: null };
  } catch (error) {
    if (!(error instanceof SendFailure)) throw error;
    return { ok: false, status: error.status, error: error.message };
  }
}

function takeTurn(tenantId: string, now: number): void {
  const { tokens, at } = refill(buckets.get(tenantId), limits, now);
  if (tokens < 1) throw new AppError('too_many_requests', 'Too many test messages in a short time. Try again in some seconds.', { retryAfterSeconds: 6 });
  buckets.delete(tenantId);
  if (buckets.size >= mostTenants) buckets.delete(buckets.keys().next().value ?? '');
  buckets.set(tenantId, { tokens: tokens - 1, at });
}

/** What reaches people only is tried on who asks for it; mail goes to its own addresses where it has any. */
function recipientOf({ actor }: Caller, { kind, settings }: OpenChannel, name: string): Recipient {
  const hasAddresses = kind.transport === 'smtp' && (settings as { to: string[] }).to.length > 0;
  if (actor.kind !== 'user' || !kind.isPersonal || hasAddresses) return { kind: 'channel', name };
  return { kind: 'user', userId: actor.id, name: actor.name ?? actor.email, address: actor.email };
}

function messageOf({ tenant, now, actor }: Caller, { name, url }: Pick<Tried, 'name' | 'url'>): AlertMessage {
  const who = actor.kind === 'user' ? (actor.name ?? actor.email) : actor.kind === 'key' ? `the key ${actor.name}` : 'Nines';
  return {
    kind: 'test',
    at: now,
    tenant: tenant.name,
    title: `Test of the channel ${name}`,
    text: 'Nothing is wrong. Alerts that are routed to this channel arrive like this message.',
    severity: 'info',
    state: 'firing',
    groupKey: `test:${randomUUID()}`,
    groupLabels: {},
    counts: { firing: 0, resolved: 0 },
    alerts: [],
    url: `${url}/alerts`,
    acknowledgeUrl: null,
    resolveUrl: null,
    reason: `${who} asked for this test.`,
  };
}

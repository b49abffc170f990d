import { channelKindOf } from '@/lib/alerts/channels/registry';
import type { AlertMessage, Recipient } from '@/lib/alerts/notify/schemas';
import { messageOf } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { createAddressPolicy } from '@/server/outgoing/address-policy';
import { createOutgoingClient, type OutgoingClient } from '@/server/outgoing/http-client';
import type { Sealer } from '@/server/secrets/sealed';
import { SendFailure } from './send-failure';
import { openSecrets } from './stored-channel';
import { transmit, type OpenChannel, type TransportParts } from './transport';

/** A channel as it is stored. */
export interface SealedChannel {
  id: string;
  kind: string;
  name: string;
  settings: unknown;
  sealed: string;
  tenant: TenantRef & { slug: string; name: string };
}

/** Sends one delivery by a channel; resolves with the status of the service. Rejects with SendFailure and nothing else. */
export type SendToChannel = (channel: SealedChannel, delivery: { id: string; recipient: Recipient; message: AlertMessage }, signal: AbortSignal) => Promise<{ status: number | null }>;

export interface ChannelSenderOptions {
  database: Database;
  sealer: Sealer;
  /** Whether messages may go to addresses that are not of the public internet. */
  allowPrivate: boolean;
  log: Log;
  /** In place of the one that is made. */
  outgoing?: OutgoingClient;
}

export function createChannelSender(options: ChannelSenderOptions): SendToChannel {
  const parts = createTransportParts(options);
  return async (channel, delivery, signal) => transmit(parts, open(parts, channel), delivery, signal);
}

export function createTransportParts({ database, sealer, allowPrivate, log, outgoing }: ChannelSenderOptions): TransportParts {
  const policy = createAddressPolicy({ allowPrivate });
  return { database, sealer, policy, log, outgoing: outgoing ?? createOutgoingClient({ policy }) };
}

function open({ sealer, log }: TransportParts, { id, kind: name, settings, sealed, tenant }: SealedChannel): OpenChannel {
  const kind = channelKindOf(name);
  const parsed = kind?.settings.safeParse(settings);
  if (!kind || !parsed?.success) throw new SendFailure('The settings of this channel cannot be read. Edit and save it.', null, false);
  try {
    return { tenant, kind, settings: parsed.data, secrets: openSecrets(sealer, tenant.id, id, sealed) };
  } catch (error) {
    log.error({ channel: id, reason: messageOf(error) }, 'the secrets of a notification channel cannot be read');
    throw new SendFailure('The secrets of this channel cannot be read: they were encrypted with another key. Enter them again.', null, false);
  }
}

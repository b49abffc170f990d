import type { Mail } from '@/lib/alerts/channels/channel-kind';
import { channelKindOf } from '@/lib/alerts/channels/registry';
import type { AlertMessage, Recipient } from '@/lib/alerts/notify/schemas';
import { messageOf } from '@/lib/errors';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import { createAddressPolicy } from '@/server/outgoing/address-policy';
import { createOutgoingClient, type OutgoingClient } from '@/server/outgoing/http-client';
import type { Sealer } from '@/server/secrets/sealed';
import { SendFailure, sendFailureOf } from './send-failure';
import { openSecrets } from './stored-channel';
import { transmit, transmitMail, type OpenChannel, type TransportParts } from './transport';

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

/** Sends a mail of its own making by an email channel, from the address of the channel. Rejects with SendFailure and nothing else. */
export async function sendMailByChannel(parts: Pick<TransportParts, 'sealer' | 'policy' | 'log'>, channel: SealedChannel, mailOf: (from: string) => Mail, signal: AbortSignal): Promise<void> {
  const { kind, settings, secrets } = open(parts, channel);
  if (kind.transport !== 'smtp') throw new SendFailure('This channel sends no email. Choose one that does.', null, false);
  try {
    const server = kind.settings.parse(settings);
    await transmitMail(parts, { server, password: secrets.password, mail: mailOf(server.from), signal });
  } catch (error) {
    throw sendFailureOf(error, Object.values(secrets));
  }
}

export function createTransportParts({ database, sealer, allowPrivate, log, outgoing }: ChannelSenderOptions): TransportParts {
  const policy = createAddressPolicy({ allowPrivate });
  return { database, sealer, policy, log, outgoing: outgoing ?? createOutgoingClient({ policy }) };
}

function open({ sealer, log }: Pick<TransportParts, 'sealer' | 'log'>, { id, kind: name, settings, sealed, tenant }: SealedChannel): OpenChannel {
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

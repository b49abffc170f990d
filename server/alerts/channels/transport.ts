import { createHash, createHmac } from 'node:crypto';
import type { ChannelInput, ChannelKind, HttpKind } from '@/lib/alerts/channels/channel-kind';
import { cutText } from '@/lib/alerts/channels/cut-text';
import { oneLine } from '@/lib/alerts/channels/wording';
import type { AlertMessage, Recipient } from '@/lib/alerts/notify/schemas';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import type { AddressPolicy } from '@/server/outgoing/address-policy';
import { failureOfAnswer, type OutgoingAnswer, type OutgoingClient } from '@/server/outgoing/http-client';
import { OutgoingFailure } from '@/server/outgoing/outgoing-failure';
import type { Sealer } from '@/server/secrets/sealed';
import { sendFailureOf } from './send-failure';
import { sendMail } from './send-mail';
import { sendPush } from './send-push';

/** A channel whose settings and secrets are those of its kind. */
export interface OpenChannel {
  tenant: TenantRef;
  kind: ChannelKind;
  settings: unknown;
  secrets: Readonly<Record<string, string | undefined>>;
}

export interface OutgoingMessage {
  id: string;
  recipient: Recipient;
  message: AlertMessage;
}

export interface TransportParts {
  database: Database;
  sealer: Sealer;
  policy: AddressPolicy;
  outgoing: OutgoingClient;
  log: Log;
}

/** Sends one message by a channel. Throws SendFailure. */
export async function transmit(parts: TransportParts, channel: OpenChannel, delivery: OutgoingMessage, signal: AbortSignal): Promise<{ status: number | null }> {
  const secrets = Object.values(channel.secrets);
  try {
    return await transmitBy(parts, channel, delivery, signal);
  } catch (error) {
    const failure = sendFailureOf(error, secrets);
    if (failure !== error && !(error instanceof OutgoingFailure)) parts.log.error({ kind: channel.kind.kind, delivery: delivery.id, reason: failureReason(error, failure) }, 'a message could not be made');
    throw failure;
  }
}

/** An unexpected error may carry what it choked on: its place in the program is enough. */
function failureReason(error: unknown, failure: Error): string {
  const place = error instanceof Error ? (error.stack?.split('\n').find((line) => /^\s+at /.test(line))?.trim() ?? '') : '';
  return `${failure.message} ${error instanceof Error ? error.name : typeof error} ${place}`;
}

function transmitBy(parts: TransportParts, { tenant, kind, settings, secrets }: OpenChannel, { id, recipient, message }: OutgoingMessage, signal: AbortSignal): Promise<{ status: number | null }> {
  const nowMs = Date.now();
  const nines = URL.canParse(message.url) ? new URL(message.url).origin : '';
  const input: ChannelInput<unknown, unknown> = { settings, secrets, message, recipient, deliveryId: id, nines, nowMs, sha256Hex, hmacSha256Hex };
  switch (kind.transport) {
    case 'http':
      return transmitHttp(parts, kind, input as Parameters<typeof kind.requestOf>[0], signal);
    case 'smtp': {
      const server = kind.settings.parse(settings);
      const mail = kind.mailOf(input as Parameters<typeof kind.mailOf>[0]);
      return transmitMail(parts, { server, password: secrets.password, mail, signal });
    }
    case 'push':
      return sendPush({ ...parts, tenant, recipient, payload: kind.payloadOf(input as Parameters<typeof kind.payloadOf>[0]), nowMs, signal });
  }
}

/** Sends a mail by an SMTP server. Throws OutgoingFailure. */
export async function transmitMail({ policy, log }: Pick<TransportParts, 'policy' | 'log'>, mail: Omit<Parameters<typeof sendMail>[0], 'policy'>): Promise<{ status: number }> {
  const { status, rejected } = await sendMail({ ...mail, policy });
  if (rejected.length > 0) log.warn({ rejected }, 'a mail server refused some of the addresses of a channel');
  return { status };
}

async function transmitHttp({ outgoing }: TransportParts, kind: HttpKind, input: ChannelInput<unknown, Record<string, string | undefined>>, signal: AbortSignal): Promise<{ status: number }> {
  const request = await kind.requestOf(input);
  const hasSecrets = Object.values(input.secrets).some((secret) => secret !== undefined);
  const answer = await outgoing.request({ ...request, hasSecrets, signal });
  const host = new URL(request.url).host;
  const verdict = kind.judge(answer.status, answer.body);
  const failure = failureOfAnswer(answer, host, verdict?.message ?? saidOf(answer), input.nowMs);
  if (failure) throw verdict?.retryAfterMs ? new OutgoingFailure(failure.message, { ...failure, retryAfterMs: verdict.retryAfterMs }) : failure;
  if (verdict) throw new OutgoingFailure(`${host}: ${verdict.message}`, { status: answer.status, ...verdict });
  return { status: answer.status };
}

/** The start of what a service says of a failure; a page for people says nothing. */
function saidOf({ headers, body }: OutgoingAnswer): string {
  return /html/i.test(headers['content-type'] ?? '') || /^\s*</.test(body) ? '' : cutText(oneLine(body.slice(0, 2_000)), 200);
}

function sha256Hex(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function hmacSha256Hex(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}

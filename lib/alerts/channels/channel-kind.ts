import type { z } from 'zod';
import type { AlertMessage, Recipient } from '../notify/schemas';

/** What a channel keeps to itself: one text each. */
type Secrets = Record<string, string | undefined>;

/** What a kind turns into a request. It is pure: time and hashes come in. */
export interface ChannelInput<Settings, Kept> {
  settings: Settings;
  secrets: Kept;
  message: AlertMessage;
  /** The same for each attempt of one delivery. */
  deliveryId: string;
  recipient: Recipient;
  /** Where people reach Nines, without a slash at the end. */
  nines: string;
  nowMs: number;
  sha256Hex: (text: string) => string;
  hmacSha256Hex: (key: string, text: string) => string;
}

export interface ChannelRequest {
  method: 'POST';
  url: string;
  headers: Record<string, string>;
  body: string;
  /** PEM of an authority to trust in place of the public ones. */
  ca?: string | null;
}

/** What a service says of a request in the body of its answer; null when its status says all. */
export interface Verdict {
  message: string;
  isRetryable: boolean;
  retryAfterMs: number | null;
}

export interface Mail {
  to: string[];
  subject: string;
  text: string;
  html: string;
  messageId: string;
  references: string;
  headers: Record<string, string>;
}

/** What the service worker of a browser shows. */
export interface PushPayload {
  title: string;
  body: string;
  /** A notification replaces the one before with the same tag. */
  tag: string;
  url: string;
  acknowledgeUrl: string | null;
  isUrgent: boolean;
  at: number;
}

interface Kind<Settings, Kept extends Secrets> {
  kind: string;
  title: string;
  summary: string;
  settings: z.ZodType<Settings>;
  secrets: z.ZodType<Kept>;
  /** Whether it can reach one named person, and so serves escalations. */
  isPersonal: boolean;
  /** Messages a minute that the service takes. */
  perMinute: number;
  /** Whether sending the same delivery twice shows as one. */
  isIdempotent: boolean;
  /** Whether it opens something elsewhere that a test has to close again. */
  opensIncidents: boolean;
  /** Where settings send the secrets to: stored ones do not follow to another place. */
  destinationOf(settings: Settings): string;
}

export interface HttpKind<Settings = unknown, Kept extends Secrets = Secrets> extends Kind<Settings, Kept> {
  transport: 'http';
  /** Throws AppError `invalid` when a message cannot be made, which no other try would change. */
  requestOf(input: ChannelInput<Settings, Kept>): ChannelRequest | Promise<ChannelRequest>;
  /** For services that answer 200 and mean no, or say more than their status does. */
  judge(status: number, body: string): Verdict | null;
}

export interface MailServer {
  host: string;
  port: number;
  security: 'starttls' | 'tls' | 'none';
  from: string;
  username: string;
  ca: string | null;
}

export interface MailKind<Settings extends MailServer = MailServer, Kept extends { password?: string } = { password?: string }> extends Kind<Settings, Kept & Secrets> {
  transport: 'smtp';
  /** Throws AppError `invalid` when there is no address to send to. */
  mailOf(input: ChannelInput<Settings, Kept & Secrets>): Mail;
}

export interface PushKind<Settings = unknown, Kept extends Secrets = Secrets> extends Kind<Settings, Kept> {
  transport: 'push';
  payloadOf(input: ChannelInput<Settings, Kept>): PushPayload;
}

export type ChannelKind = HttpKind | MailKind | PushKind;

/** Of services whose status says all. */
export const byStatus = (): null => null;

import { z } from 'zod';
import { webAddress } from '@/lib/alerts/channels/web-address';

export const subscriberKinds = ['email', 'webhook'] as const;
type SubscriberKind = (typeof subscriberKinds)[number];

/** What the public may ask for, in the hour and in the day. */
export const subscriberLimits = {
  subscribers: 20_000,
  /** Webhooks of a page that one host has, those that are not confirmed among them. */
  perHost: 20,
  /** Requests to subscribe in an hour: of an IPv4 address or a /64 of IPv6, of a /48 of IPv6, and of a page, by mail and by webhook each. */
  perNetwork: 10,
  perSite: 30,
  perPage: 200,
  /** Requests to confirm that are sent to one mailbox or webhook. */
  perAddress: { hourMs: 3_600_000, day: 3, dayMs: 86_400_000 },
  confirmMs: 48 * 3_600_000,
} as const;

/** One address and nothing else: no list, no name, no line break can come along. */
const Email = z.email('Enter one email address, like name@example.com.').max(254, 'The address is too long.');
const Webhook = webAddress('https', 'http');
const IncidentName = z.string().regex(/^[0-9a-f]{12}$/);

export interface SubscribeRequest {
  kind: SubscriberKind;
  address: string;
  /** The same for all ways to write one address. */
  canonical: string;
  /** The same for addresses that may be of one mailbox, which the limits count as one. */
  mailbox: string;
  /** By its public key; null: all incidents of the page. */
  incident: string | null;
}

/** What somebody wants by a form with `email` or `webhook`, and perhaps `incident`; or the sentence to answer with. */
export function readSubscribeForm(form: { get(name: string): string | null }): SubscribeRequest | { problem: string } {
  const [email, webhook, number] = ['email', 'webhook', 'incident'].map((name) => form.get(name)?.trim() ?? '');
  const incident = number ? IncidentName.safeParse(number).data : null;
  if (incident === undefined) return { problem: 'There is no incident with this key.' };
  if (email) {
    const parsed = Email.safeParse(email);
    return parsed.success ? { kind: 'email', address: parsed.data, canonical: parsed.data.toLowerCase(), mailbox: mailboxOf(parsed.data), incident } : { problem: parsed.error.issues[0]?.message ?? '' };
  }
  if (!webhook) return { problem: 'Enter an email address, or the address of a webhook.' };
  const parsed = Webhook.safeParse(webhook);
  if (!parsed.success) return { problem: 'Enter the address of a webhook, like https://example.com/status, without a user, a password or a fragment.' };
  const { href } = new URL(parsed.data);
  return { kind: 'webhook', address: href, canonical: href, mailbox: href, incident };
}

/** Many providers deliver what is after a plus, and any dots before it, to one mailbox. */
function mailboxOf(address: string): string {
  const [local = '', domain = ''] = address.toLowerCase().split('@');
  return `${(local.split('+')[0] ?? '').replaceAll('.', '')}@${domain}`;
}

/** The host of a webhook without its port, the same for all ways to write it. Throws TypeError for what is no URL. */
export function webhookHost(address: string): string {
  return new URL(address).hostname.replace(/\.+$/, '');
}

/** A token of 256 bits as links have it; null for what cannot be one. */
export function readToken(text: string | null | undefined): string | null {
  return typeof text === 'string' && /^[A-Za-z0-9_-]{43}$/.test(text) ? text : null;
}

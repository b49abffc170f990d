import { z } from 'zod';
import { webAddress } from '@/lib/alerts/channels/web-address';

export const subscriberKinds = ['email', 'webhook'] as const;
type SubscriberKind = (typeof subscriberKinds)[number];

/** What the public may ask for, in the hour and in the day. */
export const subscriberLimits = {
  subscribers: 20_000,
  /** Requests to subscribe in an hour. */
  perNetwork: 10,
  perPage: 200,
  /** Requests to confirm that are sent to one address. */
  perAddress: { hourMs: 3_600_000, day: 3, dayMs: 86_400_000 },
  confirmMs: 48 * 3_600_000,
} as const;

/** One address and nothing else: no list, no name, no line break can come along. */
const Email = z.email('Enter one email address, like name@example.com.').max(254, 'The address is too long.');
const Webhook = webAddress('https', 'http');
const IncidentNumber = z.string().regex(/^[1-9]\d{0,8}$/).transform(Number);

export interface SubscribeRequest {
  kind: SubscriberKind;
  address: string;
  /** The same for all ways to write one address. */
  canonical: string;
  /** Null: all incidents of the page. */
  incident: number | null;
}

/** What somebody wants by a form with `email` or `webhook`, and perhaps `incident`; or the sentence to answer with. */
export function readSubscribeForm(form: { get(name: string): string | null }): SubscribeRequest | { problem: string } {
  const [email, webhook, number] = ['email', 'webhook', 'incident'].map((name) => form.get(name)?.trim() ?? '');
  const incident = number ? IncidentNumber.safeParse(number).data : null;
  if (incident === undefined) return { problem: 'There is no incident with this number.' };
  if (email) {
    const parsed = Email.safeParse(email);
    return parsed.success ? { kind: 'email', address: parsed.data, canonical: parsed.data.toLowerCase(), incident } : { problem: parsed.error.issues[0]?.message ?? '' };
  }
  if (!webhook) return { problem: 'Enter an email address, or the address of a webhook.' };
  const parsed = Webhook.safeParse(webhook);
  if (!parsed.success) return { problem: 'Enter the address of a webhook, like https://example.com/status, without a user, a password or a fragment.' };
  const { href } = new URL(parsed.data);
  return { kind: 'webhook', address: href, canonical: href, incident };
}

/** A token of 256 bits as links have it; null for what cannot be one. */
export function readToken(text: string | null | undefined): string | null {
  return typeof text === 'string' && /^[A-Za-z0-9_-]{43}$/.test(text) ? text : null;
}

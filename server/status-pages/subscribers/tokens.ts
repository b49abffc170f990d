import { createHash, createHmac } from 'node:crypto';
import type { Sealer } from '@/server/secrets/sealed';

/**
 * The tokens of a subscription: 256 bits each, which are nowhere stored but by their hash. They are made of the subscription's id by a key of this installation (HMAC, RFC 2104), so
 * that each message can have the same links.
 */
export interface SubscriberTokens {
  confirmOf(subscriberId: string): string;
  leaveOf(subscriberId: string): string;
}

export function createSubscriberTokens(sealer: Pick<Sealer, 'derive'>): SubscriberTokens {
  const key = sealer.derive('status page subscribers');
  const tokenOf = (purpose: string, id: string) => createHmac('sha256', key).update(`${purpose} ${id}`).digest('base64url');
  return { confirmOf: (id) => tokenOf('confirm', id), leaveOf: (id) => tokenOf('leave', id) };
}

/** As the table knows a token. */
export function hashSubscriberToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/** As the table knows an address: the same for all ways to write it. */
export function hashAddress(kind: string, canonical: string): string {
  return createHash('sha256').update(`${kind}\n${canonical}`).digest('base64url');
}

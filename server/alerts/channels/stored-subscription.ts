import { createHash } from 'node:crypto';
import { PushSubscriptionInput } from '@/lib/alerts/channels/schemas';
import type { Sealer } from '@/server/secrets/sealed';

/** SHA-256 in hexadecimal digits. The endpoint itself is kept sealed: it is an address that only the browser's owner should know. */
export function endpointHashOf(endpoint: string): string {
  return createHash('sha256').update(endpoint).digest('hex');
}

function contextOf(tenantId: string, endpointHash: string): string {
  return `push_subscriptions ${tenantId} ${endpointHash}`;
}

export function sealSubscription(sealer: Sealer, tenantId: string, { endpoint, keys }: PushSubscriptionInput): string {
  return sealer.seal(JSON.stringify({ endpoint, keys }), contextOf(tenantId, endpointHashOf(endpoint)));
}

/** Throws AppError `unavailable` when it was sealed by another key. */
export function openSubscription(sealer: Sealer, tenantId: string, endpointHash: string, sealed: string): PushSubscriptionInput {
  return PushSubscriptionInput.parse(JSON.parse(sealer.open(sealed, contextOf(tenantId, endpointHash))));
}

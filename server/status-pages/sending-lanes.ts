import { deliveryLimits } from '@/lib/alerts/notify/retry';
import { webhookHost } from '@/lib/status-pages/subscribers';

interface LaneLimits {
  atOnce: number;
  atOncePerPage: number;
  tries: number;
  timeoutMs: number;
}

/** What is sent at once is counted apart, so that webhooks of strangers that never answer hold up neither mail nor webhooks that somebody confirmed. */
export const lanes = {
  mail: { atOnce: 20, atOncePerPage: 10, tries: deliveryLimits.attempts, timeoutMs: 20_000 },
  webhook: { atOnce: 20, atOncePerPage: 10, tries: deliveryLimits.attempts, timeoutMs: 10_000 },
  /** Requests to webhooks that nobody confirmed yet. */
  request: { atOnce: 2, atOncePerPage: 2, tries: 3, timeoutMs: 5_000 },
} as const satisfies Record<string, LaneLimits>;

export type Lane = keyof typeof lanes;
/** In the order in which they are filled. */
export const laneNames = ['mail', 'webhook', 'request'] as const satisfies readonly Lane[];
export const mostAtOncePerHost = 2;

interface LaneMessage {
  isRequest: boolean;
  subscriber: { kind: 'email' | 'webhook'; address: string };
}

export function laneOf({ isRequest, subscriber }: LaneMessage): Lane {
  if (subscriber.kind === 'email') return 'mail';
  return isRequest ? 'request' : 'webhook';
}

/** Null for mail: it goes to the mail server of the page. */
export function hostOf({ subscriber }: LaneMessage): string | null {
  return subscriber.kind === 'webhook' ? webhookHost(subscriber.address) : null;
}

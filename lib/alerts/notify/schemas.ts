import { z } from 'zod';
import { AlertMatchers, timeMs } from '../schemas';

const duration = z.number().int().min(0).max(30 * 86_400_000);

export interface Route {
  id: string;
  name: string;
  matchers: z.infer<typeof AlertMatchers>;
  /** Label names whose values make a group, or `...` for every alert alone; null takes over the parent's. */
  groupBy: string[] | null;
  /** How long a new group waits for more alerts before its first message; null takes over the parent's, as below. */
  groupWaitMs: number | null;
  /** How long until a message about alerts that joined or left the group. */
  groupIntervalMs: number | null;
  /** How long until an unchanged group is told again. */
  repeatIntervalMs: number | null;
  /** Null takes over the parent's; an empty list tells nobody. */
  channelIds: string[] | null;
  /** Null takes over the parent's; 'none' escalates to nobody. */
  escalationPolicyId: string | null;
  /** Whether siblings after a match are asked too. */
  continue: boolean;
  routes: Route[];
}

export const routeLimits = { depth: 8, nodes: 200 } as const;

/** As Alertmanager's tree: an alert goes down to the deepest node that matches. Written out to its greatest depth, so that no input can make it recurse further. */
export const Route: z.ZodType<Route> = routeAt(1);

function routeAt(depth: number): z.ZodType<Route> {
  const below = depth < routeLimits.depth ? z.array(routeAt(depth + 1)).max(routeLimits.nodes) : z.array(z.never()).max(0, `Routes can be nested ${routeLimits.depth} deep.`);
  return z.strictObject({
    id: z.string().min(1).max(64),
    name: z.string().trim().max(200),
    matchers: AlertMatchers,
    groupBy: z.array(z.string().min(1).max(128)).max(20).nullable(),
    groupWaitMs: duration.nullable(),
    groupIntervalMs: duration.nullable(),
    repeatIntervalMs: duration.nullable(),
    channelIds: z.array(z.uuid()).max(50).nullable(),
    escalationPolicyId: z.union([z.uuid(), z.literal('none')]).nullable(),
    continue: z.boolean(),
    routes: below,
  });
}

/** Of the root where it names none: the first message leaves within a second or two of the fault. */
export const routeDefaults = { groupBy: ['alertname'], groupWaitMs: 1_000, groupIntervalMs: 60_000, repeatIntervalMs: 4 * 3_600_000 } as const;

export const defaultRoute: Route = {
  id: 'root', name: 'Everything', matchers: [], groupBy: null, groupWaitMs: null, groupIntervalMs: null, repeatIntervalMs: null,
  channelIds: [], escalationPolicyId: 'none', continue: false, routes: [],
};

const messageKinds = ['fire', 'update', 'repeat', 'resolve', 'escalate', 'acknowledge', 'test'] as const;
export type MessageKind = (typeof messageKinds)[number];

const MessageAlert = z.strictObject({
  id: z.uuid(),
  fingerprint: z.string(),
  name: z.string(),
  severity: z.enum(['critical', 'warning', 'info']),
  state: z.enum(['firing', 'acknowledged', 'resolved']),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
  value: z.number().nullable(),
  startsAt: timeMs,
  resolvedAt: timeMs.nullable(),
  runbookUrl: z.string().nullable(),
  url: z.string(),
});

/** What a channel tells. It is complete: a channel looks nothing up. */
export const AlertMessage = z.strictObject({
  kind: z.enum(messageKinds),
  at: timeMs,
  tenant: z.string(),
  title: z.string().describe('One line: what is wrong'),
  text: z.string().describe('A few lines more'),
  severity: z.enum(['critical', 'warning', 'info']),
  state: z.enum(['firing', 'acknowledged', 'resolved']).describe('resolved when nothing of the group fires any more'),
  groupKey: z.string().describe('The same for all messages about one group: the key of threads and incidents elsewhere'),
  groupLabels: z.record(z.string(), z.string()),
  counts: z.strictObject({ firing: z.number().int(), resolved: z.number().int() }),
  alerts: z.array(MessageAlert).max(50).describe('The worst and newest first; the counts tell of all'),
  url: z.string().describe('Where Nines shows the group'),
  acknowledgeUrl: z.string().nullable(),
  resolveUrl: z.string().nullable(),
  reason: z.string().describe('Why this recipient gets it, as a sentence'),
});
export type AlertMessage = z.infer<typeof AlertMessage>;

export const deliveryStates = ['queued', 'sending', 'retrying', 'delivered', 'dead', 'dropped'] as const;

export const Recipient = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('channel'), name: z.string() }),
  z.strictObject({ kind: z.literal('user'), userId: z.uuid(), name: z.string(), address: z.string() }),
]);
export type Recipient = z.infer<typeof Recipient>;

export const DeliveryView = z.strictObject({
  id: z.uuid(),
  state: z.enum(deliveryStates),
  kind: z.enum(messageKinds),
  channel: z.strictObject({ id: z.uuid().nullable().describe('Null when it was deleted'), name: z.string(), kind: z.string() }),
  recipient: Recipient,
  title: z.string(),
  reason: z.string(),
  groupKey: z.string(),
  alertIds: z.array(z.uuid()).describe('Of what it tells of the first 100'),
  alertCount: z.number().int().describe('How many alerts it tells of'),
  createdAt: timeMs,
  deliveredAt: timeMs.nullable(),
  nextAttemptAt: timeMs.nullable(),
  lastError: z.string().nullable(),
  attempts: z.array(
    z.strictObject({ at: timeMs, durationMs: z.number(), status: z.number().int().nullable(), outcome: z.enum(['delivered', 'retry', 'failed', 'unknown']), error: z.string().nullable() }),
  ),
});
export type DeliveryView = z.infer<typeof DeliveryView>;

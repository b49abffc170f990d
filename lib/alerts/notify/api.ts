import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';
import { Labels, timeMs } from '../schemas';
import { deliveryStates, DeliveryView, Route } from './schemas';

const Routing = z.strictObject({
  version: z.number().int().describe('0 where nothing is stored yet and the default applies'),
  root: Route,
  updatedAt: timeMs.nullable(),
});
export type Routing = z.infer<typeof Routing>;

export const readNotificationRouting = endpoint({
  method: 'GET',
  path: '/api/monitoring/notification-routing',
  permission: 'monitoring.read',
  summary: 'The routing tree: which alerts are told where',
  response: Routing,
});

export const updateNotificationRouting = endpoint({
  method: 'PUT',
  path: '/api/monitoring/notification-routing',
  permission: 'monitoring.config.update',
  summary: 'Replace the routing tree; alerts that fire are told to whoever it names now, their end also to whoever got the fire',
  body: z.strictObject({ version: z.number().int().min(0).describe('The version that the change was made from'), root: Route }),
  response: Routing,
});

const Named = z.strictObject({ id: z.string(), name: z.string() });
const TriedRoute = z.strictObject({
  path: z.array(z.strictObject({ id: z.string(), name: z.string(), matchers: z.string() })).describe('From the root to the route that takes it'),
  reason: z.string(),
  groupKey: z.string(),
  groupLabels: Labels,
  groupWaitMs: z.number().int(),
  groupIntervalMs: z.number().int(),
  repeatIntervalMs: z.number().int(),
  policy: Named.nullable(),
  recipients: z.array(z.strictObject({ name: z.string(), channel: Named, isPerson: z.boolean(), reason: z.string() })).describe('Who would be told at once'),
  later: z.array(z.strictObject({ afterMs: z.number().int(), names: z.array(z.string()) })).describe('Who would be told by the later steps of the policy, as things are now'),
  problems: z.array(z.string()).describe('Why somebody who is named would not be told'),
});
export type TriedRoute = z.infer<typeof TriedRoute>;

export const testNotificationRouting = endpoint({
  method: 'POST',
  path: '/api/monitoring/notification-routing/test',
  permission: 'monitoring.read',
  summary: 'Which way an alert with these labels would go, and who would be told now',
  body: z.strictObject({ labels: Labels, root: Route.optional().describe('A tree to try; the stored one when it is left out') }),
  response: z.strictObject({ routes: z.array(TriedRoute) }),
});

const time = z.coerce.number().int();
const counts = z.strictObject(Object.fromEntries(deliveryStates.map((state) => [state, z.number().int()])) as Record<(typeof deliveryStates)[number], z.ZodNumber>);

export const listDeliveries = endpoint({
  method: 'GET',
  path: '/api/monitoring/deliveries',
  permission: 'monitoring.read',
  summary: 'What was sent, is being sent, or could not be, the newest first',
  query: z.strictObject({
    state: z.string().max(100).transform((text) => text.split(',')).pipe(z.array(z.enum(deliveryStates)).min(1).max(deliveryStates.length)).optional().describe('Some of queued, sending, retrying, delivered, dead, dropped'),
    channelId: z.uuid().optional(),
    alertId: z.uuid().optional(),
    from: time.optional().describe('Only those made at or after this time, in milliseconds since 1970'),
    to: time.optional().describe('Only those made before this time'),
    cursor: z.string().max(200).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  }),
  response: z.strictObject({ deliveries: z.array(DeliveryView), nextCursor: z.string().nullable(), counts: counts.describe('Of the last 30 days, whatever the filters'), at: timeMs }),
});

export const resendDelivery = endpoint({
  method: 'POST',
  path: '/api/monitoring/deliveries/{id}/resend',
  permission: 'monitoring.write',
  summary: 'Send a message again that could not be delivered or was dropped',
  params: z.strictObject({ id: z.uuid('The id of a delivery.') }),
  body: z.strictObject({}),
  response: DeliveryView,
});

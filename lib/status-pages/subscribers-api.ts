import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { endpoint } from '@/lib/endpoint';
import { subscriberKinds } from './subscribers';

const path = '/api/monitoring/status-page/subscribers';

const SubscriberView = z.strictObject({
  id: z.uuid(),
  kind: z.enum(subscriberKinds),
  address: z.string().nullable().describe('Null for who may not read it: that takes monitoring.config.read'),
  incident: z.number().int().nullable().describe('The number of the one incident that it is about; null: all of them'),
  createdAt: timeMs.describe('When it was asked for last'),
  confirmedAt: timeMs.nullable().describe('Null: nothing is sent yet'),
  lastError: z.string().nullable().describe('Why the last message did not arrive; hidden as the address is'),
});
export type SubscriberView = z.infer<typeof SubscriberView>;

export const listSubscribers = endpoint({
  method: 'GET', path, permission: 'monitoring.read', summary: 'Who is told of posts of the status page, the newest first',
  query: z.strictObject({ cursor: z.string().max(100).optional(), limit: z.coerce.number().int().min(1).max(200).default(50) }),
  response: z.strictObject({
    subscribers: z.array(SubscriberView), nextCursor: z.string().nullable(),
    counts: z.strictObject({ email: z.number().int(), webhook: z.number().int(), waiting: z.number().int().describe('Not confirmed yet') }).describe('The first two are confirmed'),
  }),
});
export const removeSubscriber = endpoint({
  method: 'DELETE', path: `${path}/{id}`, permission: 'monitoring.config.update', summary: 'End a subscription: what waits for it is not sent', params: z.strictObject({ id: z.uuid() }), response: z.strictObject({ deleted: z.literal(true) }),
});
export const exportSubscribers = endpoint({
  method: 'GET', path: `${path}/export`, permission: 'monitoring.config.read', summary: 'All subscribers as CSV; the audit trail keeps who took them', response: z.strictObject({ csv: z.string(), fileName: z.string() }),
});

import { z } from 'zod';
import { endpoint } from '@/lib/endpoint';
import { ChannelDraft, ChannelKindView, ChannelTestResult, ChannelView, PushSubscriptionInput, PushSubscriptionView } from './schemas';

const ChannelId = z.strictObject({ id: z.uuid('The id of a channel.') });
const version = z.number().int().min(1).describe('The version that the change was made from');

export const listChannelKinds = endpoint({
  method: 'GET',
  path: '/api/monitoring/channel-kinds',
  permission: 'monitoring.read',
  summary: 'What channels there can be, with the schema of their settings',
  response: z.strictObject({ kinds: z.array(ChannelKindView) }),
});

export const listChannels = endpoint({
  method: 'GET',
  path: '/api/monitoring/channels',
  permission: 'monitoring.read',
  summary: 'Every notification channel, without its secrets',
  response: z.strictObject({ channels: z.array(ChannelView) }),
});

export const createChannel = endpoint({
  method: 'POST',
  path: '/api/monitoring/channels',
  permission: 'monitoring.config.update',
  summary: 'Create a notification channel',
  body: ChannelDraft,
  response: ChannelView,
});

export const readChannel = endpoint({
  method: 'GET',
  path: '/api/monitoring/channels/{id}',
  permission: 'monitoring.read',
  summary: 'One notification channel, without its secrets',
  params: ChannelId,
  response: ChannelView,
});

export const updateChannel = endpoint({
  method: 'PUT',
  path: '/api/monitoring/channels/{id}',
  permission: 'monitoring.config.update',
  summary: 'Replace a notification channel; secrets that are left out stay, as long as they go to the same place',
  params: ChannelId,
  body: z.strictObject({ version, channel: ChannelDraft }),
  response: ChannelView,
});

export const deleteChannel = endpoint({
  method: 'DELETE',
  path: '/api/monitoring/channels/{id}',
  permission: 'monitoring.config.update',
  summary: 'Delete a notification channel',
  params: ChannelId,
  query: z.strictObject({
    version: z.coerce.number().int().min(1).optional().describe('Delete only this version'),
    force: z.enum(['true', 'false']).default('false').describe('Delete it even while a route or an escalation policy names it'),
  }),
  response: z.strictObject({ deleted: z.literal(true) }),
});

export const testChannel = endpoint({
  method: 'POST',
  path: '/api/monitoring/channels/{id}/test',
  permission: 'monitoring.config.update',
  summary: 'Send a test message now',
  params: ChannelId,
  body: z.strictObject({}),
  response: ChannelTestResult,
});

export const testUnsavedChannel = endpoint({
  method: 'POST',
  path: '/api/monitoring/channels/test',
  permission: 'monitoring.config.update',
  summary: 'Send a test message by a channel that is not saved',
  body: z.strictObject({ channel: ChannelDraft, id: z.uuid().optional().describe('A stored channel whose secrets stand for those left out') }),
  response: ChannelTestResult,
});

export const listPushSubscriptions = endpoint({
  method: 'GET',
  path: '/api/monitoring/push-subscriptions',
  permission: 'monitoring.read',
  summary: 'The key for subscribing a browser, and the browsers of the caller that are subscribed',
  response: z.strictObject({ publicKey: z.string().describe('applicationServerKey in base64url'), subscriptions: z.array(PushSubscriptionView) }),
});

export const createPushSubscription = endpoint({
  method: 'POST',
  path: '/api/monitoring/push-subscriptions',
  permission: 'monitoring.read',
  summary: 'Send notifications to this browser of the caller',
  body: PushSubscriptionInput,
  response: PushSubscriptionView,
});

export const deletePushSubscription = endpoint({
  method: 'DELETE',
  path: '/api/monitoring/push-subscriptions',
  permission: 'monitoring.read',
  summary: 'Send no more notifications to this browser of the caller',
  body: z.strictObject({ endpoint: z.string().max(2_000) }),
  response: z.strictObject({ deleted: z.literal(true) }),
});

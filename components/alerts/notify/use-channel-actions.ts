'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { deleteChannel, testChannel, updateChannel } from '@/lib/alerts/channels/api';
import type { ChannelView } from '@/lib/alerts/channels/schemas';
import { updateNotificationRouting } from '@/lib/alerts/notify/api';
import { channelsKey, routingKey, routingQuery } from './notify-queries';

/** Switches a channel off or on: shown at once, and taken back when the server refuses. */
export function useSwitchChannel() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version, name, kind, isEnabled, settings }: ChannelView) =>
      callEndpoint(updateChannel, { params: { id }, body: { version, channel: { name, kind, settings, isEnabled: !isEnabled } } }),
    onMutate: async ({ id }) => {
      await queries.cancelQueries({ queryKey: channelsKey });
      const before = queries.getQueryData<{ channels: ChannelView[] }>(channelsKey);
      if (before) queries.setQueryData(channelsKey, { channels: before.channels.map((each) => (each.id === id ? { ...each, isEnabled: !each.isEnabled } : each)) });
      return before;
    },
    onError: (_error, _channel, before) => before && queries.setQueryData(channelsKey, before),
    onSettled: () => queries.invalidateQueries({ queryKey: channelsKey }),
  });
}

/** Sends a test message; a service may take its time. */
export function useTestChannel() {
  return useMutation({ mutationFn: ({ id }: ChannelView) => callEndpoint(testChannel, { params: { id }, body: {}, timeoutMs: 40_000 }) });
}

export function useDeleteChannel(onDeleted: () => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ id, version }: ChannelView) => callEndpoint(deleteChannel, { params: { id }, query: { version, force: 'true' } }),
    onSuccess: async () => {
      onDeleted();
      await queries.invalidateQueries({ queryKey: channelsKey });
    },
  });
}

/** Makes the first route tell a channel of every alert that no other route takes. */
export function useSendEverything() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (channelId: string) => {
      const { version, root } = await queries.fetchQuery({ ...routingQuery(), staleTime: 0 });
      return callEndpoint(updateNotificationRouting, { body: { version, root: { ...root, channelIds: [...(root.channelIds ?? []), channelId] } } });
    },
    onSuccess: (routing) => queries.setQueryData(routingKey, routing),
  });
}

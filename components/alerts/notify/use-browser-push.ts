'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { createPushSubscription, deletePushSubscription } from '@/lib/alerts/channels/api';
import { PushSubscriptionInput } from '@/lib/alerts/channels/schemas';
import { AppError } from '@/lib/errors';
import { pushKey, pushQuery } from './notify-queries';
import { hashOf, ownSubscription, pushSupport, subscribeBrowser, type PushSupport } from './push-browser';

interface ThisBrowser {
  support: PushSupport;
  /** Of the subscription, as the server names it; null without one. */
  hash: string | null;
}

const browserKey = ['this browser'] as const;

/** This browser as one that Nines pushes to. Permission is asked for by `subscribe` alone, which a press has to call. */
export function useBrowserPush() {
  const queries = useQueryClient();
  const known = useQuery(pushQuery());
  const browser = useQuery({ queryKey: browserKey, queryFn: lookAtBrowser, staleTime: 0, retry: false });
  const onSettled = () => Promise.all([queries.invalidateQueries({ queryKey: pushKey }), queries.invalidateQueries({ queryKey: browserKey })]);
  const subscribe = useMutation({
    mutationFn: async () => {
      const subscription = await subscribeBrowser(known.data?.publicKey ?? '').catch((cause: unknown) => {
        throw new AppError('unavailable', `The browser could not be subscribed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
      });
      if (!subscription) throw new AppError('forbidden', 'The browser was not allowed to show notifications. Allow them for this site in its settings, and try again.');
      return callEndpoint(createPushSubscription, { body: PushSubscriptionInput.parse(subscription.toJSON()) });
    },
    onSettled,
  });
  const unsubscribe = useMutation({
    mutationFn: async () => {
      const subscription = await ownSubscription();
      if (!subscription) return;
      await callEndpoint(deletePushSubscription, { body: { endpoint: subscription.endpoint } });
      await subscription.unsubscribe();
    },
    onSettled,
  });
  const isSubscribed = known.data?.subscriptions.some(({ endpointHash }) => endpointHash === browser.data?.hash) ?? false;
  return { known, browser, subscribe, unsubscribe, isSubscribed };
}

async function lookAtBrowser(): Promise<ThisBrowser> {
  const support = pushSupport();
  if (support !== 'ready') return { support, hash: null };
  const endpoint = (await ownSubscription())?.endpoint ?? null;
  return { support, hash: endpoint === null ? null : await hashOf(endpoint) };
}

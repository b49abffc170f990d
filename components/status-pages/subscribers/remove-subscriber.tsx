'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callEndpoint } from '@/components/api-client';
import { Button } from '@/components/ui/button';
import { messageOf } from '@/lib/errors';
import { removeSubscriber, type SubscriberView } from '@/lib/status-pages/subscribers-api';
import { hiddenAddress } from './subscriber-row';
import { subscribersKey } from './subscriber-queries';

/** Only the subscriber can undo it, so that it is asked for. */
export function RemoveSubscriber({ subscriber: { id, address }, onDone }: { subscriber: SubscriberView; onDone: () => void }) {
  const queries = useQueryClient();
  const removal = useMutation({
    mutationFn: () => callEndpoint(removeSubscriber, { params: { id } }),
    onSuccess: onDone,
    onSettled: () => queries.invalidateQueries({ queryKey: subscribersKey }),
  });
  return (
    <div className="flex flex-col gap-4 text-sm">
      <p className="break-words">
        {address ?? hiddenAddress} is told of nothing more, also not of what waits to be sent. Only by subscribing and confirming again can that be undone.
      </p>
      {removal.isError ? (
        <p role="alert" className="text-critical">
          It could not be removed. {messageOf(removal.error)}
        </p>
      ) : null}
      <Button look="primary" size="large" data-first pending={removal.isPending} onClick={() => removal.mutate()}>
        Remove
      </Button>
    </div>
  );
}

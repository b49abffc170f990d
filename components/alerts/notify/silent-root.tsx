'use client';

import { Plus } from 'lucide-react';
import Link from 'next/link';
import { Button, buttonStyle } from '@/components/ui/button';
import { useCanEdit } from '@/components/ui/managed';
import { StateIcon } from '@/components/ui/state';
import type { ChannelView } from '@/lib/alerts/channels/schemas';
import { messageOf } from '@/lib/errors';
import { useSendEverything } from './use-channel-actions';

interface SilentRootProps {
  channels: readonly Pick<ChannelView, 'id' | 'name' | 'isEnabled'>[];
  isAllowed: boolean;
}

const offered = 4;

/** Nobody is told of what no route takes; one press changes that. */
export function SilentRoot({ channels, isAllowed }: SilentRootProps) {
  const canRoute = useCanEdit('routing', isAllowed);
  const canAdd = useCanEdit('channels', isAllowed);
  const send = useSendEverything();
  const usable = channels.filter(({ isEnabled }) => isEnabled);
  return (
    <section aria-label="Nobody is told" className="flex flex-col gap-3 rounded-base border border-critical-fill bg-critical-soft p-4 sm:flex-row sm:items-center sm:justify-between">
      <div className="flex min-w-0 items-start gap-3">
        <StateIcon state="critical" className="mt-1" />
        <div className="min-w-0">
          <h2 className="text-base font-semibold">Nobody is told of alerts that no route takes</h2>
          <p className="text-sm">
            {usable.length > 0 ? 'They are shown in Nines and nowhere else.' : 'They are shown in Nines and nowhere else. Add a channel, such as email, Slack or a webhook.'}
            {isAllowed ? '' : ' An owner or admin can change that.'}
          </p>
          {send.isError ? (
            <p role="alert" className="text-sm text-critical">
              Nothing was changed. {messageOf(send.error)}
            </p>
          ) : null}
        </div>
      </div>
      {usable.length === 0 ? !canAdd ? null : (
        <Link href="/notifications/channels/new" className={buttonStyle({ look: 'primary', className: 'shrink-0' })}>
          <Plus aria-hidden className="size-4" />
          Add a channel
        </Link>
      ) : !canRoute ? null : (
        <div className="flex min-w-0 flex-wrap gap-2 sm:shrink-0">
          {usable.slice(0, offered).map(({ id, name }) => (
            <Button key={id} look={usable.length === 1 ? 'primary' : 'plain'} className="max-w-full" disabled={send.isPending} onClick={() => send.mutate(id)}>
              <span className="truncate">Send every alert to {name}</span>
            </Button>
          ))}
        </div>
      )}
    </section>
  );
}

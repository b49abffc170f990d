'use client';

import { CirclePause, Eye, Pause, Pencil, Play, Send, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { Since } from '@/components/time/since';
import { Button, buttonStyle } from '@/components/ui/button';
import { StateIcon } from '@/components/ui/state';
import type { ChannelView } from '@/lib/alerts/channels/schemas';
import type { State } from '@/lib/health/vitals';
import { messageOf } from '@/lib/errors';
import { circuitInWords } from './circuit-words';
import { TestedChannel } from './tested-channel';
import { useSwitchChannel, useTestChannel } from './use-channel-actions';

interface ChannelRowProps {
  channel: ChannelView;
  nowMs: number;
  canTest: boolean;
  canEdit: boolean;
  onDelete: () => void;
}

/** A channel: whether it works, what it sent last, and what can be done with it. */
export function ChannelRow({ channel, nowMs, canTest, canEdit, onDelete }: ChannelRowProps) {
  const change = useSwitchChannel();
  const trial = useTestChannel();
  const { name, title, isEnabled, isPersonal } = channel;
  const paused = circuitInWords(channel, nowMs);
  return (
    <li data-channel={name} className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-col gap-3 sm:flex-row sm:items-start sm:justify-between">
        <div className="flex min-w-0 items-start gap-3">
          {isEnabled ? <StateIcon state={stateOf(channel, paused)} className="mt-0.5" /> : <CirclePause aria-hidden className="mt-0.5 size-4 shrink-0 text-muted" />}
          <div className="flex min-w-0 flex-col gap-0.5">
            <h2 className="text-sm font-medium break-words">{name}</h2>
            <p className="text-xs text-muted">
              {[title, isEnabled ? null : 'off', isPersonal ? 'reaches people of escalations' : null].filter(Boolean).join(' · ')}
            </p>
            <Last channel={channel} isPaused={paused !== null && isEnabled} nowMs={nowMs} />
            {paused && isEnabled ? <p className="text-xs break-words text-critical">{paused}</p> : null}
          </div>
        </div>
        {canTest ? (
          <div className="flex gap-1 sm:-mr-2 sm:shrink-0">
            <Button pending={trial.isPending} aria-label={`Test ${name}`} onClick={() => trial.mutate(channel)}>
              {trial.isPending ? null : <Send aria-hidden className="size-4" />}
              Test
            </Button>
            {canEdit ? (
              <Button look="quiet" size="icon" aria-label={`Switch ${name} ${isEnabled ? 'off' : 'on'}`} title={isEnabled ? 'Switch off' : 'Switch on'} pending={change.isPending} onClick={() => change.mutate(channel)}>
                {change.isPending ? null : isEnabled ? <Pause aria-hidden className="size-4 text-muted" /> : <Play aria-hidden className="size-4 text-muted" />}
              </Button>
            ) : null}
            <Link href={`/notifications/channels/${channel.id}`} aria-label={canEdit ? `Edit ${name}` : `Look at ${name}`} title={canEdit ? 'Edit' : 'Look at'} className={buttonStyle({ look: 'quiet', size: 'icon' })}>
              {canEdit ? <Pencil aria-hidden className="size-4 text-muted" /> : <Eye aria-hidden className="size-4 text-muted" />}
            </Link>
            {canEdit ? (
              <Button look="quiet" size="icon" aria-label={`Delete ${name}`} title="Delete" onClick={onDelete}>
                <Trash2 aria-hidden className="size-4 text-muted" />
              </Button>
            ) : null}
          </div>
        ) : null}
      </div>
      {trial.data && !trial.isPending ? <TestedChannel result={trial.data} /> : null}
      {trial.isError || change.isError ? (
        <p role="alert" className="text-sm break-words text-critical">
          {messageOf(trial.error ?? change.error)}
        </p>
      ) : null}
    </li>
  );
}

function Last({ channel: { lastDelivery, lastFailure }, isPaused, nowMs }: { channel: ChannelView; isPaused: boolean; nowMs: number }) {
  const isFailing = lastFailure !== null && lastFailure.at > (lastDelivery?.at ?? 0);
  return (
    <>
      <p className="text-xs break-words text-muted">
        {lastDelivery ? (
          <>
            Last delivered <Since atMs={lastDelivery.at} nowMs={nowMs} form="ago" />: {lastDelivery.title}
          </>
        ) : (
          'Nothing delivered yet'
        )}
      </p>
      {lastFailure && !isPaused ? (
        <p className={isFailing ? 'text-xs break-words text-critical' : 'text-xs break-words text-muted'}>
          Last failed <Since atMs={lastFailure.at} nowMs={nowMs} form="ago" />: {lastFailure.error}
        </p>
      ) : null}
    </>
  );
}

function stateOf({ lastDelivery, lastFailure }: ChannelView, paused: string | null): State {
  if (paused) return 'critical';
  if (lastFailure && lastFailure.at > (lastDelivery?.at ?? 0)) return 'warning';
  return lastDelivery ? 'ok' : 'unknown';
}

'use client';

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ChevronRight, RotateCw } from 'lucide-react';
import Link from 'next/link';
import { attemptInWords, deliveryState, messageWord, recipientOf } from '@/components/alerts/delivery-words';
import { callEndpoint } from '@/components/api-client';
import { formatAbsolute, formatDuration } from '@/components/time/format';
import { Since } from '@/components/time/since';
import { useZone } from '@/components/time/zone';
import { Button } from '@/components/ui/button';
import { StateIcon } from '@/components/ui/state';
import { resendDelivery } from '@/lib/alerts/notify/api';
import type { DeliveryView } from '@/lib/alerts/notify/schemas';
import { messageOf } from '@/lib/errors';
import { logKey } from './notify-queries';

interface LogRowProps {
  delivery: DeliveryView;
  nowMs: number;
  canResend: boolean;
}

/** One message to one recipient; opened it shows every attempt. */
export function LogRow({ delivery, nowMs, canResend }: LogRowProps) {
  const queries = useQueryClient();
  const resend = useMutation({
    mutationFn: () => callEndpoint(resendDelivery, { params: { id: delivery.id }, body: {} }),
    onSettled: () => queries.invalidateQueries({ queryKey: logKey }),
  });
  const { state, word } = deliveryState(delivery);
  const isLost = delivery.state === 'dead' || delivery.state === 'dropped';
  return (
    <li data-delivery={delivery.kind} data-state={delivery.state} className="min-w-0">
      <details className="group min-w-0">
        <summary className="flex min-h-14 list-none items-start gap-3 px-4 py-3 hover:bg-sunken focus-visible:-outline-offset-2 [&::-webkit-details-marker]:hidden">
          <StateIcon state={state} className="mt-0.5" />
          <span className="flex min-w-0 flex-1 flex-col gap-0.5">
            <span className="text-sm font-medium break-words">{delivery.title}</span>
            <span className="text-xs break-words text-muted">
              {messageWord[delivery.kind]} to {recipientOf(delivery)}
              {delivery.recipient.name === delivery.channel.name ? '' : ` by ${delivery.channel.name}`} · <span className={state === 'critical' ? 'text-critical' : undefined}>{word}</span> · <Since atMs={delivery.createdAt} nowMs={nowMs} form="ago" />
            </span>
            {delivery.lastError && delivery.state !== 'delivered' ? <span className="text-xs break-words text-critical">{delivery.lastError}</span> : null}
          </span>
          <ChevronRight aria-hidden className="mt-0.5 size-4 shrink-0 text-muted transition-transform duration-100 group-open:rotate-90" />
        </summary>
        <Opened delivery={delivery} nowMs={nowMs} />
      </details>
      {isLost && canResend ? (
        <div className="flex flex-wrap items-center gap-3 px-4 pb-3 pl-11">
          <Button pending={resend.isPending} aria-label={`Send again: ${delivery.title}`} onClick={() => resend.mutate()}>
            {resend.isPending ? null : <RotateCw aria-hidden className="size-4" />}
            Send again
          </Button>
          {resend.isError ? (
            <p role="alert" className="min-w-0 text-xs break-words text-critical">
              {messageOf(resend.error)}
            </p>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}

function Opened({ delivery: { reason, attempts, nextAttemptAt, alertIds, alertCount }, nowMs }: Pick<LogRowProps, 'delivery' | 'nowMs'>) {
  const zone = useZone();
  const [onlyAlert] = alertIds;
  return (
    <div className="flex min-w-0 flex-col gap-1 px-4 pb-3 pl-11 text-xs break-words text-muted">
      {reason === '' ? null : <p>{reason}</p>}
      {attempts.length === 0 ? <p>No attempt was made yet.</p> : null}
      <ol className="flex flex-col gap-1">
        {attempts.map((attempt) => (
          <li key={attempt.at}>
            {zone ? `${formatAbsolute(attempt.at, zone)}: ` : ''}
            {attemptInWords(attempt)}
          </li>
        ))}
      </ol>
      {nextAttemptAt !== null && nextAttemptAt > nowMs ? <p>The next attempt is in {formatDuration(nextAttemptAt - nowMs)}.</p> : null}
      {alertCount === 1 && onlyAlert ? (
        <Link href={`/alerts/${onlyAlert}`} className="inline-flex min-h-11 items-center self-start underline underline-offset-2 sm:min-h-6">
          Show the alert
        </Link>
      ) : alertCount > 1 ? (
        <p>It tells of {alertCount.toLocaleString('en')} alerts.</p>
      ) : null}
    </div>
  );
}

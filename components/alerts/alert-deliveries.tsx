'use client';

import { formatClock } from '@/components/time/format';
import { Since } from '@/components/time/since';
import { useZone } from '@/components/time/zone';
import { Card, CardHeader } from '@/components/ui/card';
import { StateIcon } from '@/components/ui/state';
import type { DeliveryView } from '@/lib/alerts/notify/schemas';
import { attemptInWords, deliveryState, messageWord, recipientOf } from './delivery-words';

/** Who was told what, when, and whether it arrived. */
export function AlertDeliveries({ deliveries, nowMs }: { deliveries: readonly DeliveryView[]; nowMs: number }) {
  const zone = useZone();
  return (
    <Card aria-labelledby="deliveries-title">
      <CardHeader id="deliveries-title" title="Messages" note="the newest first" />
      {deliveries.length === 0 ? <p className="border-t px-4 py-6 text-sm text-muted">Nobody was told of it. Each message, with its attempts, is listed here; why there is none, the account says.</p> : null}
      <ul className="divide-y border-t">
        {deliveries.map((delivery) => {
          const { state, word } = deliveryState(delivery);
          return (
            <li key={delivery.id} data-delivery={delivery.kind} data-state={delivery.state} className="px-4 py-3 text-sm">
              <div className="flex items-start gap-3">
                <StateIcon state={state} className="mt-0.5" />
                <div className="min-w-0 flex-1">
                  <p className="break-words">
                    <span className="font-medium">{messageWord[delivery.kind]}</span> to {recipientOf(delivery)}
                    {delivery.recipient.kind === 'channel' ? '' : ` by ${delivery.channel.name}`}: {word}
                  </p>
                  <p className="text-xs break-words text-muted">
                    {delivery.title} · <Since atMs={delivery.createdAt} nowMs={nowMs} form="ago" />
                  </p>
                  <p className="text-xs break-words text-muted">{delivery.reason}</p>
                  {delivery.lastError && state !== 'ok' ? <p className="text-xs break-words text-critical">{delivery.lastError}</p> : null}
                  {delivery.attempts.length > 0 ? (
                    <details className="text-xs text-muted">
                      <summary className="flex min-h-11 items-center sm:min-h-7">
                        {delivery.attempts.length} {delivery.attempts.length === 1 ? 'attempt' : 'attempts'}
                      </summary>
                      <ol className="flex flex-col gap-1">
                        {delivery.attempts.map((attempt) => (
                          <li key={attempt.at} className="break-words">
                            {zone ? formatClock(attempt.at, zone) : ''} {attemptInWords(attempt)}
                          </li>
                        ))}
                      </ol>
                    </details>
                  ) : null}
                </div>
              </div>
            </li>
          );
        })}
      </ul>
    </Card>
  );
}

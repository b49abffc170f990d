'use client';

import { percentWords } from '@/components/checks/check-words';
import { RowBars } from '@/components/checks/row-bars';
import { Card, CardHeader } from '@/components/ui/card';
import type { ServiceView } from '@/lib/services/schemas';

/** A day and 90 days of the service, by the worst of its checks. */
export function ServiceBars({ service: { id, since, uptime } }: { service: ServiceView }) {
  const figures = [
    { word: '24 h', percent: uptime.day },
    { word: '30 d', percent: uptime.month },
  ];
  return (
    <Card aria-labelledby="bars-title">
      <CardHeader id="bars-title" title="Uptime" note="by the worst of its checks" />
      <div className="flex flex-col gap-4 border-t p-4">
        <dl className="flex flex-wrap gap-x-8 gap-y-2">
          {figures.map(({ word, percent }) => (
            <div key={word}>
              <dt className="text-xs text-muted">Last {word}</dt>
              <dd className="text-2xl font-semibold tracking-tight stale:text-muted">{percentWords(percent)}</dd>
            </div>
          ))}
        </dl>
        {(['24h', '90d'] as const).map((range) => (
          <div key={range} className="flex flex-col gap-1">
            <span className="text-xs text-muted">{range === '24h' ? 'Last 24 h' : 'Last 90 d'}</span>
            <RowBars of="services" id={id} range={range} changedAt={since} />
          </div>
        ))}
      </div>
    </Card>
  );
}

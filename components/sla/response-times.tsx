'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { historyQuery } from '@/components/checks/check-queries';
import { tookWords } from '@/components/checks/check-words';
import { Card, CardHeader } from '@/components/ui/card';
import { cn } from '@/components/ui/cn';
import { messageOf } from '@/lib/errors';

const percentiles = [
  { key: 'p50Ms', label: 'Median' },
  { key: 'p95Ms', label: '95 %' },
  { key: 'p99Ms', label: '99 %' },
] as const;

/** How fast the answers were that an objective of response time is about; what was slower than its bound is marked. */
export function ResponseTimes({ checkId, thresholdMs }: { checkId: string; thresholdMs: number }) {
  const { data, error } = useQuery(historyQuery(checkId, '30d'));
  return (
    <Card aria-labelledby="response-times-title">
      <CardHeader id="response-times-title" title="Response times" note="last 30 days" />
      <div className="flex flex-col gap-2 px-4 pb-4">
        {data ? (
          <dl className="grid max-w-md grid-cols-3 gap-2">
            {percentiles.map(({ key, label }) => {
              const ms = data.latency[key];
              const isSlow = ms !== null && ms > thresholdMs;
              return (
                <div key={key} className="min-w-0">
                  <dt className="text-xs text-muted">{label}</dt>
                  <dd className={cn('text-sm', ms === null && 'text-muted', isSlow && 'font-semibold text-critical')}>
                    {ms === null ? 'no data' : tookWords(ms)}
                    {isSlow ? <span className="sr-only"> slower than allowed</span> : null}
                  </dd>
                </div>
              );
            })}
          </dl>
        ) : (
          <p className="text-sm text-muted">{error ? messageOf(error) : 'Reading the response times'}</p>
        )}
        <p className="text-xs text-muted">
          Fast enough up to {tookWords(thresholdMs)}.{' '}
          <Link href={`/checks/${checkId}`} className="-my-3.5 inline-block py-3.5 font-medium text-ink underline underline-offset-4">
            Phases and times of the check
          </Link>
        </p>
      </div>
    </Card>
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { historyQuery } from '@/components/checks/check-queries';
import { LatencyPanel } from '@/components/checks/latency-panel';
import { Skeleton } from '@/components/ui/skeleton';
import type { CheckView } from '@/lib/checks/schemas';

/** Where the time of one of its checks goes; a heartbeat takes none. */
export function ServiceLatency({ checks }: { checks: readonly CheckView[] }) {
  const timed = checks.filter(({ kind }) => kind !== 'heartbeat' && kind !== 'promql');
  const [chosenId, setChosenId] = useState<string | null>(null);
  const chosen = timed.find(({ id }) => id === chosenId) ?? timed.find(({ kind }) => kind === 'http') ?? timed[0];
  if (!chosen) return null;
  return (
    <section aria-labelledby="latency-title" className="flex min-w-0 flex-col gap-3">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <h2 id="latency-title" className="text-base font-semibold">
          Response time, last 24 h
        </h2>
        {timed.length > 1 ? (
          <select aria-label="Check" value={chosen.id} onChange={(event) => setChosenId(event.target.value)} className="h-11 max-w-full min-w-0 rounded-base border border-line-strong bg-surface px-3 text-base sm:h-9 sm:text-sm">
            {timed.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        ) : null}
      </div>
      <Panel id={chosen.id} />
    </section>
  );
}

function Panel({ id }: { id: string }) {
  const { data, isError } = useQuery(historyQuery(id, '24h'));
  if (isError && !data) return <p className="text-sm text-muted">The response times could not be read.</p>;
  return data ? <LatencyPanel latency={data.latency} when="last 24 h" /> : <Skeleton className="h-64" />;
}

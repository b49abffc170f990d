'use client';

import { useQuery } from '@tanstack/react-query';
import { formatDuration } from '@/components/time/format';
import { Card, CardHeader } from '@/components/ui/card';
import { RefreshFailed } from '@/components/ui/refresh-failed';
import { Waiting } from '@/components/ui/waiting';
import { messageOf } from '@/lib/errors';
import type { AboutAnswer } from '@/lib/settings/api';
import { formatQuantity, type Unit } from '@/lib/units';
import { aboutQuery } from '../config-queries';

/** Versions of Nines and how it is doing itself. */
export function About() {
  const query = useQuery(aboutQuery());
  if (!query.data) return <Waiting thing="state of Nines" error={query.error} onRetry={() => void query.refetch()} />;
  const { version, node, postgres, platform, startedAt, at, installation } = query.data;
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {query.isError ? <RefreshFailed message={messageOf(query.error)} onRetry={() => void query.refetch()} /> : null}
      <Facts
        title="Versions"
        facts={[['Nines', version], ['Node', node], ['PostgreSQL', installation ? `${postgres}, ${installation.database.isEmbedded ? 'embedded' : 'external'}` : postgres], ['System', platform], ['Up for', formatDuration(at - startedAt)]]}
      />
      {installation ? <Installation installation={installation} /> : <p className="text-sm text-muted">Disk, queues and figures are shown to the organisation that runs this installation.</p>}
    </div>
  );
}

function Installation({ installation: { url, dataDir, data, database, store, queues, live, variables } }: { installation: NonNullable<AboutAnswer['installation']> }) {
  return (
    <>
      <div className="grid min-w-0 grid-cols-1 items-start gap-4 xl:grid-cols-2">
        <Facts
          title="Storage"
          facts={[
            ['Address', url], ['Data directory', dataDir], ['Takes', shown(data.usedBytes, 'bytes')],
            ['Free on its disk', data.freeBytes === null || data.totalBytes === null ? 'cannot be seen' : `${formatQuantity(data.freeBytes, 'bytes')} of ${formatQuantity(data.totalBytes, 'bytes')}`],
            ['Database', shown(database.bytes, 'bytes')], ['Of it metrics', store === 'external' ? 'stored elsewhere (METRICS_URL)' : shown(database.metricBytes, 'bytes')],
            ['Connections to it', `${database.connections} open, ${database.waiting} waiting for one`],
          ]}
        />
        <Facts
          title="Queues"
          facts={[
            ['Notifications to send', shown(queues.deliveries, 'count')], ['Given up in a day', shown(queues.deliveriesDead, 'count')], ['Messages of the status page', shown(queues.statusMessages, 'count')],
            ['Samples not durable yet', shown(queues.samplesWaiting, 'count')], ['Samples refused, queue full', shown(queues.samplesDropped, 'count')], ['Samples in memory', shown(queues.unsealedBytes, 'bytes')],
          ]}
        />
        <Facts
          title="Now"
          facts={[
            ['Series', live.series === null ? 'stored elsewhere' : `${formatQuantity(live.series, 'count')}, ${formatQuantity(live.activeSeries ?? 0, 'count')} active`], ['Samples stored', shown(live.samplesPerSecond, 'per_second')],
            ['Requests', shown(live.requestsPerSecond, 'per_second')], ['Response time, p95', shown(live.responseSeconds, 'seconds')], ['Errors', shown(live.errorPercent, 'percent')], ['Live sockets', String(live.sockets)],
            ['Memory of the process', formatQuantity(live.residentBytes, 'bytes')], ['Event-loop delay, p99', shown(live.eventLoopSeconds, 'seconds')], ['Collector is late by', shown(live.collectorLagSeconds, 'seconds')],
          ]}
        />
        <Facts title="Variables that are set" facts={variables.map(({ name, value }) => [name, value ?? 'set, not shown'])} empty="None: everything is as delivered." isMono />
      </div>
      <p className="text-sm text-muted">All figures for Prometheus are at /metrics.</p>
    </>
  );
}

function shown(value: number | null, unit: Unit): string {
  return value === null ? 'not measured' : formatQuantity(value, unit);
}

function Facts({ title, facts, empty, isMono = false }: { title: string; facts: readonly (readonly [string, string])[]; empty?: string; isMono?: boolean }) {
  return (
    <Card aria-label={title}>
      <CardHeader title={title} />
      {facts.length === 0 ? <p className="px-4 pb-4 text-sm text-muted">{empty}</p> : null}
      <dl className="divide-y">
        {facts.map(([name, value]) => (
          <div key={name} className="flex flex-wrap items-baseline justify-between gap-x-4 px-4 py-2 text-sm">
            <dt className={isMono ? 'font-mono text-xs text-muted' : 'text-muted'}>{name}</dt>
            <dd className="min-w-0 break-all tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}

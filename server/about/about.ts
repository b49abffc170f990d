import { statfs } from 'node:fs/promises';
import os from 'node:os';
import type { Caller } from '@/lib/context';
import type { HealthMetric } from '@/lib/health/metrics';
import type { AboutAnswer } from '@/lib/settings/api';
import { isPlatformTenant } from '@/server/auth/platform-tenant';
import type { Runtime } from '@/server/runtime';
import { sizeOfDirectory } from './directory-size';

type Installation = NonNullable<AboutAnswer['installation']>;

/** Versions for everybody; the figures of the installation for the tenant that runs it. */
export async function readAbout(runtime: Runtime, caller: Caller): Promise<AboutAnswer> {
  const { rows } = await runtime.database.owner.query<{ server_version: string }>('show server_version');
  return {
    version: runtime.version, node: process.versions.node, postgres: rows[0]?.server_version ?? 'unknown', platform: `${os.type()} ${os.release()}, ${os.arch()}`,
    startedAt: Math.round(Date.now() - process.uptime() * 1000), at: caller.now,
    installation: (await isPlatformTenant(runtime.database, caller.tenant)) ? await installationOf(runtime) : null,
  };
}

async function installationOf(runtime: Runtime): Promise<Installation> {
  const { config, database, engine, hub, url } = runtime;
  const stored = await storedFigures(runtime);
  const measured = await runtime.retention.measure();
  const stats = engine?.stats() ?? null;
  const sample = runtime.health.latestSample();
  const reading = (name: HealthMetric, labels: Record<string, string> = {}) => readingOf(runtime, name, labels);
  return {
    url, dataDir: config.dataDir, data: await dataOf(config.dataDir),
    database: { isEmbedded: config.databaseUrl === null, bytes: stored.bytes, metricBytes: measured?.figures.totalBytes ?? null, connections: database.pool.totalCount + database.owner.totalCount, waiting: database.pool.waitingCount + database.owner.waitingCount },
    store: engine ? 'embedded' : 'external',
    queues: { deliveries: stored.deliveries, deliveriesDead: stored.dead, statusMessages: stored.messages, samplesWaiting: stats?.queued ?? null, samplesDropped: stats?.dropped ?? null, unsealedBytes: stats?.unsealedBytes ?? null },
    live: {
      series: stats?.series ?? null, activeSeries: stats?.activeSeries ?? null, samplesPerSecond: measured?.figures.samplesPerSecond ?? null,
      requestsPerSecond: reading('nines_throughput_per_second'), responseSeconds: reading('nines_response_time_seconds', { percentile: '95' }), errorPercent: reading('nines_error_rate_percent'),
      sockets: hub.sockets(), residentBytes: process.memoryUsage.rss(), eventLoopSeconds: reading('nines_event_loop_delay_seconds', { percentile: '99' }), collectorLagSeconds: sample ? sample.latenessMs / 1000 : null,
    },
    variables: Object.entries(config.variables).sort(([a], [b]) => a.localeCompare(b)).map(([name, value]) => ({ name, value })),
  };
}

function readingOf({ health }: Runtime, name: HealthMetric, labels: Record<string, string>): number | null {
  const found = health.latestSample()?.readings.find((each) => each.name === name && Object.entries(labels).every(([key, value]) => each.labels[key] === value));
  return found?.value ?? null;
}

/** Of all tenants, as the owner of the schema counts them. */
async function storedFigures({ database }: Runtime) {
  const { rows } = await database.owner.query<Record<'bytes' | 'deliveries' | 'dead' | 'messages', string>>(`select pg_database_size(current_database()) as bytes,
    (select count(*) from deliveries where state in ('queued', 'sending', 'retrying')) as deliveries,
    (select count(*) from deliveries where state = 'dead' and created_at > now() - interval '1 day') as dead,
    (select count(*) from status_messages where state = 'pending') as messages`);
  const [row] = rows;
  const number = (text: string | undefined) => (text === undefined ? null : Number(text));
  return { bytes: number(row?.bytes), deliveries: number(row?.deliveries), dead: number(row?.dead), messages: number(row?.messages) };
}

async function dataOf(directory: string): Promise<Installation['data']> {
  const usedBytes = await sizeOfDirectory(directory);
  try {
    const { bavail, blocks, bsize } = await statfs(directory);
    return { usedBytes, freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return { usedBytes, freeBytes: null, totalBytes: null };
  }
}

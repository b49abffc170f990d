import path from 'node:path';
import type pg from 'pg';
import { AppError } from '@/lib/errors';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { ScrapeSecrets, ScrapeSettings } from '@/lib/scrape/schemas';
import type { JobDiscoveryView, TargetView, TriedJob } from '@/lib/scrape/views';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import { listenForTurn, type TurnListener } from '@/server/database/turn-listener';
import type { Log } from '@/server/log';
import { advisoryLocks } from '@/server/metrics/advisory-locks';
import type { Sealer } from '@/server/secrets/sealed';
import { createBodyBudget } from './body-budget';
import { createScheduler } from './scheduler';
import { systemScrapeClock, type ScrapeClock } from './scrape-clock';
import { SamplesPool } from './samples-pool';
import { RunningJob, type ScrapeParts, type StoredJob } from './scrape-job';
import { readAllJobs } from './stored-jobs';
import { pairsOf, tryJob } from './try-job';

export interface ScrapingOptions {
  database: Database;
  /** For a connection of its own that listens to changes. */
  connection: pg.ClientConfig;
  store: MetricStore;
  sealer: Sealer;
  /** Target files of a tenant are below `<filesDir>/<slug of the tenant>`. */
  filesDir: string;
  log: Log;
  clock?: ScrapeClock;
}

/** Runs the scrape jobs of all tenants. */
export interface Scraping {
  sealer: Sealer;
  /** Resolves when the jobs run, or when another process runs them. */
  start(): Promise<void>;
  /** Ends without a trace: no series is marked as ended, because the next process goes on with them. */
  stop(): Promise<void>;
  /** Makes what is stored now what is run. Never rejects: what cannot be read now is read again soon. */
  reload(): Promise<void>;
  targets(tenant: TenantRef): TargetView[];
  discovery(tenant: TenantRef): JobDiscoveryView[];
  tryJob(tenant: StoredJob['tenant'], settings: ScrapeSettings, secrets: ScrapeSecrets): Promise<TriedJob>;
}

const maxRunning = 64;
const bodyBytes = 256 * 1024 * 1024;

export function createScraping({ database, connection, store, sealer, filesDir, log, clock = systemScrapeClock }: ScrapingOptions): Scraping {
  const scheduler = createScheduler({ clock, maxRunning });
  const parts: ScrapeParts = {
    store, scheduler, clock, log,
    samples: new SamplesPool(),
    budget: createBodyBudget(bodyBytes),
    filesOf: ({ slug }) => filesOf(filesDir, slug),
  };
  const jobs = new Map<string, RunningJob>();
  let listener: TurnListener | null = null;
  let isScraping = false;
  let isStopped = false;
  let loading: Promise<void> = Promise.resolve();

  async function load(): Promise<void> {
    if (isStopped) return;
    const known = (id: string, version: number) => {
      const stored = jobs.get(id)?.stored;
      return stored?.version === version ? stored : null;
    };
    const stored = isScraping ? await readAllJobs(database, sealer, log, known) : [];
    const wanted = new Map(stored.filter(({ settings }) => settings.isEnabled).map((job) => [job.id, job]));
    const gone = [...jobs].filter(([id]) => !wanted.has(id));
    for (const [id] of gone) jobs.delete(id);
    await Promise.all(gone.map(([, job]) => job.stop(isScraping ? 'gone' : 'elsewhere')));
    await Promise.all([...wanted.values()].map(run));
  }

  async function run(stored: StoredJob): Promise<void> {
    const running = jobs.get(stored.id);
    if (running?.stored === stored) return;
    try {
      if (running) return await running.replace(stored);
      const job = new RunningJob(stored, parts);
      jobs.set(stored.id, job);
      await job.start();
    } catch (error) {
      log.error({ err: error, job: stored.id }, 'a scrape job cannot be run');
    }
  }

  /** Each load begins after the one before has ended, so a caller's change is in the load that it waits for. */
  function reload(): Promise<void> {
    loading = loading.then(load).catch((error: unknown) => log.warn({ err: error }, 'the scrape jobs could not be read; trying again soon'));
    return loading;
  }

  const jobsOf = (tenant: TenantRef) => [...jobs.values()].filter(({ stored }) => stored.tenant.id === tenant.id);

  return {
    sealer,
    async start() {
      listener = listenForTurn(connection, {
        name: 'scrape jobs',
        channel: 'nines_scrape_jobs',
        lock: advisoryLocks.scrape,
        log,
        onChange: () => void reload(),
        onTurn: (isTurn) => {
          if (isTurn === isScraping) return;
          isScraping = isTurn;
          void reload();
        },
      });
      await listener.ready;
      await loading;
    },
    async stop() {
      isStopped = true;
      await listener?.stop();
      await loading;
      await Promise.all([...jobs.values()].map((job) => job.stop('elsewhere')));
      await scheduler.stop();
    },
    reload,
    targets: (tenant) => jobsOf(tenant).flatMap(targetViews),
    discovery: (tenant) => jobsOf(tenant).map(discoveryView),
    tryJob: (tenant, settings, secrets) => tryJob(parts, tenant, settings, secrets),
  };
}

function filesOf(filesDir: string, slug: string): string {
  if (!/^[\w-]+$/.test(slug)) throw new AppError('internal', 'The short name of this tenant is no name of a directory.');
  return path.join(filesDir, slug);
}

function targetViews(job: RunningJob): TargetView[] {
  const { id, settings } = job.stored;
  return job.scrapers.map(({ scraper: { state, target }, nextAt }) => ({
    jobId: id,
    job: settings.name,
    url: target.url,
    labels: pairsOf(target.labels),
    discoveredLabels: pairsOf(target.discovered),
    ...state,
    nextScrapeAt: nextAt,
    intervalMs: target.intervalMs,
    timeoutMs: target.timeoutMs,
  }));
}

function discoveryView(job: RunningJob): JobDiscoveryView {
  const { dropped, faults } = job.discovery;
  return {
    jobId: job.stored.id,
    job: job.stored.settings.name,
    active: job.scrapers.length,
    dropped: dropped.count,
    droppedTargets: dropped.discovered.map((labels) => ({ discoveredLabels: pairsOf(labels) })),
    faults,
  };
}

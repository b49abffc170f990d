import { createHash } from 'node:crypto';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { compileRelabelling, type Relabelling } from '@/lib/scrape/relabel';
import type { ScrapeSecrets, ScrapeSettings } from '@/lib/scrape/schemas';
import { targetsOf, type DiscoveredGroup, type DiscoveredTargets, type ScrapeTarget } from '@/lib/scrape/targets';
import type { TenantRef } from '@/lib/tenants';
import type { Log } from '@/server/log';
import type { BodyBudget } from './body-budget';
import { createFileDiscovery, type FileDiscovery } from './file-discovery';
import type { ScheduledTask, Scheduler } from './scheduler';
import type { ScrapeClock } from './scrape-clock';
import type { SamplesPool } from './samples-pool';
import { createTargetClient, type TargetClient } from './target-client';
import { TargetScraper, type TargetJob } from './target-scraper';

/** A job as it is run. */
export interface StoredJob {
  id: string;
  tenant: TenantRef & { slug: string };
  version: number;
  settings: ScrapeSettings;
  secrets: ScrapeSecrets;
}

export interface ScrapeParts {
  store: MetricStore;
  scheduler: Scheduler;
  clock: ScrapeClock;
  samples: SamplesPool;
  budget: BodyBudget;
  log: Log;
  /** Where a tenant's target files are. */
  filesOf: (tenant: StoredJob['tenant']) => string;
}

export const md5 = (text: string): Uint8Array => createHash('md5').update(text, 'utf8').digest();

interface Scheduled {
  scraper: TargetScraper;
  task: ScheduledTask;
}

/** One job with its discovery and its targets, while it is being run. */
export class RunningJob {
  #stored: StoredJob;
  #client: TargetClient;
  #relabel: Relabelling;
  #targetJob: TargetJob;
  #files: FileDiscovery | null = null;
  #fileGroups: DiscoveredGroup[] = [];
  #fileFaults: string[] = [];
  #found: DiscoveredTargets = { targets: [], dropped: { count: 0, discovered: [] }, faults: [] };
  #scheduled = new Map<string, Scheduled>();
  #ending = new Set<Promise<void>>();
  #isStopped = false;

  constructor(
    stored: StoredJob,
    private readonly parts: ScrapeParts,
  ) {
    this.#stored = stored;
    ({ client: this.#client, relabel: this.#relabel, targetJob: this.#targetJob } = this.#prepare(stored));
  }

  get stored(): StoredJob {
    return this.#stored;
  }

  get discovery(): { dropped: DiscoveredTargets['dropped']; faults: string[] } {
    return { dropped: this.#found.dropped, faults: [...this.#found.faults, ...this.#fileFaults, ...(this.#targetJob.refusal === null ? [] : [this.#targetJob.refusal])] };
  }

  get scrapers(): { scraper: TargetScraper; nextAt: number | null }[] {
    return [...this.#scheduled.values()].map(({ scraper, task }) => ({ scraper, nextAt: this.parts.scheduler.nextAt(task) }));
  }

  async start(): Promise<void> {
    this.#reconcile();
    await this.#watchFiles();
  }

  /** Goes on as a newer version: targets that are still the same go on with what is known of their series. */
  async replace(stored: StoredJob): Promise<void> {
    const before = this.#client;
    this.#stored = stored;
    ({ client: this.#client, relabel: this.#relabel, targetJob: this.#targetJob } = this.#prepare(stored));
    this.#files?.stop();
    this.#files = null;
    if (!stored.settings.fileDiscovery) [this.#fileGroups, this.#fileFaults] = [[], []];
    for (const { scraper } of this.#scheduled.values()) scraper.replaceJob(this.#targetJob);
    this.#reconcile();
    before.close('idle');
    await this.#watchFiles();
  }

  /** Ends it: `gone` marks all its series as ended, `elsewhere` leaves them to the next process that scrapes them. */
  async stop(why: 'gone' | 'elsewhere'): Promise<void> {
    this.#isStopped = true;
    this.#files?.stop();
    const all = [...this.#scheduled.values()];
    this.#scheduled.clear();
    for (const { scraper } of all) scraper.abandon();
    this.#client.close('now');
    await Promise.all([...this.#ending, ...all.map((each) => this.#end(each, why))]);
  }

  #prepare({ settings, secrets }: StoredJob) {
    const client = createTargetClient(settings, secrets, this.parts.budget);
    const metricRelabelling = compileRelabelling(settings.metricRelabelConfigs, md5);
    const targetJob: TargetJob = { client, read: { ...settings, metricRelabelling }, refusal: null };
    return { client, relabel: compileRelabelling(settings.relabelConfigs, md5), targetJob };
  }

  async #watchFiles(): Promise<void> {
    const { fileDiscovery } = this.#stored.settings;
    if (!fileDiscovery) return;
    const files = createFileDiscovery({
      directory: this.parts.filesOf(this.#stored.tenant),
      settings: fileDiscovery,
      clock: this.parts.clock,
      onChange: (groups, faults) => {
        [this.#fileGroups, this.#fileFaults] = [groups, faults];
        if (!this.#isStopped && this.#files === files) this.#reconcile();
      },
    });
    this.#files = files;
    await files.start();
  }

  /** Brings the scheduled targets in line with what discovery and relabelling say now. */
  #reconcile(): void {
    const { settings } = this.#stored;
    this.#found = targetsOf(settings, [...settings.staticConfigs, ...this.#fileGroups], this.#relabel);
    const { targets } = this.#found;
    const isOver = settings.targetLimit > 0 && targets.length > settings.targetLimit;
    this.#targetJob.refusal = isOver ? `target_limit exceeded (number of targets: ${targets.length}, limit: ${settings.targetLimit})` : null;
    const wanted = new Map(targets.map((target) => [target.identity, target]));
    for (const [identity, scheduled] of this.#scheduled) {
      const target = wanted.get(identity);
      const { intervalMs, timeoutMs } = scheduled.scraper.target;
      if (target?.intervalMs === intervalMs && target.timeoutMs === timeoutMs) continue;
      this.#scheduled.delete(identity);
      if (target) this.#repace(scheduled, target);
      else this.#endLater(scheduled);
    }
    for (const [identity, target] of wanted) if (!this.#scheduled.has(identity)) this.#schedule(new TargetScraper({ ...this.parts, tenant: this.#stored.tenant, target, job: this.#targetJob }));
  }

  /** The same target at another pace goes on with what is known of its series. */
  #repace({ scraper, task }: Scheduled, target: ScrapeTarget): void {
    scraper.target = target;
    void this.parts.scheduler.remove(task);
    this.#schedule(scraper);
  }

  #schedule(scraper: TargetScraper): void {
    const task: ScheduledTask = {
      identity: `${this.#stored.tenant.id}\n${scraper.target.identity}`,
      intervalMs: scraper.target.intervalMs,
      run: (timeMs, freeSlot) => scraper.scrape(timeMs, freeSlot),
      isSlow: () => scraper.isSlow(),
    };
    this.#scheduled.set(scraper.target.identity, { scraper, task });
    this.parts.scheduler.add(task);
  }

  #endLater(scheduled: Scheduled): void {
    const ending: Promise<void> = this.#end(scheduled, 'gone').finally(() => this.#ending.delete(ending));
    this.#ending.add(ending);
  }

  async #end({ scraper, task }: Scheduled, why: 'gone' | 'elsewhere'): Promise<void> {
    scraper.abandon();
    await this.parts.scheduler.remove(task);
    if (why === 'elsewhere') return;
    try {
      await scraper.end(Math.max(this.parts.clock.now(), (scraper.state.lastScrapeAt ?? 0) + 1));
    } catch (error) {
      this.parts.log.warn({ err: error, url: scraper.target.url }, 'the end of a scrape target could not be stored; its series end by the lookback');
    }
  }
}

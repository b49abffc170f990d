import { setMaxListeners } from 'node:events';
import type { HeartbeatMemory } from '@/lib/checks/heartbeat';
import type { BadTime, Observed } from '@/lib/checks/observer';
import type { ProbeResult } from '@/lib/checks/schemas';
import { isFailing } from '@/lib/checks/step';
import { AppError, isAppError, messageOf } from '@/lib/errors';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import type { ScrapeClock } from '@/server/scrape/scrape-clock';
import type { CheckSeries } from './check-series';
import { Counting, type CountedTenant, type Finished } from './counting';
import { judgeBeat, type Finding } from './judge-beat';
import { Observing, observeEveryMs } from './observing';
import { checkedLookup } from './probes/checked-lookup';
import { runProbe } from './probes/registry';
import { RunningCheck } from './running-check';
import { createCheckScheduler, type CheckScheduler, type CheckTask } from './scheduler';
import type { LoadedCheck, TenantChecks } from './stored-checks';
import { TenantWindows } from './tenant-windows';

interface CheckEngineOptions {
  database: Database;
  store: MetricStore;
  log: Log;
  clock: ScrapeClock;
  /** Milliseconds from when a run was due until it began. */
  onStart?: ((latenessMs: number) => void) | undefined;
}

interface Entry {
  check: RunningCheck;
  task: CheckTask;
}

const maxRunning = 200;
const flushEveryMs = 1_000;
const slowMs = 1_000;
/** After a bad time, all but those that come soon anyway are run at once. */
const patienceMs = 5_000;
/** Held up, or asleep, for so long, Nines may have missed a heartbeat: who calls as its page says waits so long for an answer. */
const deafMs = 10_000;
/** What services said while Nines was held up arrives so soon after. */
const hearingMs = 5_000;
/** A signal that is missed is waited for so long at most, however often Nines is held up meanwhile. */
const longestHearingMs = 30_000;
const hearing = 'Nines was held up: whether it was called in time is known in a moment.';

/** Runs checks and counts what they find; what is stored is written once a second for all of them. */
export class CheckEngine {
  readonly #entries = new Map<string, Entry>();
  readonly #tenants = new Map<string, CountedTenant>();
  readonly #heartbeats = new Map<string, HeartbeatMemory>();
  /** Since when, by the monotonic clock, a signal that is missed may be one that is still to be heard. */
  readonly #hearingSinceMs = new Map<string, number>();
  readonly #scheduler: CheckScheduler;
  readonly #observing: Observing;
  readonly #counting: Counting;
  readonly #stopping = new AbortController();
  readonly #cancelAlarms = new Map<string, () => void>();
  #finished: Finished[] = [];
  #bad: BadTime[] = [];
  #ended: { tenant: TenantRef; series: CheckSeries }[] = [];
  #listeningSinceMs: number;
  #hearsAllAtMs = -Infinity;
  #running = 0;
  #isStopped = false;
  #flushing: Promise<void> = Promise.resolve();

  constructor(private readonly options: CheckEngineOptions) {
    const { clock, database, store, log, onStart } = options;
    this.#scheduler = createCheckScheduler({ clock, maxRunning, onStart });
    this.#observing = new Observing(clock);
    this.#counting = new Counting({ database, store, log, observing: this.#observing });
    this.#listeningSinceMs = clock.now();
    setMaxListeners(0, this.#stopping.signal);
    this.#every('observe', observeEveryMs, () => this.#observe());
    this.#every('flush', flushEveryMs, () => void this.flush());
  }

  /** Whether a tenant's checks can be measured. */
  observer(tenantId: string): Observed {
    return this.#observing.observed(tenantId, this.options.clock.now());
  }

  /** How many runs are under way. */
  get running(): number {
    return this.#running;
  }

  definitionOf(id: string): RunningCheck['definition'] | null {
    return this.#entries.get(id)?.check.definition ?? null;
  }

  tenants(): TenantRef[] {
    return [...this.#tenants.values()].map(({ ref }) => ref);
  }

  /** Makes what is stored of a tenant what is run. */
  setTenant(ref: TenantRef, { checks, maintenance, heartbeats }: TenantChecks): void {
    // What was being read while it was handed over is not run here any more.
    if (this.#isStopped) return;
    const wanted = new Set(checks.map(({ definition }) => definition.id));
    for (const [id, { check }] of this.#entries) if (check.definition.tenant.id === ref.id && !wanted.has(id)) this.#remove(id);
    if (checks.length === 0) return void this.#tenants.delete(ref.id);
    this.#tenants.set(ref.id, { ref, windows: new TenantWindows(maintenance) });
    for (const loaded of checks) this.#set(loaded);
    this.setHeartbeats(heartbeats);
  }

  /** What services said is judged at once. */
  setHeartbeats(heartbeats: ReadonlyMap<string, HeartbeatMemory>): void {
    for (const [id, memory] of heartbeats) {
      const entry = this.#entries.get(id);
      if (!entry || JSON.stringify(this.#heartbeats.get(id)) === JSON.stringify(memory)) continue;
      this.#heartbeats.set(id, memory);
      this.#scheduler.runSoon(entry.task);
    }
  }

  /** Runs a check now and counts what it finds. Null for one that is not run here. Throws AppError `unavailable` where nothing can be found out. */
  async runNow(id: string): Promise<ProbeResult | null> {
    const entry = this.#entries.get(id);
    if (!entry) return null;
    const finding = await this.#run(entry.check, Math.round(this.options.clock.now()));
    await this.flush();
    if ('result' in finding) return finding.result;
    throw new AppError('unavailable', finding.unmeasured);
  }

  /** Counts what was found since the last time and writes it. Never rejects. */
  flush(): Promise<void> {
    this.#flushing = this.#flushing.then(() => this.#flushOnce()).catch((error: unknown) => this.options.log.error({ err: error }, 'results of checks could not be counted'));
    return this.#flushing;
  }

  /** Resolves when what was flushed until now is written. */
  settled(): Promise<void> {
    return this.#flushing;
  }

  /** Ends without a trace: the next process goes on. What was found until now is written. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const cancel of this.#cancelAlarms.values()) cancel();
    this.#scheduler.stop();
    await this.flush();
    this.#stopping.abort();
  }

  #every(name: string, ms: number, run: () => void): void {
    this.#cancelAlarms.set(name, this.options.clock.alarm(ms, () => {
      this.#every(name, ms, run);
      run();
    }));
  }

  #observe(): void {
    const bad = this.#observing.tick();
    if (!bad) return;
    this.#bad.push(bad);
    this.#hearsAllAtMs = bad.toMs + hearingMs;
    // For less, whoever calls waits or tries again.
    this.#listeningSinceMs = bad.toMs - bad.fromMs >= deafMs ? bad.toMs : Math.min(this.#listeningSinceMs, bad.toMs);
    for (const { check, task } of this.#entries.values()) if (check.definition.plan.intervalMs >= patienceMs) this.#scheduler.runSoon(task);
  }

  #set(loaded: LoadedCheck): void {
    const { definition } = loaded;
    const known = this.#entries.get(definition.id);
    if (known?.check.definition === definition) return;
    const nowMs = this.options.clock.now();
    const check = known?.check ?? new RunningCheck(loaded, nowMs);
    if (known) {
      this.#scheduler.remove(known.task);
      this.#ended.push({ tenant: definition.tenant, series: check.series });
      check.definition = definition;
    }
    const task = this.#taskOf(check);
    this.#entries.set(definition.id, { check, task });
    this.#scheduler.add(task, known !== undefined || nowMs > check.memory.coveredMs - definition.plan.intervalMs / 2);
  }

  #taskOf(check: RunningCheck): CheckTask {
    const { id, tenant, plan } = check.definition;
    return {
      id,
      tenantId: tenant.id,
      intervalMs: plan.intervalMs,
      run: async (timeMs) => void (await this.#run(check, timeMs)),
      soonerMs: () => (isFailing(check.memory) || this.#hasFailed(check) ? plan.retryIntervalMs : null),
      isSlow: () => check.definition.kind !== 'heartbeat' && check.lastDurationMs > slowMs,
    };
  }

  /** What just ended is counted with the next flush only. */
  #hasFailed(check: RunningCheck): boolean {
    const last = this.#finished.findLast((each) => each.check === check);
    return check.memory.state !== 'down' && last !== undefined && 'result' in last.finding && !last.finding.result.success;
  }

  #remove(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#scheduler.remove(entry.task);
    this.#entries.delete(id);
    this.#heartbeats.delete(id);
    this.#hearingSinceMs.delete(id);
    this.#cancelAlarms.get(id)?.();
    this.#cancelAlarms.delete(id);
    this.#ended.push({ tenant: entry.check.definition.tenant, series: entry.check.series });
  }

  async #run(check: RunningCheck, atMs: number): Promise<Finding> {
    const startedMs = this.options.clock.now();
    this.#running += 1;
    try {
      const finding = check.definition.kind === 'heartbeat' ? this.#judge(check) : await this.#probe(check);
      if (!this.#stopping.signal.aborted) this.#finished.push({ check, finding, atMs: Math.round(atMs), startedMs, endedMs: Math.round(this.options.clock.now()) });
      return finding;
    } finally {
      this.#running -= 1;
    }
  }

  async #probe({ definition: { id, kind, settings, secrets, plan, tenant } }: RunningCheck): Promise<Finding> {
    const { clock, store, log } = this.options;
    try {
      const services = { lookup: checkedLookup, store, tenant };
      return { result: await runProbe(kind, { settings, secrets, timeoutMs: plan.timeoutMs, signal: this.#stopping.signal, nowMs: clock.now(), services }) };
    } catch (error) {
      if (!isAppError(error)) log.error({ err: error, check: id }, 'a check could not be run');
      return { unmeasured: isAppError(error) ? error.message : `Nines failed to run it: ${messageOf(error)}` };
    }
  }

  #judge({ definition: { id, settings, createdMs }, memory }: RunningCheck): Finding {
    this.#observe();
    const nowMs = this.options.clock.now();
    const listening = { sinceMs: Math.max(this.#listeningSinceMs, createdMs), wasDown: memory.state === 'down' };
    const judged = judgeBeat(settings, this.#heartbeats.get(id), listening, nowMs);
    const hearsMs = judged.isMissed && memory.state !== 'down' ? this.#hearsUntilMs(id, nowMs) : null;
    if (!judged.isMissed) this.#hearingSinceMs.delete(id);
    const { finding, deadlineMs } = hearsMs === null ? judged : { finding: { unmeasured: hearing }, deadlineMs: hearsMs };
    const entry = this.#entries.get(id);
    this.#cancelAlarms.get(id)?.();
    // A timer holds at most 24.8 days; what is later is judged once an interval all the same.
    if (entry && deadlineMs !== null && deadlineMs - nowMs < 86_400_000) this.#cancelAlarms.set(id, this.options.clock.alarm(deadlineMs - nowMs + 1, () => this.#scheduler.runSoon(entry.task)));
    return finding;
  }

  /** Until when a signal that is missed may still be heard; null when it would have been by now. */
  #hearsUntilMs(id: string, nowMs: number): number | null {
    if (nowMs >= this.#hearsAllAtMs) return null;
    const monotonicMs = this.options.clock.monotonicMs();
    const sinceMs = this.#hearingSinceMs.get(id) ?? monotonicMs;
    this.#hearingSinceMs.set(id, sinceMs);
    const untilMs = Math.min(this.#hearsAllAtMs, nowMs + sinceMs + longestHearingMs - monotonicMs);
    return nowMs < untilMs ? untilMs : null;
  }

  async #flushOnce(): Promise<void> {
    this.#observe();
    const round = { finished: this.#finished, bad: this.#bad, ended: this.#ended };
    [this.#finished, this.#bad, this.#ended] = [[], [], []];
    const checks = [...this.#entries.values()].map(({ check }) => check);
    const here = new Set(checks);
    const finished = round.finished.filter(({ check }) => here.has(check));
    await this.#counting.count({ ...round, finished, checks, tenants: this.#tenants, nowMs: Math.round(this.options.clock.now()) });
  }
}

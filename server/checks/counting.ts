import type { BadTime, TargetOutcome } from '@/lib/checks/observer';
import { messageOf } from '@/lib/errors';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import type { Database } from '@/server/database/database';
import type { Log } from '@/server/log';
import type { CheckSeries } from './check-series';
import type { Finding } from './judge-beat';
import type { Observing } from './observing';
import { boundPending } from './pending';
import type { RunningCheck } from './running-check';
import { SampleBatches, type DroppedSamples } from './sample-batches';
import type { TenantWindows } from './tenant-windows';
import { mostWritten, writeChecks } from './write-checks';

/** A run that ended. */
export interface Finished {
  check: RunningCheck;
  finding: Finding;
  atMs: number;
  startedMs: number;
  endedMs: number;
}

export interface CountedTenant {
  ref: TenantRef;
  windows: TenantWindows;
}

interface Round {
  checks: readonly RunningCheck[];
  tenants: ReadonlyMap<string, CountedTenant>;
  finished: readonly Finished[];
  /** Times that were bad since the last round. */
  bad: readonly BadTime[];
  /** Series of checks that are run no more. */
  ended: readonly { tenant: TenantRef; series: CheckSeries }[];
  nowMs: number;
}

interface CountingParts {
  database: Database;
  store: MetricStore;
  observing: Observing;
  log: Log;
}

const quietMs = 60_000;

/** Counts what runs found, and writes it: a few statements and one batch of samples a tenant, however many checks there are. */
export class Counting {
  #complainedAtMs = -Infinity;
  /** Since it was last told. */
  #dropped = { count: 0, reason: '', toldAtMs: -Infinity };
  readonly #broken = new WeakSet<RunningCheck | CheckSeries>();

  constructor(private readonly parts: CountingParts) {}

  /** Never rejects for a database that is away: states and their changes that could not be written are written in a later round; samples are not. A check that cannot be counted costs nothing but itself. */
  async count(round: Round): Promise<void> {
    const { checks, tenants, finished, bad, nowMs } = round;
    this.#each(checks, (check) => check.setWindows(tenants.get(check.definition.tenant.id)?.windows.openAt(nowMs) ?? [], nowMs));
    for (const { check, finding, atMs } of finished) if ('result' in finding) check.noteOutcome(finding.result, atMs);
    const isFirstBad = (each: Finished) => bad.some(({ fromMs }) => each.endedMs < fromMs);
    const before = finished.filter(isFirstBad);
    const samples = new SampleBatches(this.parts.store);
    this.#countAll(before, nowMs, samples);
    for (const { fromMs, toMs, reason } of bad) {
      this.#each(checks, (check) => {
        check.unmeasured(fromMs, toMs, reason);
        check.series.end(samples.of(check.definition.tenant), fromMs + 1);
      });
    }
    this.#loseNetwork(checks, nowMs);
    this.#countAll(finished.filter((each) => !isFirstBad(each)), nowMs, samples);
    const counted = new Set(finished.map(({ check }) => check));
    this.#each(checks, (check) => {
      const { state, coveredMs } = check.memory;
      check.series.up(samples.of(check.definition.tenant), nowMs > coveredMs ? 'unknown' : state, check.isInMaintenance, counted.has(check), nowMs);
    });
    for (const { tenant, series } of round.ended) this.#guard(series, { tenant: tenant.id }, () => series.end(samples.of(tenant), nowMs));
    const [dropped] = await Promise.all([samples.store(), this.#write(checks, nowMs).catch((error: unknown) => this.#complain(error))]);
    this.#tellDropped(dropped);
  }

  #countAll(finished: readonly Finished[], nowMs: number, samples: SampleBatches): void {
    for (const { check, finding, atMs, startedMs, endedMs } of finished) {
      this.#each([check], () => {
        const bad = this.parts.observing.badTimeOf(startedMs, endedMs);
        const reason = 'unmeasured' in finding ? finding.unmeasured : (bad?.reason ?? this.#networkReason(check, finding.result));
        const batch = samples.of(check.definition.tenant);
        if (reason !== null) {
          check.unmeasured(atMs, endedMs, reason);
          check.series.end(batch, nowMs);
        } else if ('result' in finding) {
          check.count(finding.result, atMs);
          check.series.result(batch, finding.result, atMs);
        }
      });
    }
  }

  #each(checks: readonly RunningCheck[], run: (check: RunningCheck) => void): void {
    for (const check of checks) this.#guard(check, { check: check.definition.id, tenant: check.definition.tenant.id }, () => run(check));
  }

  /** Runs it; what it throws is logged the first time. */
  #guard(of: RunningCheck | CheckSeries, named: Record<string, string>, run: () => void): void {
    try {
      run();
    } catch (error) {
      if (this.#broken.has(of)) return;
      this.#broken.add(of);
      this.parts.log.error({ ...named, err: error }, 'a check could not be counted; the others go on');
    }
  }

  /** Why a result that failed says nothing of its target. */
  #networkReason(check: RunningCheck, { isNetworkError, success }: { isNetworkError: boolean; success: boolean }): string | null {
    if (success || !isNetworkError || check.networkTarget === null) return null;
    return this.parts.observing.lost(check.definition.tenant.id)?.reason ?? null;
  }

  /** Decides for each tenant by its own targets. What failed since the network was lost is taken back; what answered last stays as it is. */
  #loseNetwork(checks: readonly RunningCheck[], nowMs: number): void {
    const { observing } = this.parts;
    const tenants = new Map<string, Map<string, TargetOutcome>>();
    for (const { networkTarget, outcome, definition } of checks) {
      if (networkTarget === null || !outcome) continue;
      const targets = tenants.get(definition.tenant.id) ?? new Map<string, TargetOutcome>();
      tenants.set(definition.tenant.id, targets.set(networkTarget, together(targets.get(networkTarget), outcome)));
    }
    const wasLost = new Set([...tenants.keys()].filter((id) => observing.lost(id) !== null));
    observing.watchNetwork(new Map([...tenants].map(([id, targets]) => [id, [...targets.values()]])), nowMs);
    this.#each(checks, (check) => {
      const { id } = check.definition.tenant;
      const lost = wasLost.has(id) ? null : observing.lost(id);
      const failingSinceMs = check.outcome?.failingSinceMs ?? null;
      if (lost && check.networkTarget !== null && failingSinceMs !== null) check.unmeasured(Math.max(lost.sinceMs, failingSinceMs), nowMs, lost.reason);
    });
  }

  async #write(checks: readonly RunningCheck[], nowMs: number): Promise<void> {
    const byTenant = new Map<string, RunningCheck[]>();
    for (const check of checks) {
      if (!check.isDirty) continue;
      const { id } = check.definition.tenant;
      const dirty = byTenant.get(id);
      if (dirty) dirty.push(check);
      else byTenant.set(id, [check]);
    }
    let isKept = false;
    for (const dirty of byTenant.values()) {
      for (let index = 0; index < dirty.length; index += mostWritten) isKept = !(await this.#writeSome(dirty.slice(index, index + mostWritten), nowMs)) || isKept;
    }
    if (isKept) boundPending(checks.map(({ pending }) => pending));
  }

  /** Writes checks of one tenant. False where nothing of them was written, and all is kept. */
  async #writeSome(checks: readonly RunningCheck[], nowMs: number): Promise<boolean> {
    const tenant = checks[0]?.definition.tenant;
    if (!tenant) return true;
    const taken = checks.map((check) => check.take());
    try {
      await writeChecks(this.parts.database, tenant, taken.map(({ written }) => written), nowMs);
      return true;
    } catch (error) {
      for (const { giveBack } of taken) giveBack();
      this.#complain(error);
      return false;
    }
  }

  /** With every round: what is dropped soon after it was told is told when it was quiet for long enough, though nothing more is dropped. */
  #tellDropped(dropped: readonly DroppedSamples[]): void {
    this.#dropped.count += dropped.reduce((sum, { count }) => sum + count, 0);
    this.#dropped.reason = dropped[0]?.reason ?? this.#dropped.reason;
    const { count, reason, toldAtMs } = this.#dropped;
    if (count === 0 || performance.now() - toldAtMs < quietMs) return;
    this.parts.log.error({ dropped: count, reason }, 'samples of checks could not be stored and are lost; states and their changes are not touched by this');
    this.#dropped = { count: 0, reason: '', toldAtMs: performance.now() };
  }

  #complain(error: unknown): void {
    if (performance.now() - this.#complainedAtMs < quietMs) return;
    this.#complainedAtMs = performance.now();
    this.parts.log.error({ reason: messageOf(error) }, 'states of checks and their changes could not be written; they are kept and tried again');
  }
}

/** What two checks say of one target: it answers if one of them succeeds. */
function together(known: TargetOutcome | undefined, outcome: TargetOutcome): TargetOutcome {
  if (!known) return outcome;
  const isBetter = outcome.failingSinceMs === null || (known.failingSinceMs !== null && outcome.failingSinceMs < known.failingSinceMs);
  return { ...(isBetter ? outcome : known), hasAnswered: known.hasAnswered || outcome.hasAnswered };
}

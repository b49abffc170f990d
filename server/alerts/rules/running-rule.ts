import type { AlertSignal } from '@/lib/alerts/life-cycle-signal';
import type { CompiledRule } from '@/lib/alerts/rules/compile';
import type { RuleHealth, RuleSettings } from '@/lib/alerts/rules/schemas';
import type { RuleAlert, RuleStates } from '@/lib/alerts/rules/step';
import { messageOf } from '@/lib/errors';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TenantRef } from '@/lib/tenants';
import { AlertSeries } from './alert-series';
import { evaluateRule, type Evaluated, type RuleQueries } from './evaluate-rule';
import { firstEvaluation, nextEvaluation } from './rule-schedule';

/** Without an evaluation for longer than this and two intervals, missing data ends nothing for a while. */
const gapMs = 30_000;
/** Scrapes, pushes and rates are all there again after this. */
const settleMs = 120_000;
/** After a gap of more than this, the time in which nothing was evaluated does not count for `for`. */
const longGapMs = 300_000;
const refreshMs = 60_000;
const longestTimeoutMs = 10_000;
const slowMs = 1_000;

export interface RuleSource {
  id: string;
  tenant: TenantRef;
  version: number;
  settings: RuleSettings;
  compiled: CompiledRule;
  /** The levels that it was compiled with, as text. */
  levels: string;
}

interface RuleHost {
  store: MetricStore;
  queriesAt(rule: RunningRule, timeMs: number, isCanceled: () => boolean): RuleQueries;
  save(tenant: TenantRef, signals: readonly AlertSignal[]): Promise<void>;
}

/** One rule between its evaluations. */
export class RunningRule {
  states: RuleStates = new Map();
  health: RuleHealth = { evaluatedAt: null, durationMs: null, results: null, error: null, errorSince: null };
  isHealthStored = true;
  isChanged = false;
  isRemoved = false;
  running: Promise<void> | null = null;
  /** When the time of a `for` or a `keep_firing_for` ends. */
  alarmMs: number | null = null;
  nextMs: number;
  private shown = new Map<string, { value: number; annotations: Readonly<Record<string, string>> }>();
  private refreshedMs = 0;
  private succeededMs: number | null;
  private settledMs = 0;
  private isLingering = false;
  private readonly series: AlertSeries;

  constructor(
    public source: RuleSource,
    private readonly host: RuleHost,
    { nowMs, evaluatedAtMs, isNew }: { nowMs: number; evaluatedAtMs: number | null; isNew: boolean },
  ) {
    this.succeededMs = evaluatedAtMs;
    this.nextMs = isNew ? nowMs : firstEvaluation(source.id, source.settings.intervalMs, nowMs);
    this.series = new AlertSeries(host.store, source.tenant);
  }

  get id(): string {
    return this.source.id;
  }

  get isSlow(): boolean {
    return (this.health.durationMs ?? 0) > slowMs;
  }

  get timeoutMs(): number {
    return Math.min(this.source.settings.intervalMs, longestTimeoutMs);
  }

  dueMs(): number {
    return Math.min(this.nextMs, this.alarmMs ?? Infinity);
  }

  /** Sets the next time, and says how many times were missed: those that passed, and this one when it is still running. */
  arm(nowMs: number): { missed: number; isRunnable: boolean } {
    const { intervalMs } = this.source.settings;
    const passed = nowMs >= this.nextMs ? Math.floor((nowMs - this.nextMs) / intervalMs) : 0;
    const isRunnable = this.running === null && !this.isLingering;
    const isTimeMissed = !isRunnable && nowMs >= this.nextMs;
    if (nowMs >= this.nextMs) this.nextMs = nextEvaluation(this.id, intervalMs, nowMs);
    this.alarmMs = null;
    return { missed: passed + (isTimeMissed ? 1 : 0), isRunnable };
  }

  restore(alerts: readonly { alert: RuleAlert; annotations: Readonly<Record<string, string>> }[]): void {
    this.states = new Map(alerts.map(({ alert }) => [alert.fingerprint, alert]));
    this.shown = new Map(alerts.map(({ alert, annotations }) => [alert.fingerprint, { value: alert.value, annotations }]));
  }

  /** The texts of an alert as they are stored. */
  annotationsOf(fingerprint: string): Readonly<Record<string, string>> {
    return this.shown.get(fingerprint)?.annotations ?? {};
  }

  /** Goes on with other settings or levels. Alerts with the same labels go on too, and are judged by the new condition at once. */
  change(source: RuleSource, nowMs: number): void {
    if (source.settings.firing.of !== this.source.settings.firing.of) {
      this.states = new Map([...this.states].map(([key, alert]) => [key, { ...alert, window: alert.phase === 'watching' ? '' : '1'.repeat(source.settings.firing.needed) }]));
    }
    this.source = source;
    this.isChanged = true;
    this.nextMs = nowMs;
  }

  /** The clock may have been set back to `nowMs`: what was noted of the time that comes again counts as of now. */
  followClock(nowMs: number): void {
    this.nextMs = Math.min(this.nextMs, nextEvaluation(this.id, this.source.settings.intervalMs, nowMs));
    this.alarmMs = null;
    this.succeededMs = this.succeededMs === null ? null : Math.min(this.succeededMs, nowMs);
    this.settledMs = Math.min(this.settledMs, nowMs + settleMs);
    this.refreshedMs = Math.min(this.refreshedMs, nowMs);
    const known = [...this.states].map(([key, alert]): [string, RuleAlert] => {
      const { phase, startsAtMs, keepSinceMs, changesMs } = alert;
      const times = { startsAtMs: phase === 'pending' ? Math.min(startsAtMs, nowMs) : startsAtMs, keepSinceMs: keepSinceMs === null ? null : Math.min(keepSinceMs, nowMs) };
      return [key, { ...alert, ...times, changesMs: changesMs.filter((at) => at <= nowMs) }];
    });
    this.states = new Map(known);
  }

  /** Never rejects; what goes wrong is the rule's health. False when it failed. */
  async evaluate(timeMs: number): Promise<boolean> {
    const beganMs = performance.now();
    try {
      const gap = this.succeededMs === null ? (this.states.size > 0 ? Infinity : 0) : timeMs - this.succeededMs;
      if (gap > gapMs + 2 * this.source.settings.intervalMs) this.comeBack(timeMs, gap);
      const evaluated = await this.ask(timeMs);
      if (this.isRemoved) return true;
      await this.accept(evaluated, timeMs);
      this.report(timeMs, performance.now() - beganMs, evaluated.results, evaluated.warning);
      await this.series.write(this.states, timeMs);
      return true;
    } catch (error) {
      this.report(timeMs, performance.now() - beganMs, null, messageOf(error));
      return false;
    }
  }

  /** Its series end; for a rule that is no more. Throws what the store throws. */
  end(timeMs: number): Promise<void> {
    return this.series.write(new Map(), timeMs);
  }

  private comeBack(timeMs: number, gap: number): void {
    this.settledMs = timeMs + settleMs;
    if (gap <= longGapMs) return;
    const shiftMs = Number.isFinite(gap) ? gap : 0;
    this.states = new Map([...this.states].map(([key, alert]) => [key, alert.phase === 'pending' ? { ...alert, startsAtMs: shiftMs === 0 ? timeMs : alert.startsAtMs + shiftMs } : alert]));
  }

  private async ask(timeMs: number): Promise<Evaluated> {
    const { id, settings, compiled } = this.source;
    let isCanceled = false;
    const queries = this.host.queriesAt(this, timeMs, () => isCanceled || this.isRemoved);
    const rule = { id, settings, compiled, states: this.states, shown: this.shown, isChanged: this.isChanged };
    const answer = evaluateRule(rule, { timeMs, isAfterGap: timeMs < this.settledMs, isRefreshDue: timeMs - this.refreshedMs >= refreshMs }, queries);
    let timer: NodeJS.Timeout | undefined;
    const timeout = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => {
        isCanceled = true;
        this.linger(answer);
        reject(new Error(`The evaluation took longer than ${this.timeoutMs / 1_000} s and was given up. Make the expression cheaper, or the interval longer.`));
      }, this.timeoutMs);
    });
    try {
      return await Promise.race([answer, timeout]);
    } finally {
      clearTimeout(timer);
    }
  }

  /** What was given up still holds the store; it must not pile up. */
  private linger(answer: Promise<unknown>): void {
    this.isLingering = true;
    const end = () => {
      this.isLingering = false;
      clearTimeout(timer);
    };
    const timer = setTimeout(end, 6 * this.timeoutMs).unref();
    answer.then(end, end);
  }

  private async accept({ step, signals }: Evaluated, timeMs: number): Promise<void> {
    await this.host.save(this.source.tenant, signals);
    this.states = step.next;
    this.alarmMs = step.dueMs;
    this.isChanged = false;
    for (const { kind, fingerprint, value, annotations } of signals) {
      if (kind === 'ended' || kind === 'cleared') this.shown.delete(fingerprint);
      else this.shown.set(fingerprint, { value: value ?? NaN, annotations });
    }
    if (timeMs - this.refreshedMs >= refreshMs) this.refreshedMs = timeMs;
    this.succeededMs = timeMs;
  }

  private report(timeMs: number, durationMs: number, results: number | null, error: string | null): void {
    this.health = { evaluatedAt: timeMs, durationMs, results, error, errorSince: error === null ? null : (this.health.errorSince ?? timeMs) };
    this.isHealthStored = false;
  }
}

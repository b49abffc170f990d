import { labelsOf, type LabelSet } from '@/lib/metrics/labels';
import { severities, severityOf, type Severity } from '../severity';
import { ruleLimits, type BacktestAnswer, type Occurrence } from './api';
import { stepRule, type Found, type RuleAlert, type RuleStates, type RuleTiming } from './step';

interface Noise {
  severity: Severity;
  labels: LabelSet;
  /** Of the sample that made the first of them; null for missing data. */
  series: LabelSet | null;
  count: number;
  totalMs: number;
}

export type BacktestSummary = Pick<BacktestAnswer, 'occurrences' | 'total' | 'bySeverity' | 'noisiest'> & {
  /** Series of the alerts that would have fired most often, the worst first. */
  noisySeries: LabelSet[];
  /** Whether some evaluation found more alerts than a rule can have. */
  isLimited: boolean;
};

interface Open {
  occurrence: Occurrence;
  noise: Noise;
}

const mostNoisy = 10;
const mostAlerts = 10_000;

/** A rule on history: the same steps as when it is live, one evaluation after another, with what each occurrence of an alert came to. */
export class Backtest {
  private states: RuleStates = new Map();
  private readonly open = new Map<string, Open>();
  private readonly peaks = new Map<string, number>();
  private readonly noise = new Map<string, Noise>();
  private readonly durations = new Map<Severity, number[]>();
  private newest: Occurrence[] = [];
  private total = 0;
  private isLimited = false;

  /** `worse` says which of two values is further past the level. */
  constructor(
    private readonly timing: RuleTiming,
    private readonly worse: (a: number, b: number) => number,
  ) {}

  /** Whether an evaluation that finds nothing would change nothing. */
  get isIdle(): boolean {
    return this.states.size === 0;
  }

  get alerts(): RuleStates {
    return this.states;
  }

  /** One evaluation, later than all before. Times in milliseconds since 1970. */
  step(found: Found, nowMs: number): void {
    const { next, signals, dropped } = stepRule(this.timing, this.states, found, nowMs, mostAlerts);
    this.states = next;
    if (dropped > 0) this.isLimited = true;
    for (const { kind, alert } of signals) {
      if (kind === 'firing') this.begin(alert, nowMs);
      if (kind === 'ended') this.end(alert.fingerprint, nowMs);
      if (kind === 'ended' || kind === 'cleared') this.peaks.delete(alert.fingerprint);
    }
    for (const alert of next.values()) if (alert.phase === 'pending' || alert.phase === 'firing') this.measure(alert);
  }

  /** What it came to; occurrences that still fire have lasted until now. */
  summary(nowMs: number): BacktestSummary {
    for (const { occurrence, noise } of this.open.values()) this.count(occurrence, noise, nowMs);
    this.open.clear();
    const noisiest = [...this.noise.values()].sort((a, b) => b.count - a.count || b.totalMs - a.totalMs).slice(0, mostNoisy);
    return {
      occurrences: this.newest.slice(-ruleLimits.occurrences).reverse(),
      total: this.total,
      bySeverity: severities.flatMap((severity) => {
        const durations = this.durations.get(severity);
        return durations ? [{ severity, count: durations.length, totalMs: sum(durations), medianMs: median(durations) }] : [];
      }),
      noisiest: noisiest.map(({ severity, labels, count, totalMs }) => ({ severity, labels: labelsOf(labels), count, totalMs })),
      noisySeries: noisiest.flatMap(({ series }) => (series ? [series] : [])),
      isLimited: this.isLimited,
    };
  }

  private begin(alert: RuleAlert, nowMs: number): void {
    const { fingerprint, labels, series, startsAtMs, value } = alert;
    const severity = severityOf(labels);
    const occurrence: Occurrence = { severity, fingerprint, labels: labelsOf(labels), startsAt: startsAtMs, firedAt: nowMs, endsAt: null, peak: finite(this.peaks.get(fingerprint) ?? value) };
    const noise = this.noise.get(fingerprint) ?? { severity, labels, series, count: 0, totalMs: 0 };
    noise.count += 1;
    this.noise.set(fingerprint, noise);
    this.open.set(fingerprint, { occurrence, noise });
    this.total += 1;
    this.newest.push(occurrence);
    if (this.newest.length > 4 * ruleLimits.occurrences) this.newest = this.newest.slice(-ruleLimits.occurrences);
  }

  private end(fingerprint: string, nowMs: number): void {
    const open = this.open.get(fingerprint);
    if (!open) return;
    this.open.delete(fingerprint);
    open.occurrence.endsAt = nowMs;
    this.count(open.occurrence, open.noise, nowMs);
  }

  private count({ severity, firedAt }: Occurrence, noise: Noise, endMs: number): void {
    const durationMs = endMs - firedAt;
    noise.totalMs += durationMs;
    const durations = this.durations.get(severity);
    if (durations) durations.push(durationMs);
    else this.durations.set(severity, [durationMs]);
  }

  private measure({ fingerprint, value }: RuleAlert): void {
    const before = this.peaks.get(fingerprint);
    const peak = before === undefined || Number.isNaN(before) ? value : Number.isNaN(value) ? before : this.worse(before, value);
    this.peaks.set(fingerprint, peak);
    const open = this.open.get(fingerprint);
    if (open) open.occurrence.peak = finite(peak);
  }
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, each) => total + each, 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

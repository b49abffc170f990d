import type { Backtest } from '@/lib/alerts/rules/backtest';
import type { CompiledCondition, CompiledRule } from '@/lib/alerts/rules/compile';
import type { RuleSettings } from '@/lib/alerts/rules/schemas';
import type { Found, FoundAlert } from '@/lib/alerts/rules/step';
import { alertsOf, noDataAlert, withoutName } from '@/lib/alerts/rules/step-found';
import { labelSetKey, type LabelSet } from '@/lib/metrics/labels';
import type { Resolution } from '@/lib/metrics/metric-store';
import type { TemplateHost } from '@/lib/rules/template/functions';
import { askRange, type MetricQuestions } from './ask-metrics';

/** Evaluations at `startMs`, `startMs + stepMs`, ... up to `endMs`, in milliseconds since 1970. */
export interface Stretch {
  startMs: number;
  endMs: number;
  stepMs: number;
}

interface Range {
  labels: LabelSet;
  times: Float64Array;
  values: Float64Array;
}

const sliceMs = 8;

/** A compiled rule against stored history, one stretch after another. */
export class RuleHistory {
  readonly resolutions = new Set<Resolution>();
  /** Values that its conditions returned. */
  points = 0;
  /** Whether two series made the same alert at the same time, as live evaluation refuses. */
  hasCollision = false;
  private readonly known = new Map<CompiledCondition, Map<string, FoundAlert>>();

  constructor(
    private readonly compiled: CompiledRule,
    private readonly noData: RuleSettings['noData'],
    private readonly questions: MetricQuestions,
  ) {}

  /** What the conditions return over a stretch, without a step of the rule. */
  async measure(stretch: Stretch): Promise<void> {
    for (const { source } of this.compiled.conditions) await this.ask(source, stretch);
  }

  /** Steps the rule through a stretch, which begins after those before. */
  async replay(stretch: Stretch, backtest: Backtest): Promise<void> {
    const found = await this.alertsAt(stretch, ({ source }) => source);
    const isActive = found.size > 0 || !backtest.isIdle;
    const held = isActive ? await this.alertsAt(stretch, ({ holdSource }) => holdSource) : new Map<number, Map<string, FoundAlert>>();
    const data = this.noData === 'alert' || (this.noData === 'keep' && isActive) ? await this.dataAt(stretch) : null;
    const missing = this.noData === 'alert' ? noDataAlert(this.compiled) : null;
    let since = performance.now();
    for (let timeMs = stretch.startMs; timeMs <= stretch.endMs; timeMs += stretch.stepMs) {
      const here = [...(found.get(timeMs)?.values() ?? [])];
      const present = data && (data.get(timeMs) ?? []);
      const alerts = here.length === 0 && present?.length === 0 && missing ? [missing] : here;
      if (alerts.length === 0 && backtest.isIdle) continue;
      const values = new Map([...(held.get(timeMs)?.values() ?? [])].map(({ fingerprint, value }) => [fingerprint, value]));
      const all: Found = { alerts, held: values, data: present, isAfterGap: false };
      backtest.step(all, timeMs);
      if (performance.now() - since > sliceMs) {
        await new Promise((resolve) => setImmediate(resolve));
        since = performance.now();
      }
    }
  }

  /** The alerts that each time finds, by their fingerprint. */
  private async alertsAt(stretch: Stretch, sourceOf: (condition: CompiledCondition) => string | null): Promise<Map<number, Map<string, FoundAlert>>> {
    const byTime = new Map<number, Map<string, FoundAlert>>();
    for (const condition of this.compiled.conditions) {
      const source = sourceOf(condition);
      if (source === null) continue;
      for (const { labels, times, values } of await this.ask(source, stretch)) {
        const alert = await this.alertOf(condition, labels, values[0] ?? NaN, stretch.startMs);
        times.forEach((timeMs, index) => {
          const here = byTime.get(timeMs) ?? new Map<string, FoundAlert>();
          byTime.set(timeMs, here);
          if (here.has(alert.fingerprint)) this.hasCollision = true;
          here.set(alert.fingerprint, { ...alert, value: values[index] ?? NaN });
        });
      }
    }
    return byTime;
  }

  /** The labels of a series' alert are those that its first value gives. */
  private async alertOf(condition: CompiledCondition, labels: LabelSet, value: number, timeMs: number): Promise<FoundAlert> {
    const known = this.known.get(condition) ?? new Map<string, FoundAlert>();
    this.known.set(condition, known);
    const key = labelSetKey(labels);
    const found = known.get(key) ?? (await alertsOf(condition, [{ labels, value }], this.hostAt(timeMs)))[0];
    if (!found) throw new TypeError('A sample makes one alert.');
    known.set(key, found);
    return found;
  }

  private hostAt(timeMs: number): TemplateHost {
    return { externalUrl: '', timeMs, query: () => Promise.reject(new Error('a backtest asks no query in labels')) };
  }

  private async dataAt(stretch: Stretch): Promise<Map<number, LabelSet[]>> {
    const byTime = new Map<number, LabelSet[]>();
    if (this.compiled.dataSource === null) return byTime;
    for (const { labels, times } of await this.ask(this.compiled.dataSource, stretch)) {
      const series = withoutName(labels);
      for (const timeMs of times) {
        const here = byTime.get(timeMs);
        if (here) here.push(series);
        else byTime.set(timeMs, [series]);
      }
    }
    return byTime;
  }

  private async ask(expr: string, { startMs, endMs, stepMs }: Stretch): Promise<readonly Range[]> {
    const { result, cost } = await askRange(this.questions, { expr, startMs, endMs, stepMs });
    if (cost.resolution !== null) this.resolutions.add(cost.resolution);
    if (result.type !== 'matrix') return [];
    for (const { times } of result.series) this.points += times.length;
    return result.series;
  }
}

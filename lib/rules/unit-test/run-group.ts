import { messageOf } from '@/lib/errors';
import type { LabelSet } from '@/lib/metrics/labels';
import type { Expr } from '@/lib/promql/ast';
import { formatDuration } from '@/lib/promql/durations';
import { evaluateInstant } from '@/lib/promql/evaluate';
import { quote } from '@/lib/promql/literals';
import { parsePromql } from '@/lib/promql/parse';
import { evaluateGroup, newGroupState, type GroupState, type RuleHost, type RuleSample } from '../evaluate-group';
import { MemorySource } from '../memory-source';
import type { RuleGroup } from '../rule-file';
import { compareLabelSets, equalsValue } from './equal';
import { describeAlerts, describeSamples, type ShownAlert } from './describe';
import type { AlertTest, ExprTest, TestFile, TestGroup } from './test-file';

/** Most evaluations of the rules in one test. */
const maxEvaluations = 500_000;

/**
 * Runs one test as `promtool test rules` does: rules are evaluated from the start to the last eval_time, and only samples up to each evaluation are
 * there. Gives the differences, each as promtool prints it; none: the test passes.
 */
export async function runTestGroup(test: TestGroup, file: TestFile, groups: readonly RuleGroup[]): Promise<string[]> {
  return new TestRun(test, file, groups).run();
}

class TestRun {
  private readonly source = new MemorySource();
  private readonly host: RuleHost;
  private readonly states: GroupState[];
  private readonly differences: string[] = [];
  /** How many values of each input series are in the source. */
  private readonly loaded: number[];

  constructor(
    private readonly test: TestGroup,
    private readonly file: TestFile,
    groups: readonly RuleGroup[],
  ) {
    const order = new Map(file.groupOrder.map((name, index) => [name, index]));
    this.states = [...groups].sort((a, b) => (order.get(a.name) ?? 0) - (order.get(b.name) ?? 0)).map(newGroupState);
    this.loaded = test.input.map(() => 0);
    this.host = {
      evaluate: (expr, timeMs) => this.evaluate(expr, timeMs),
      append: (labels, timeMs, value) => this.source.append(labels, timeMs, value),
      externalLabels: test.externalLabels,
      externalUrl: test.externalUrl,
    };
  }

  async run(): Promise<string[]> {
    const { alertTests, exprTests } = this.test;
    const lastMs = Math.max(0, ...alertTests.map((each) => each.evalTimeMs), ...exprTests.map((each) => each.evalTimeMs));
    const stepMs = this.file.evaluationIntervalMs;
    const steps = Math.floor(lastMs / stepMs);
    if (steps * Math.max(this.states.length, 1) > maxEvaluations) {
      return [`    the test needs ${steps} evaluations of ${this.states.length} groups; at most ${maxEvaluations} are run`];
    }
    if (this.states.length === 0 && alertTests.length === 0) this.load(steps * stepMs);
    else {
      for (let step = 0; step <= steps; step += 1) {
        if (!(await this.runStep(step * stepMs, stepMs))) return this.differences;
      }
    }
    for (const each of exprTests) await this.checkExpr(each);
    return this.differences;
  }

  private async runStep(elapsedMs: number, stepMs: number): Promise<boolean> {
    this.load(elapsedMs);
    const nowMs = this.test.startMs + elapsedMs;
    const errors: string[] = [];
    for (const state of this.states) {
      await evaluateGroup(state, nowMs, this.host);
      for (const { rule, error } of state.rules) {
        if (error !== null) errors.push(`    rule: ${rule.name}, time: ${formatDuration(elapsedMs)}, err: ${error}`);
      }
    }
    this.differences.push(...errors);
    if (errors.length > 0) return false;
    for (const each of this.test.alertTests) {
      if (each.evalTimeMs >= elapsedMs && each.evalTimeMs < elapsedMs + stepMs) this.checkAlerts(each);
    }
    return true;
  }

  private load(elapsedMs: number): void {
    const { input, intervalMs, startMs } = this.test;
    const until = Math.floor(elapsedMs / intervalMs) + 1;
    input.forEach(({ labels, values }, index) => {
      const to = Math.min(until, values.length);
      for (let at = this.loaded[index] ?? 0; at < to; at += 1) {
        const value = values[at];
        if (value !== null && value !== undefined) this.source.append(labels, startMs + at * intervalMs, value);
      }
      this.loaded[index] = Math.max(to, this.loaded[index] ?? 0);
    });
  }

  private async evaluate(expr: Expr, timeMs: number): Promise<RuleSample[]> {
    const { result } = await evaluateInstant(expr, this.source, { timeMs, defaultStepMs: this.file.evaluationIntervalMs });
    if (result.type === 'vector') return result.series;
    if (result.type === 'scalar') return [{ labels: [], value: result.value }];
    throw new TypeError('rule result is not a vector or scalar');
  }

  private checkAlerts({ alertname, evalTimeMs, expected }: AlertTest): void {
    const found: ShownAlert[] = [];
    for (const { rule, alerts } of this.states.flatMap((state) => state.rules)) {
      if (rule.kind !== 'alerting' || rule.name !== alertname) continue;
      for (const alert of alerts.values()) {
        if (alert.state === 'firing') found.push({ labels: alert.labels, annotations: sortedPairs(alert.annotations) });
      }
    }
    const wanted = expected.map((each) => ({
      labels: sortedPairs(new Map([...each.labels, ['alertname', alertname] as const])),
      annotations: sortedPairs(each.annotations),
    }));
    found.sort(compareAlerts);
    wanted.sort(compareAlerts);
    if (found.length === wanted.length && found.every((alert, index) => isSameAlert(alert, wanted[index]))) return;
    const name = this.test.name === '' ? '' : `    name: ${this.test.name},\n`;
    const shown = [`exp:${describeAlerts(wanted)}`, `got:${describeAlerts(found)}`].join(', \n        ');
    this.differences.push(`${name}    alertname: ${alertname}, time: ${formatDuration(evalTimeMs)}, \n        ${shown}`);
  }

  private async checkExpr({ expr, evalTimeMs, expected }: ExprTest): Promise<void> {
    const what = `    expr: ${quote(expr)}, time: ${formatDuration(evalTimeMs)}`;
    try {
      const found = [...(await this.evaluate(parsePromql(expr), this.test.startMs + evalTimeMs))].sort(compareSamples);
      const wanted = [...expected].sort(compareSamples);
      const isSame = found.length === wanted.length && found.every((sample, index) => this.isSameSample(sample, wanted[index]));
      if (!isSame) this.differences.push(`${what},\n        exp: ${describeSamples(wanted)}\n        got: ${describeSamples(found)}`);
    } catch (error) {
      this.differences.push(`${what}, err: ${messageOf(error)}`);
    }
  }

  private isSameSample(found: RuleSample, wanted: RuleSample | undefined): boolean {
    return wanted !== undefined && isSameSet(found.labels, wanted.labels) && equalsValue(found.value, wanted.value, this.file.isFuzzy);
  }
}

/** A flat list like a label set, empty values kept: an annotation may be empty. */
function sortedPairs(texts: ReadonlyMap<string, string>): string[] {
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1)).flat();
}

function compareSamples(a: RuleSample, b: RuleSample): number {
  return compareLabelSets(a.labels, b.labels);
}

function compareAlerts(a: ShownAlert, b: ShownAlert): number {
  return compareLabelSets(a.labels, b.labels) || compareLabelSets(a.annotations, b.annotations);
}

function isSameAlert(a: ShownAlert, b: ShownAlert | undefined): boolean {
  return b !== undefined && compareAlerts(a, b) === 0;
}

function isSameSet(a: LabelSet, b: LabelSet): boolean {
  return compareLabelSets(a, b) === 0;
}

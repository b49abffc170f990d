import type { z } from 'zod';
import { clockWords } from '@/lib/alerts/clock-words';
import { ruleLimits, type backtestAlertRule, type BacktestAnswer } from '@/lib/alerts/rules/api';
import { Backtest } from '@/lib/alerts/rules/backtest';
import type { CompiledRule } from '@/lib/alerts/rules/compile';
import type { RuleSettings } from '@/lib/alerts/rules/schemas';
import type { Caller } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { metricRetention } from '@/lib/metrics/retention';
import type { MetricStore } from '@/lib/metrics/metric-store';
import { formatDuration } from '@/lib/promql/durations';
import type { Database } from '@/server/database/database';
import { askInstant, type MetricQuestions } from './ask-metrics';
import { chartOfBacktest } from './backtest-chart';
import { RuleHistory, type Stretch } from './backtest-history';
import { compileUnsaved } from './compile-unsaved';

type Input = z.output<NonNullable<(typeof backtestAlertRule)['body']>>;

/** A month in steps of a minute and a little; longer steps where the expression is heavy. */
const mostSteps = 40_000;
const stretchSteps = 2_000;
const pointsOfStretch = 200_000;
const mostPoints = 4_000_000;
const wantedMs = 12_000;
const mostMs = 25_000;

const running = new Set<string>();

/**
 * How often an unsaved rule would have fired on stored history. Throws `invalid` for one that cannot be evaluated, or not in time, and
 * `too_many_requests` while another backtest of the tenant runs: they would hold up the rules that are live.
 */
export async function backtestRule({ database, metrics }: { database: Database; metrics: MetricStore }, caller: Caller, { settings, from, to }: Input): Promise<BacktestAnswer> {
  const startedMs = performance.now();
  const toMs = Math.min(to ?? caller.now, caller.now);
  const fromMs = Math.max(from ?? 0, toMs - ruleLimits.backtestMs);
  if (fromMs >= toMs) throw new AppError('invalid', 'body.from: this must be before the end of the window, and in the past.', { issues: [{ path: 'body.from', message: 'This must be before the end of the window, and in the past.' }] });
  if (running.has(caller.tenant.id)) throw new AppError('too_many_requests', 'A backtest is running already. Try again when it is done.', { retryAfterSeconds: 5 });
  running.add(caller.tenant.id);
  try {
    const compiled = await compileUnsaved(database, caller.tenant, settings);
    return await backtest(compiled, settings, { store: metrics, tenant: caller.tenant, deadlineMs: startedMs + mostMs }, fromMs, toMs);
  } finally {
    running.delete(caller.tenant.id);
  }
}

async function backtest(compiled: CompiledRule, settings: RuleSettings, questions: MetricQuestions, fromMs: number, toMs: number): Promise<BacktestAnswer> {
  const startedMs = performance.now();
  const worse = isLowBad(settings, compiled) ? Math.min : Math.max;
  const history = new RuleHistory(compiled, settings.noData, questions);
  const plan = await planOf(compiled, settings, questions, fromMs, toMs);
  const test = new Backtest(settings, worse);
  const coveredMs = await replayAll(plan, history, test, questions);
  const { noisySeries, isLimited, ...summary } = test.summary(coveredMs);
  const { chart, dataFromMs } = await chartOfBacktest(compiled, questions, { fromMs, toMs: coveredMs, noisy: noisySeries, worse });
  const resolutions = (['raw', '5m', '1h'] as const).filter((each) => history.resolutions.has(each));
  const answer = { from: fromMs, to: coveredMs, stepMs: plan.stepMs, resolutions, dataFrom: dataFromMs, ...summary, chart };
  return { ...answer, tookMs: performance.now() - startedMs, notes: notesOf(answer, settings, { wantedToMs: toMs, isLimited, hasCollision: history.hasCollision, chartStepMs: chart.stepMs }) };
}

interface Plan {
  fromMs: number;
  toMs: number;
  stepMs: number;
  stepsAtOnce: number;
}

/** As fine as the rule's own interval where that is quick enough: the newest stretch is measured to tell. */
async function planOf(compiled: CompiledRule, { intervalMs }: RuleSettings, questions: MetricQuestions, fromMs: number, toMs: number): Promise<Plan> {
  const fine = intervalMs * Math.max(1, Math.ceil((toMs - fromMs) / intervalMs / mostSteps));
  const { samples } = await askInstant(questions, compiled.conditions[0]?.chartSource ?? '', toMs);
  const stepsAtOnce = Math.max(20, Math.min(stretchSteps, Math.floor(pointsOfStretch / Math.max(1, samples.length))));
  const probeSteps = Math.min(Math.ceil(stepsAtOnce / 4), Math.floor((toMs - fromMs) / fine) + 1);
  const probe = new RuleHistory(compiled, 'ok', questions);
  const startedMs = performance.now();
  await probe.measure({ startMs: toMs - (probeSteps - 1) * fine, endMs: toMs, stepMs: fine });
  const parts = Math.max(1, (toMs - fromMs) / fine / probeSteps);
  const factor = Math.max(1, ((performance.now() - startedMs) * parts) / wantedMs, (probe.points * parts) / mostPoints);
  const stepMs = Math.min(fine * Math.ceil(factor), Math.max(fine, toMs - fromMs));
  return { fromMs, toMs, stepMs, stepsAtOnce };
}

/** Resolves to the time up to which history was seen before the time for it ran out. */
async function replayAll({ fromMs, toMs, stepMs, stepsAtOnce }: Plan, history: RuleHistory, test: Backtest, questions: MetricQuestions): Promise<number> {
  // Steps at whole multiples, so that the same history gives the same answer a moment later.
  let startMs = Math.ceil(fromMs / stepMs) * stepMs;
  const reserveMs = 3_000;
  while (startMs <= toMs) {
    if (performance.now() > questions.deadlineMs - reserveMs || history.points > 4 * mostPoints) return startMs;
    const stretch: Stretch = { startMs, endMs: Math.min(toMs, startMs + (stepsAtOnce - 1) * stepMs), stepMs };
    await history.replay(stretch, test);
    startMs += stepsAtOnce * stepMs;
  }
  return toMs;
}

function isLowBad({ condition }: RuleSettings, { conditions }: CompiledRule): boolean {
  if (condition.kind === 'levels') return condition.comparison.startsWith('<');
  const expr = conditions[0]?.expr;
  return expr?.kind === 'binary' && expr.op.startsWith('<') && expr.rhs.kind === 'number';
}

interface Seen {
  wantedToMs: number;
  isLimited: boolean;
  hasCollision: boolean;
  chartStepMs: number;
}

function notesOf(answer: Pick<BacktestAnswer, 'from' | 'to' | 'stepMs' | 'resolutions' | 'dataFrom' | 'total' | 'occurrences'>, { intervalMs, firing }: RuleSettings, seen: Seen): string[] {
  const { from, to, stepMs, resolutions, dataFrom, total, occurrences } = answer;
  const notes: string[] = [];
  if (dataFrom === null && total === 0) notes.push('There is no data in this window for what the rule measures.');
  if (dataFrom !== null && dataFrom - from > 2 * seen.chartStepMs) notes.push(`Data begins at ${clockWords(dataFrom)}: what was before is not known.`);
  if (stepMs > intervalMs) {
    notes.push(`Evaluated every ${formatDuration(stepMs)} and not every ${formatDuration(intervalMs)} as it would be live: what lasted shorter may be missing, and times are told to the nearest ${formatDuration(stepMs)}.`);
    if (firing.of > 1) notes.push(`${firing.needed} of ${firing.of} counts these longer steps.`);
  }
  const rolledUp = resolutions.filter((each) => each !== 'raw');
  if (rolledUp.length > 0) {
    const days = metricRetention.raw.keepMs / 86_400_000;
    notes.push(`Of history older than ${days} days only summaries of ${rolledUp.map((each) => (each === '5m' ? '5 minutes' : '1 hour')).join(' and ')} are kept: shorter peaks in it are not seen.`);
  }
  if (to < seen.wantedToMs) notes.push(`The time for a backtest ran out: only history until ${new Date(to).toISOString()} was evaluated. Choose a shorter window, or aggregate the expression.`);
  if (total > occurrences.length) notes.push(`${total} occurrences in all; the newest ${occurrences.length} are listed.`);
  if (seen.isLimited) notes.push('At times it found more than 10,000 alerts, the most that a rule can have.');
  if (seen.hasCollision) notes.push('At times two series made the same alert, and live the evaluation would fail: keep a label that tells them apart.');
  return notes;
}

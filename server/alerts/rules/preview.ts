import type { z } from 'zod';
import { ruleLimits, type previewAlertRule } from '@/lib/alerts/rules/api';
import type { CompiledRule } from '@/lib/alerts/rules/compile';
import type { RuleSettings } from '@/lib/alerts/rules/schemas';
import type { FoundAlert } from '@/lib/alerts/rules/step';
import { alertsOf, annotationsOf, mapOf, noDataAlert } from '@/lib/alerts/rules/step-found';
import { severities, severityOf, type Severity } from '@/lib/alerts/severity';
import type { Caller } from '@/lib/context';
import { labelsOf } from '@/lib/metrics/labels';
import type { MetricStore } from '@/lib/metrics/metric-store';
import type { TemplateHost } from '@/lib/rules/template/functions';
import type { Database } from '@/server/database/database';
import { askInstant, type MetricQuestions } from './ask-metrics';
import { compileUnsaved } from './compile-unsaved';

type Answer = z.infer<(typeof previewAlertRule)['response']>;

const mostMs = 10_000;
const manyAlerts = 100;

/** What an unsaved rule finds at this moment. Throws `invalid` for one that cannot be evaluated, or not in time. */
export async function previewRule({ database, metrics, url }: { database: Database; metrics: MetricStore; url: string }, caller: Caller, settings: RuleSettings): Promise<Answer> {
  const startedMs = performance.now();
  const compiled = await compileUnsaved(database, caller.tenant, settings);
  const questions: MetricQuestions = { store: metrics, tenant: caller.tenant, deadlineMs: startedMs + mostMs };
  const host = templateHost(questions, url, caller.now);
  const warnings: string[] = [];
  const found = await findAlerts(compiled, questions, host, caller.now, warnings);
  const dataSeries = await countData(compiled, questions, caller.now);
  const missing = settings.noData === 'alert' && dataSeries === 0 ? noDataAlert(compiled) : null;
  if (missing) found.push({ alert: missing, severity: severityOf(missing.labels) });
  found.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  warnings.push(...adviceFor(found.length, dataSeries, missing !== null));
  const alerts: Answer['alerts'] = [];
  for (const { alert, severity } of found.slice(0, ruleLimits.previewAlerts)) {
    const { fingerprint, labels, value } = alert;
    alerts.push({ severity, fingerprint, labels: labelsOf(labels), value: Number.isFinite(value) ? value : null, annotations: await annotationsOf(compiled, alert, host) });
  }
  const conditions = compiled.conditions.map(({ severity, source, holdSource, level, chartSource }) => ({ severity, expr: source, holdExpr: holdSource, level, chartExpr: chartSource }));
  return { at: caller.now, conditions, alerts, total: found.length, dataSeries, tookMs: performance.now() - startedMs, warnings: [...new Set(warnings)] };
}

/** An alert that a rule finds. */
export interface Found {
  alert: FoundAlert;
  severity: Severity;
}

/** What the conditions of a rule find at a moment; what to say of it is added to the warnings. */
export async function findAlerts({ conditions }: CompiledRule, questions: MetricQuestions, host: TemplateHost, nowMs: number, warnings: string[]): Promise<Found[]> {
  const found: Found[] = [];
  for (const condition of conditions) {
    const answer = await askInstant(questions, condition.source, nowMs);
    warnings.push(...answer.warnings);
    try {
      const alerts = await alertsOf(condition, answer.samples, host);
      found.push(...alerts.map((alert) => ({ alert, severity: severityOf(alert.labels) })));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      warnings.push('Two series would be the same alert once the labels of the rule are set over theirs, so this rule fails. Keep a label that tells them apart.');
    }
  }
  return found;
}

async function countData({ dataSource }: CompiledRule, questions: MetricQuestions, nowMs: number): Promise<number | null> {
  return dataSource === null ? null : (await askInstant(questions, dataSource, nowMs)).samples.length;
}

function adviceFor(total: number, dataSeries: number | null, isMissing: boolean): string[] {
  const advice: string[] = [];
  if (dataSeries === 0 && !isMissing) advice.push('There is no data for this rule now: check the names of metrics and labels, and that something sends them.');
  if (total > manyAlerts) advice.push(`This rule would raise ${total} alerts at once. Aggregate its expression, by host or service for instance, or raise its level.`);
  return advice;
}

/** What the templates of labels may ask. */
export function templateHost(questions: MetricQuestions, externalUrl: string, timeMs: number): TemplateHost {
  return {
    externalUrl,
    timeMs,
    query: async (expr) => {
      const { samples } = await askInstant(questions, expr, timeMs);
      return samples.map(({ labels, value }) => ({ kind: 'sample', labels: mapOf(labels), value }));
    },
  };
}

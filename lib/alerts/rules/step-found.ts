import { messageOf } from '@/lib/errors';
import { labelSetOf, metricName, type LabelSet } from '@/lib/metrics/labels';
import type { TemplatedText } from '@/lib/rules/rule-file';
import type { RuleSample } from '@/lib/rules/evaluate-group';
import type { TemplateHost } from '@/lib/rules/template/functions';
import { renderAlertTemplate } from '@/lib/rules/template/render';
import { TemplateError } from '@/lib/rules/template/syntax';
import { compareSeverities } from '../severity';
import { fingerprintOf } from '../fingerprint';
import type { CompiledCondition, CompiledRule } from './compile';
import type { FoundAlert } from './step';

/** The label that tells the alert about missing data from those of the condition. */
const noDataLabel = 'no_data';
const maxTextLength = 10_000;

/**
 * The alerts that a condition's samples make: the sample's labels without its name, and the condition's labels over them. Throws RangeError when two
 * of them would be the same alert, as Prometheus does.
 */
export async function alertsOf(condition: CompiledCondition, samples: readonly RuleSample[], host: TemplateHost): Promise<FoundAlert[]> {
  const alerts: FoundAlert[] = [];
  const seen = new Set<string>();
  const fixed = fixedLabels(condition);
  for (const sample of samples) {
    const series = withoutName(sample.labels);
    const own = fixed ?? (await expandTexts(condition.labels, series, sample.value, host));
    const labels = over(series, own);
    const fingerprint = fingerprintOf(labels);
    if (seen.has(fingerprint)) throw new RangeError('vector contains metrics with the same labelset after applying alert labels');
    seen.add(fingerprint);
    alerts.push({ fingerprint, labels, series, value: sample.value });
  }
  return alerts;
}

/** The one alert that a rule has while there is no data for it: as severe as the worst of its conditions, and labelled `no_data`. */
export function noDataAlert({ conditions }: CompiledRule): FoundAlert | null {
  const worst = [...conditions].sort((a, b) => compareSeverities(a.severity, b.severity))[0];
  if (!worst) return null;
  const own = new Map<string, string>([[noDataLabel, 'true']]);
  for (const [name, { source, template }] of worst.labels) if (!template) own.set(name, source);
  const labels = labelSetOf(own);
  return { fingerprint: fingerprintOf(labels), labels, series: null, value: NaN };
}

/** The annotations of an alert at its value. A text that fails says so in its place: an alert with a broken text is better than none. */
export async function annotationsOf({ annotations }: CompiledRule, alert: FoundAlert, host: TemplateHost): Promise<Record<string, string>> {
  if (alert.series === null) return { summary: 'No data: what this rule looks at has no samples.' };
  return Object.fromEntries(await expandTexts(annotations, alert.series, alert.value, host));
}

/** Labels without the metric's name. */
export function withoutName(labels: LabelSet): LabelSet {
  const at = labels.findIndex((text, index) => index % 2 === 0 && text === metricName);
  return at < 0 ? labels : [...labels.slice(0, at), ...labels.slice(at + 2)];
}

function fixedLabels({ labels }: CompiledCondition): Map<string, string> | null {
  const fixed = new Map<string, string>();
  for (const [name, { source, template }] of labels) {
    if (template) return null;
    fixed.set(name, source);
  }
  return fixed;
}

async function expandTexts(texts: ReadonlyMap<string, TemplatedText>, series: LabelSet, value: number, host: TemplateHost): Promise<Map<string, string>> {
  const expanded = new Map<string, string>();
  let labels: Map<string, string> | null = null;
  for (const [name, { source, template }] of texts) {
    if (!template) expanded.set(name, source);
    else {
      labels ??= mapOf(series);
      expanded.set(name, await renderedOf(name, template, { labels, externalLabels: new Map(), externalUrl: host.externalUrl, value }, host));
    }
  }
  return expanded;
}

type Template = NonNullable<TemplatedText['template']>;

async function renderedOf(name: string, template: Template, data: Parameters<typeof renderAlertTemplate>[1], host: TemplateHost): Promise<string> {
  try {
    return (await renderAlertTemplate(template, data, host)).replaceAll('\u0000', '').slice(0, maxTextLength).toWellFormed();
  } catch (error) {
    const detail = error instanceof TemplateError ? `template: ${name}: ${error.message}` : messageOf(error);
    return `<error expanding template: ${detail}>`;
  }
}

/** Labels by their names. */
export function mapOf(labels: LabelSet): Map<string, string> {
  const map = new Map<string, string>();
  for (let index = 0; index < labels.length; index += 2) map.set(labels[index] ?? '', labels[index + 1] ?? '');
  return map;
}

/** Labels set over others; an empty value takes a label away. */
function over(labels: LabelSet, own: ReadonlyMap<string, string>): LabelSet {
  const map = mapOf(labels);
  for (const [name, value] of own) map.set(name, value);
  return labelSetOf(map);
}

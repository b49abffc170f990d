import { labelSetOf, metricName, type LabelSet } from '@/lib/metrics/labels';
import type { Attribute, OtlpResource, OtlpScope } from './otlp-model';
import { labelNameOf } from './otlp-names';

const identifying: ReadonlySet<string> = new Set(['service.name', 'service.namespace', 'service.instance.id']);

/**
 * Labels that every series of a resource has: `job` from service.namespace and service.name, `instance` from service.instance.id, or from
 * host.name where that is missing: the collector's host metrics name nothing else, and two hosts would be one series.
 */
export function resourceLabels({ attributes }: OtlpResource): Map<string, string> {
  const given = new Map(attributes);
  const labels = new Map<string, string>();
  const service = given.get('service.name') ?? '';
  const namespace = given.get('service.namespace') ?? '';
  if (service !== '') labels.set('job', namespace === '' ? service : `${namespace}/${service}`);
  const instance = given.get('service.instance.id') || (given.get('host.name') ?? '');
  if (instance !== '') labels.set('instance', instance);
  return labels;
}

/** The labels of `target_info`; null where a resource says nothing of itself, or does not say which it is. */
export function targetInfoLabels(resource: OtlpResource): LabelSet | null {
  const identity = resourceLabels(resource);
  const described = resource.attributes.filter(([key]) => !identifying.has(key));
  if (identity.size === 0 || described.length === 0) return null;
  return labelSetOf([...attributeLabels(described), ...identity, [metricName, 'target_info'] as const].reduce(overwrite, new Map<string, string>()));
}

/** The labels of a point without the name of its metric. */
export function pointLabels(attributes: readonly Attribute[], { name, version }: OtlpScope, resource: ReadonlyMap<string, string>): LabelSet {
  const labels = attributeLabels(attributes);
  if (name !== '') {
    labels.set('otel_scope_name', name);
    labels.set('otel_scope_version', version);
  }
  for (const [label, value] of resource) labels.set(label, value);
  return labelSetOf(labels);
}

/** In the order of their keys; the values of keys that become the same label are joined by semicolons. */
function attributeLabels(attributes: readonly Attribute[]): Map<string, string> {
  const labels = new Map<string, string>();
  const sorted = attributes.length > 1 ? [...attributes].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) : attributes;
  for (const [key, value] of sorted) {
    const label = labelNameOf(key);
    if (label === '') continue;
    const before = labels.get(label);
    labels.set(label, before === undefined ? value : `${before};${value}`);
  }
  return labels;
}

function overwrite(labels: Map<string, string>, [label, value]: readonly [string, string]): Map<string, string> {
  return labels.set(label, value);
}

/** The set with a label more; one of this name is replaced. */
export function withLabel(set: LabelSet, label: string, value: string): LabelSet {
  let at = 0;
  while (at < set.length && (set[at] ?? '') < label) at += 2;
  const rest = set[at] === label ? at + 2 : at;
  return [...set.slice(0, at), label, value, ...set.slice(rest)];
}

/** A number as strconv.FormatFloat(value, 'f', -1, 64) of Go writes it: the shortest that reads back, never with an exponent. */
export function decimalOf(value: number): string {
  if (value === Infinity) return '+Inf';
  if (value === -Infinity) return '-Inf';
  const text = Object.is(value, -0) ? '-0' : String(value);
  const match = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign = '', lead = '', fraction = '', power = '0'] = match;
  const exponent = Number(power);
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${lead}${fraction}`;
  return `${sign}${lead}${fraction.padEnd(exponent, '0')}`;
}

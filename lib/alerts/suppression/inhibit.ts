import { labelOf, type LabelSet } from '@/lib/metrics/labels';
import { worseOf, type Cause, type SuppressibleAlert } from './causes';
import { MatcherIndex } from './matcher-index';
import type { Inhibition } from './schemas';

/** The sources of one inhibition that share the values of its `equal` labels. */
interface Sources {
  worst: SuppressibleAlert | null;
  /** The worst of those that are no targets themselves. */
  worstOneSided: SuppressibleAlert | null;
}

/** Told of beside the stored ones; it is always on. */
export const builtInInhibition = 'A critical alert mutes the warning and the info of the same name with otherwise equal labels';

/**
 * Which alerts mute which others, by inhibitions as in Alertmanager (inhibit/inhibit.go): a source that is a target too mutes no alert that is both,
 * so none mutes itself. Finds for each alert the first inhibition that applies, the built-in one before all.
 */
export function compileInhibitions(inhibitions: readonly Inhibition[]): (alerts: readonly SuppressibleAlert[]) => Map<string, Cause> {
  const sources = new MatcherIndex(inhibitions.map(({ source }) => source));
  const targets = new MatcherIndex(inhibitions.map(({ target }) => target));
  return (alerts) => {
    const causes = bySeverity(alerts);
    const isTarget = alerts.map(({ labels }) => targets.matching(labels));
    const isSource = alerts.map(({ labels }) => sources.matching(labels));
    const found = inhibitions.map(() => new Map<string, Sources>());
    for (const [at, alert] of alerts.entries()) {
      for (const order of isSource[at] ?? []) {
        const key = keyOf(alert.labels, inhibitions[order]?.equal ?? []);
        const { worst = null, worstOneSided = null } = found[order]?.get(key) ?? {};
        const isTwoSided = isTarget[at]?.includes(order) === true;
        found[order]?.set(key, { worst: worseOf(worst, alert), worstOneSided: isTwoSided ? worstOneSided : worseOf(worstOneSided, alert) });
      }
    }
    for (const [at, alert] of alerts.entries()) {
      if (causes.has(alert.id)) continue;
      for (const order of isTarget[at] ?? []) {
        const inhibition = inhibitions[order];
        const group = inhibition && found[order]?.get(keyOf(alert.labels, inhibition.equal));
        const source = isSource[at]?.includes(order) === true ? group?.worstOneSided : group?.worst;
        if (!inhibition || !source) continue;
        causes.set(alert.id, { kind: 'inhibition', source, reason: `${JSON.stringify(source.name)} fires, and the inhibition ${JSON.stringify(inhibition.name)} mutes this alert meanwhile.` });
        break;
      }
    }
    return causes;
  };
}

function bySeverity(alerts: readonly SuppressibleAlert[]): Map<string, Cause> {
  const critical = new Map<string, SuppressibleAlert>();
  const names = new Set<string>();
  for (const alert of alerts) {
    if (alert.severity !== 'critical') continue;
    const key = keyWithoutSeverity(alert);
    critical.set(key, worseOf(critical.get(key) ?? null, alert));
    names.add(alert.name);
  }
  const causes = new Map<string, Cause>();
  for (const alert of alerts) {
    const source = alert.severity !== 'critical' && names.has(alert.name) ? critical.get(keyWithoutSeverity(alert)) : undefined;
    if (source) causes.set(alert.id, { kind: 'inhibition', source, reason: `The same alert fires as critical, so its ${alert.severity} is not told.` });
  }
  return causes;
}

function keyWithoutSeverity({ name, labels }: SuppressibleAlert): string {
  let key = name;
  for (let at = 0; at < labels.length; at += 2) {
    if (labels[at] !== 'severity') key += `\uffff${labels[at]}\uffff${labels[at + 1]}`;
  }
  return key;
}

function keyOf(labels: LabelSet, equal: readonly string[]): string {
  let key = '';
  for (const label of equal) key += `${labelOf(labels, label)}\uffff`;
  return key;
}

import { labelOf, labelSetOf, labelsOf, type LabelSet } from '@/lib/metrics/labels';
import { fingerprintOf } from '../fingerprint';
import type { EffectiveRoute } from './routing';

export interface GroupIdentity {
  /** The route's id and 16 hexadecimal digits over the labels: short, and the same for the same labels on every node and after every restart. */
  key: string;
  labels: Record<string, string>;
}

/** The group that a route puts an alert into: the alerts with the same values of the labels in `groupBy`, absent ones being alike. */
export function groupOf({ id, groupBy }: EffectiveRoute, labels: LabelSet): GroupIdentity {
  const set = groupBy === '...' ? labels : labelSetOf([...new Set(groupBy)].map((name) => [name, labelOf(labels, name)] as const));
  return { key: `${id}:${fingerprintOf(set)}`, labels: labelsOf(set) };
}

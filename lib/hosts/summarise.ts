import { stateOf, thresholdOf, vitals as vitalDefinitions, type State, type Threshold, type VitalDefinition, type VitalThresholds } from '@/lib/health/vitals';
import { formatQuantity, type Unit } from '@/lib/units';
import { hostKeyOf } from './host-key';
import type { HostSummary, HostVital } from './schemas';
import type { HostIdentity, HostSource } from './source';

export interface MeasuredVital {
  value: number;
  subject: string | null;
}

/** What the queries found of one host. */
export interface HostReadings {
  identity: HostIdentity;
  name: string;
  lastSeenAtMs: number | null;
  /** Milliseconds between its samples; null when only one is known. */
  intervalMs: number | null;
  /** By the id of the vital; one that is not here was not sent. */
  measured: Readonly<Partial<Record<VitalDefinition['id'], MeasuredVital>>>;
}

/** A host is stale when nothing came for three intervals, and for at least this long. */
const leastStaleMs = 60_000;

const severity: Record<State, number> = { ok: 0, unknown: 1, warning: 2, critical: 3 };

/** The host as it is shown: its vitals judged by the tenant's levels, as on Overview, and the worst of them as its state. */
export function summariseHost(source: HostSource, readings: HostReadings, nowMs: number, thresholds: VitalThresholds): HostSummary {
  const { identity, name, lastSeenAtMs, intervalMs, measured } = readings;
  const isStale = lastSeenAtMs === null || nowMs - lastSeenAtMs > Math.max(leastStaleMs, 3 * (intervalMs ?? 0));
  const vitals = vitalDefinitions.map((definition) => vitalOf(source, { ...definition, threshold: thresholdOf(definition, thresholds) }, isStale ? undefined : measured[definition.id], isStale));
  const worst = [...vitals].filter(({ state }) => state !== 'unknown').sort((a, b) => severity[b.state] - severity[a.state])[0];
  return {
    key: hostKeyOf(identity),
    name,
    source: identity.source,
    job: identity.job,
    instance: identity.instance,
    state: isStale ? 'unknown' : (worst?.state ?? 'unknown'),
    reason: isStale ? 'No samples arrive any more.' : reasonOf(worst),
    lastSeenAt: lastSeenAtMs === null ? null : Math.round(lastSeenAtMs),
    isStale,
    vitals,
    sparklines: null,
  };
}

function reasonOf(worst: HostVital | undefined): string {
  if (!worst) return 'None of the vitals can be measured yet.';
  return worst.state === 'ok' ? 'All that is measured is well.' : worst.reason;
}

function vitalOf(source: HostSource, definition: VitalDefinition, measured: MeasuredVital | undefined, isStale: boolean): HostVital {
  const from = source.vitals[definition.id];
  const { title, unit } = (from.expr && from.instead) ?? definition;
  const threshold = from.expr === null || from.instead ? null : definition.threshold;
  const known = { id: definition.id, title, unit, threshold };
  if (from.expr === null) return { ...known, value: null, state: 'unknown', subject: null, reason: from.reason };
  if (isStale) return { ...known, value: null, state: 'unknown', subject: null, reason: 'No samples arrive any more.' };
  if (!measured) {
    return { ...known, value: null, state: 'unknown', subject: null, reason: `This host sends no ${from.needs}, or has sent only one sample of it yet.` };
  }
  const state = stateOf(measured.value, threshold);
  return { ...known, ...measured, state, reason: explain(title, unit, measured, state, threshold) };
}

function explain(title: string, unit: Unit, { value, subject }: MeasuredVital, state: State, threshold: Threshold | null): string {
  const now = `${title}: ${formatQuantity(value, unit)}${subject ? ` (${subject})` : ''}`;
  if (!threshold) return `${now}.`;
  const level = state === 'critical' ? threshold.critical : threshold.warning;
  return `${now}, ${state === 'ok' ? 'below the warning level of' : `at or above the ${state} level of`} ${formatQuantity(level, unit)}.`;
}

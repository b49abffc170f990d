import { formatQuantity } from '@/lib/units';
import { measureVital, stateOf, vitals, type State, type VitalDefinition, type VitalId } from './vitals';
import type { HealthSample } from './sample';

/** A vital's state must hold this long before it is shown, so that one busy second does not cry wolf. */
export const holdMs = 10_000;

export interface VitalStatus {
  id: VitalId;
  value: number | null;
  state: State;
  /** Milliseconds since 1970 at which the state began. */
  since: number;
  /** Why the vital is in this state, as a sentence. */
  reason: string;
  /** Another state that the vital shows now but has not held long enough. */
  pending: { state: State; since: number } | null;
}

export interface HealthStatus {
  at: number;
  state: State;
  since: number;
  sentence: string;
  /** What to do next; null when nothing is to be done. */
  advice: string | null;
  vitals: VitalStatus[];
}

const severity: Record<State, number> = { ok: 0, unknown: 1, warning: 2, critical: 3 };

/** The status after one more sample: pure, so that the same samples always give the same story. */
export function stepHealth(previous: HealthStatus | null, sample: HealthSample): HealthStatus {
  const next = vitals.map((definition) =>
    stepVital(definition, previous?.vitals.find((each) => each.id === definition.id) ?? null, sample),
  );
  // A vital that nothing can measure here is told on its tile; it does not make the whole unwell.
  const worst = next.reduce<VitalStatus | null>(
    (found, each) => (each.state !== 'unknown' && severity[each.state] > severity[found?.state ?? 'ok'] ? each : found),
    null,
  );
  const known = next.some((each) => each.state !== 'unknown');
  const state: State = worst?.state ?? (known ? 'ok' : 'unknown');
  const began = worst?.since ?? (previous?.state === state ? previous.since : sample.at);
  return { at: sample.at, state, since: began, ...sentenceOf(state, next), vitals: next };
}

function stepVital(definition: VitalDefinition, previous: VitalStatus | null, sample: HealthSample): VitalStatus {
  const measured = measureVital(definition, sample);
  const value = measured.value;
  const seen: State = value === null ? 'unknown' : stateOf(value, definition.threshold);
  const reason = value === null ? measured.reason : explain(definition, value, measured.subject);
  const base = { id: definition.id, value, reason };
  // Known and unknown are facts, not levels: they need no hold.
  if (!previous || previous.state === 'unknown' || seen === 'unknown') {
    const kept = previous?.state === seen;
    return { ...base, state: seen, since: kept ? previous.since : sample.at, pending: null };
  }
  if (seen === previous.state) return { ...base, state: seen, since: previous.since, pending: null };
  const pending = previous.pending?.state === seen ? previous.pending : { state: seen, since: sample.at };
  if (sample.at - pending.since >= holdMs) return { ...base, state: seen, since: pending.since, pending: null };
  return { ...base, state: previous.state, since: previous.since, pending };
}

function explain(definition: VitalDefinition, value: number, subject: string | null): string {
  const shown = `${definition.title} is ${formatQuantity(value, definition.unit)}${subject ? ` (${subject})` : ''}`;
  const state = stateOf(value, definition.threshold);
  if (!definition.threshold) return `${shown}.`;
  const level = state === 'critical' ? definition.threshold.critical : definition.threshold.warning;
  const relation = state === 'ok' ? 'below the warning level of' : `at or above the ${state} level of`;
  return `${shown}, ${relation} ${formatQuantity(level, definition.unit)}.`;
}

function sentenceOf(state: State, all: VitalStatus[]): { sentence: string; advice: string | null } {
  if (state === 'unknown') return { sentence: 'Nothing can be measured yet.', advice: 'See the reason on each tile.' };
  if (state === 'ok') return { sentence: 'All is well.', advice: null };
  const unwell = all
    .filter((each) => each.state === 'warning' || each.state === 'critical')
    .sort((a, b) => severity[b.state] - severity[a.state]);
  const named = unwell.map((each) => vitals.find((definition) => definition.id === each.id));
  const first = named[0];
  const titles = named.map((definition) => definition?.title ?? '').join(', ');
  return { sentence: `${titles} ${unwell.length === 1 ? 'is' : 'are'} ${state}.`, advice: first?.advice ?? null };
}

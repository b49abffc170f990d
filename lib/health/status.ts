import { formatQuantity } from '@/lib/units';
import { measureVital, stateOf, vitals, type State, type VitalDefinition, type VitalId } from './vitals';
import type { HealthSample } from './sample';

/** A vital's state must hold this long before it is shown, so that one busy second does not cry wolf. */
const holdMs = 10_000;

interface VitalStatus {
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
  const { id } = definition;
  if (measured.value === null) {
    // One missed reading must not make a bad state look over: it has to stay away as long as any other state.
    const isBad = previous?.state === 'warning' || previous?.state === 'critical';
    const settled = isBad ? settle(previous, 'unknown', sample.at) : { state: 'unknown' as const, since: sample.at, pending: null };
    const since = previous?.state === 'unknown' ? previous.since : settled.since;
    return { id, value: null, ...settled, since, reason: measured.reason };
  }
  const { value, subject } = measured;
  const seen = stateOf(value, definition.threshold);
  // What was unknown starts as ok: a bad first second has to hold like any other.
  const shown = previous && previous.state !== 'unknown' ? previous : { state: 'ok' as const, since: sample.at, pending: null };
  const settled = settle(shown, seen, sample.at);
  return { id, value, ...settled, reason: explain(definition, value, subject, settled.state) };
}

type Shown = Pick<VitalStatus, 'state' | 'since' | 'pending'>;

/** The state to show when `seen` is what the last sample says: it changes once it has held for `holdMs`. */
function settle(shown: Shown, seen: State, at: number): Shown {
  if (seen === shown.state) return { state: seen, since: shown.since, pending: null };
  const pending = shown.pending?.state === seen ? shown.pending : { state: seen, since: at };
  if (at - pending.since >= holdMs) return { state: seen, since: pending.since, pending: null };
  return { state: shown.state, since: shown.since, pending };
}

function explain(definition: VitalDefinition, value: number, subject: string | null, shown: State): string {
  const { title, unit, threshold } = definition;
  const now = `${title}: ${formatQuantity(value, unit)}${subject ? ` (${subject})` : ''}`;
  if (!threshold) return `${now}.`;
  const seen = stateOf(value, threshold);
  const level = seen === 'critical' ? threshold.critical : threshold.warning;
  const relation = seen === 'ok' ? 'below the warning level of' : `at or above the ${seen} level of`;
  const notYet = seen === shown ? '' : `, for less than ${holdMs / 1000} s`;
  return `${now}, ${relation} ${formatQuantity(level, unit)}${notYet}.`;
}

const saying: Record<'critical' | 'warning', { one: string; many: string }> = {
  critical: { one: 'is critical', many: 'are critical' },
  warning: { one: 'needs attention', many: 'need attention' },
};

function sentenceOf(state: State, all: VitalStatus[]): { sentence: string; advice: string | null } {
  if (state === 'unknown') return { sentence: 'Nothing can be measured yet.', advice: 'See the reason on each tile.' };
  if (state === 'ok') return { sentence: 'All is well.', advice: null };
  const clauses: string[] = [];
  for (const level of ['critical', 'warning'] as const) {
    const titles = definitionsIn(level, all).map((definition) => definition.title);
    if (titles.length > 0) clauses.push(`${inWords(titles)} ${titles.length === 1 ? saying[level].one : saying[level].many}`);
  }
  return { sentence: `${clauses.join('; ')}.`, advice: definitionsIn(state, all)[0]?.advice ?? null };
}

function definitionsIn(state: State, all: VitalStatus[]): VitalDefinition[] {
  return vitals.filter((definition) => all.some((each) => each.id === definition.id && each.state === state));
}

function inWords(titles: readonly string[]): string {
  const rest = titles.slice(0, -1);
  const last = titles.at(-1) ?? '';
  return rest.length === 0 ? last : `${rest.join(', ')} and ${last}`;
}

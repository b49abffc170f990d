import { formatQuantity } from '@/lib/units';
import { measureVital, stateOf, thresholdOf, vitals, type State, type Threshold, type VitalDefinition, type VitalId, type VitalThresholds } from './vitals';
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
  /** The levels that it is judged by; null for one that has none. */
  threshold: Threshold | null;
  /** Another state that the vital shows now but has not held long enough. */
  pending: { state: State; since: number } | null;
  levels: { warning: Level; critical: Level };
}

/** On which side of a level the value is, since when without a break, and which side is shown. */
interface Level {
  isAbove: boolean;
  since: number;
  isHeld: boolean;
}

const noLevel: Level = { isAbove: false, since: 0, isHeld: false };

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

/** The status after one more sample: pure, so that the same samples and levels always give the same story. */
export function stepHealth(previous: HealthStatus | null, sample: HealthSample, thresholds: VitalThresholds): HealthStatus {
  const next = vitals.map((definition) =>
    stepVital({ ...definition, threshold: thresholdOf(definition, thresholds) }, previous?.vitals.find((each) => each.id === definition.id) ?? null, sample),
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
  const { id, threshold } = definition;
  if (measured.value === null) return { id, value: null, reason: measured.reason, threshold, ...stepUnmeasured(previous, sample.at) };
  const { value, subject } = measured;
  const seen = stateOf(value, threshold);
  // What was unknown starts as ok: a bad first second has to hold like any other.
  const known = previous && previous.state !== 'unknown' ? previous : null;
  const levels = {
    warning: stepLevel(known?.levels.warning ?? null, threshold !== null && value >= threshold.warning, sample.at),
    critical: stepLevel(known?.levels.critical ?? null, threshold !== null && value >= threshold.critical, sample.at),
  };
  const state: State = levels.critical.isHeld ? 'critical' : levels.warning.isHeld ? 'warning' : 'ok';
  const since = known?.state === state ? known.since : changedAt(known?.state ?? 'ok', state, levels, known ? null : sample.at);
  const pending = seen === state ? null : { state: seen, since: changedAt(state, seen, levels, null) };
  return { id, value, state, since, threshold, levels, pending, reason: explain(definition, value, subject, state) };
}

/** One missed reading must not make a bad state look over: it has to stay away as long as any other state. */
function stepUnmeasured(previous: VitalStatus | null, at: number): Pick<VitalStatus, 'state' | 'since' | 'levels' | 'pending'> {
  const isBad = previous?.state === 'warning' || previous?.state === 'critical';
  const pending = previous?.pending?.state === 'unknown' ? previous.pending : { state: 'unknown' as const, since: at };
  if (isBad && at - pending.since < holdMs) return { state: previous.state, since: previous.since, levels: previous.levels, pending };
  const since = previous?.state === 'unknown' ? previous.since : isBad ? pending.since : at;
  return { state: 'unknown', since, levels: { warning: noLevel, critical: noLevel }, pending: null };
}

/**
 * A level changes sides only when the value has been on the other side for `holdMs` without a break. Each level is judged alone,
 * so that a value that wavers around the critical level is at least a warning, and one that wavers around warning is not critical.
 */
function stepLevel(previous: Level | null, isAbove: boolean, at: number): Level {
  if (!previous || previous.isAbove !== isAbove) return { isAbove, since: at, isHeld: previous?.isHeld ?? false };
  return { ...previous, isHeld: at - previous.since >= holdMs ? isAbove : previous.isHeld };
}

/** When the value crossed the level that lies between two states. */
function changedAt(from: State, to: State, levels: VitalStatus['levels'], fallback: number | null): number {
  if (fallback !== null) return fallback;
  if (severity[to] > severity[from]) return to === 'critical' ? levels.critical.since : levels.warning.since;
  return to === 'ok' ? levels.warning.since : levels.critical.since;
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
  if (state === 'ok') return { sentence: wellSentence(all), advice: null };
  const clauses: string[] = [];
  for (const level of ['critical', 'warning'] as const) {
    const titles = definitionsIn(level, all).map((definition) => definition.title);
    if (titles.length > 0) clauses.push(`${inWords(titles)} ${titles.length === 1 ? saying[level].one : saying[level].many}`);
  }
  return { sentence: `${clauses.join('; ')}.`, advice: definitionsIn(state, all)[0]?.advice ?? null };
}

/** Not more than is known. Nines' own figures are unknown while nobody asks it anything, which is nothing to tell. */
function wellSentence(all: VitalStatus[]): string {
  const titles = definitionsIn('unknown', all).filter((definition) => definition.source !== 'service').map((definition) => definition.title);
  if (titles.length === 0) return 'All is well.';
  return `All that is measured is well; ${inWords(titles)} ${titles.length === 1 ? 'is' : 'are'} unknown.`;
}

function definitionsIn(state: State, all: VitalStatus[]): VitalDefinition[] {
  return vitals.filter((definition) => all.some((each) => each.id === definition.id && each.state === state));
}

function inWords(titles: readonly string[]): string {
  const rest = titles.slice(0, -1);
  const last = titles.at(-1) ?? '';
  return rest.length === 0 ? last : `${rest.join(', ')} and ${last}`;
}

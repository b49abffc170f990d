import { labelSetKey, type LabelSet } from '@/lib/metrics/labels';
import type { RuleSettings } from './schemas';
import { isQuiet, withChange, type Flapping } from './step-flapping';
import { reasonOfBeginning, reasonOfEnd, reasonOfFlapping } from './step-reasons';

/** What of a rule decides when its alerts begin and end; a RuleSettings is one. */
export type RuleTiming = Pick<RuleSettings, 'forMs' | 'keepFiringForMs' | 'firing' | 'noData'>;

/** An alert that an evaluation finds. */
export interface FoundAlert {
  fingerprint: string;
  labels: LabelSet;
  /** Labels of the sample, without its name; null for the alert that says that data is missing. */
  series: LabelSet | null;
  value: number;
}

/** What one evaluation of a rule returned. */
export interface Found {
  /** Of all conditions; each fingerprint once. */
  alerts: readonly FoundAlert[];
  /** Hysteresis: the values, by fingerprint, of what the hold expressions still return. */
  held: ReadonlyMap<string, number>;
  /** The series, without their names, for which there is data; null where that is not known or was not asked (see `isDataAsked`). */
  data: readonly LabelSet[] | null;
  /** Whether nothing was evaluated for a while before: an alert that is not found then ends only when its data is there. */
  isAfterGap: boolean;
}

/** One alert of a rule between evaluations; times in milliseconds since 1970. */
export interface RuleAlert extends FoundAlert, Flapping {
  /** `watching`: found, but in too few evaluations; `ended`: remembered, to tell flapping. */
  phase: 'watching' | 'pending' | 'firing' | 'ended';
  startsAtMs: number;
  firedAtMs: number | null;
  /** The last evaluations, the newest last: 1 where it was found. */
  window: string;
  /** Since when it is not found and only `keepFiringForMs` holds it. */
  keepSinceMs: number | null;
  /** False while it is not found and only flapping holds it. */
  isOn: boolean;
}

export type RuleStates = ReadonlyMap<string, RuleAlert>;

interface StepSignal {
  kind: 'pending' | 'firing' | 'ended' | 'cleared' | 'changed';
  alert: RuleAlert;
  /** Of `ended`. */
  resolution: 'condition' | 'no_data';
  reason: string;
}

export interface Step {
  next: RuleStates;
  signals: StepSignal[];
  /** When an alert may change with nothing new found: its `for` or its `keep_firing_for` ends. */
  dueMs: number | null;
  /** Alerts that were found but are more than the limit. */
  dropped: number;
}

/** Whether the step needs `data`: only missing data could say why something is not found. */
export function isDataAsked({ noData }: RuleTiming, previous: RuleStates, found: readonly FoundAlert[]): boolean {
  if (noData === 'alert' && found.length === 0) return true;
  const seen = new Set(found.map(({ fingerprint }) => fingerprint));
  for (const { fingerprint, phase } of previous.values()) if ((phase === 'pending' || phase === 'firing') && !seen.has(fingerprint)) return true;
  return false;
}

/**
 * The alerts of a rule after one evaluation. Pending and firing as in rules/alerting.go of Prometheus; besides, an alert counts as found only when
 * `needed` of the last `of` evaluations found it, one that fires stays while its hold expression returns it, missing data ends only what the rule
 * lets it end, and one that begins and ends again and again is held open as flapping. At most `limit` alerts; those that are there go first.
 */
export function stepRule(timing: RuleTiming, previous: RuleStates, found: Found, nowMs: number, limit = Infinity): Step {
  const step: Step & { next: Map<string, RuleAlert> } = { next: new Map(), signals: [], dueMs: null, dropped: 0 };
  const byFingerprint = new Map(found.alerts.map((alert) => [alert.fingerprint, alert]));
  let data: Set<string> | null = null;
  const isMissing = (alert: RuleAlert): boolean | null => {
    if (found.data === null) return null;
    if (alert.series === null) return found.data.length === 0;
    data ??= new Set(found.data.map(labelSetKey));
    return !data.has(labelSetKey(alert.series));
  };
  const move: Move = { timing, nowMs, found, isMissing, tell: (signal) => step.signals.push(signal) };
  const count = { active: 0, ended: 0 };
  const keep = (alert: RuleAlert | null): void => {
    if (!alert || (alert.phase === 'ended' && count.ended >= limit)) return;
    count[alert.phase === 'ended' ? 'ended' : 'active'] += 1;
    step.next.set(alert.fingerprint, alert);
    const dueMs = dueOf(alert, timing);
    if (dueMs !== null && dueMs > nowMs && (step.dueMs === null || dueMs < step.dueMs)) step.dueMs = dueMs;
  };
  for (const alert of previous.values()) keep(moved(alert, byFingerprint.get(alert.fingerprint) ?? null, move));
  for (const alert of found.alerts) {
    if (previous.has(alert.fingerprint)) continue;
    if (count.active >= limit) step.dropped += 1;
    else keep(moved(newAlert(alert), alert, move));
  }
  return step;
}

interface Move {
  timing: RuleTiming;
  nowMs: number;
  found: Found;
  isMissing(alert: RuleAlert): boolean | null;
  tell(signal: StepSignal): void;
}

function newAlert(found: FoundAlert): RuleAlert {
  return { ...found, phase: 'watching', startsAtMs: 0, firedAtMs: null, window: '', keepSinceMs: null, isOn: false, changesMs: [], isFlapping: false };
}

function moved(alert: RuleAlert, found: FoundAlert | null, move: Move): RuleAlert | null {
  const { needed, of } = move.timing.firing;
  const isActive = alert.phase === 'pending' || alert.phase === 'firing';
  const isHeld = alert.phase === 'firing' && move.found.held.has(alert.fingerprint);
  if (isActive && !found && !isHeld && isUnknown(alert, move)) return alert;
  const window = (alert.window + (found ? '1' : '0')).slice(-of);
  const value = found?.value ?? move.found.held.get(alert.fingerprint) ?? alert.value;
  const now: RuleAlert = { ...alert, ...(found && { labels: found.labels, series: found.series }), value, window };
  const isFound = window.split('1').length > needed;
  switch (alert.phase) {
    case 'watching':
    case 'ended':
      return isFound ? begin(now, move) : forgotten(now, move);
    case 'pending':
      return isFound ? wait(now, move) : clear(now, move);
    case 'firing':
      return isFound || isHeld ? goOn(now, move) : quit(now, move);
  }
}

/** Whether that it is not found says nothing, because its data is missing or nobody looked. */
function isUnknown(alert: RuleAlert, { timing, found, isMissing }: Move): boolean {
  if (timing.noData === 'ok' && !found.isAfterGap) return false;
  return isMissing(alert) ?? found.isAfterGap;
}

function begin(alert: RuleAlert, move: Move): RuleAlert {
  const { timing, nowMs, tell } = move;
  const begun: RuleAlert = { ...alert, phase: 'pending', startsAtMs: nowMs, firedAtMs: null, keepSinceMs: null };
  if (timing.forMs === 0) return fire(begun, move);
  tell({ kind: 'pending', alert: begun, resolution: 'condition', reason: reasonOfBeginning(timing, begun) });
  return begun;
}

function wait(alert: RuleAlert, move: Move): RuleAlert {
  return move.nowMs - alert.startsAtMs >= move.timing.forMs ? fire(alert, move) : alert;
}

function fire(alert: RuleAlert, { timing, nowMs, tell }: Move): RuleAlert {
  const firing: RuleAlert = { ...alert, phase: 'firing', firedAtMs: nowMs, isOn: true, ...withChange(alert, nowMs) };
  const reason = reasonOfBeginning(timing, firing);
  tell({ kind: 'firing', alert: firing, resolution: 'condition', reason: firing.isFlapping ? `${reason} ${reasonOfFlapping(firing)}` : reason });
  return firing;
}

function clear(alert: RuleAlert, move: Move): RuleAlert | null {
  move.tell({ kind: 'cleared', alert, resolution: 'condition', reason: reasonOfEnd(move.timing, alert, 'condition') });
  return forgotten({ ...alert, phase: alert.changesMs.length > 0 ? 'ended' : 'watching' }, move);
}

function goOn(alert: RuleAlert, { nowMs, tell }: Move): RuleAlert {
  const change = (next: RuleAlert): RuleAlert => {
    const reason = next.isFlapping === alert.isFlapping ? '' : reasonOfFlapping(next);
    tell({ kind: 'changed', alert: next, resolution: 'condition', reason });
    return next;
  };
  if (!alert.isOn) return change({ ...alert, isOn: true, keepSinceMs: null, ...withChange(alert, nowMs) });
  if (alert.isFlapping && isQuiet(alert, nowMs)) return change({ ...alert, keepSinceMs: null, isFlapping: false, changesMs: [] });
  return alert.keepSinceMs === null ? alert : change({ ...alert, keepSinceMs: null });
}

function quit(alert: RuleAlert, move: Move): RuleAlert | null {
  const { timing, nowMs, tell } = move;
  const keepSinceMs = timing.keepFiringForMs > 0 ? (alert.keepSinceMs ?? nowMs) : null;
  if (keepSinceMs !== null && nowMs - keepSinceMs < timing.keepFiringForMs) {
    const kept = { ...alert, keepSinceMs };
    if (alert.keepSinceMs === null) tell({ kind: 'changed', alert: kept, resolution: 'condition', reason: '' });
    return kept;
  }
  const off: RuleAlert = alert.isOn ? { ...alert, isOn: false, ...withChange(alert, nowMs) } : alert;
  if (off.isFlapping && !isQuiet(off, nowMs)) {
    if (alert.isOn) tell({ kind: 'changed', alert: off, resolution: 'condition', reason: alert.isFlapping ? '' : reasonOfFlapping(off) });
    return off;
  }
  const resolution = move.isMissing(alert) === true ? 'no_data' : 'condition';
  const ended: RuleAlert = { ...off, phase: 'ended', keepSinceMs: null, isFlapping: false };
  tell({ kind: 'ended', alert: ended, resolution, reason: reasonOfEnd(timing, ended, off.isFlapping ? 'calm' : resolution) });
  return forgotten(ended, move);
}

/** One that is not active is remembered as long as it matters to n-of-m or to flapping. */
function forgotten(alert: RuleAlert, { nowMs }: Move): RuleAlert | null {
  const isRecent = !isQuiet(alert, nowMs);
  if (!isRecent && !alert.window.includes('1')) return null;
  return alert.phase === 'ended' && !isRecent ? { ...alert, phase: 'watching', changesMs: [] } : alert;
}

function dueOf({ phase, startsAtMs, keepSinceMs }: RuleAlert, { forMs, keepFiringForMs }: RuleTiming): number | null {
  if (phase === 'pending') return startsAtMs + forMs;
  return phase === 'firing' && keepSinceMs !== null ? keepSinceMs + keepFiringForMs : null;
}

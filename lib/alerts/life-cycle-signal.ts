import { labelOf, type LabelSet } from '@/lib/metrics/labels';
import type { AlertPatch, NewAlertEvent } from './life-cycle';
import type { AlertState } from './schemas';

/** What the evaluation of a rule, or a program outside, says of one alert; times in milliseconds since 1970. */
export interface AlertSignal {
  /** `cleared`: a pending one ended; `changed`: only its value, annotations or flapping did. */
  kind: 'pending' | 'firing' | 'ended' | 'cleared' | 'changed';
  atMs: number;
  fingerprint: string;
  labels: LabelSet;
  annotations: Record<string, string>;
  value: number | null;
  startsAtMs: number;
  source: 'rule' | 'api';
  ruleId: string | null;
  runbookUrl: string | null;
  generatorUrl: string | null;
  /** When it ends unless it is said again; null: only when it is said to. */
  activeUntilMs: number | null;
  /** Of `ended`. */
  resolution: 'condition' | 'no_data' | 'timeout' | 'rule_removed' | 'source';
  isFlapping: boolean;
  /** A sentence for people. */
  reason: string;
  /** What the evaluator needs to go on after a restart. */
  evaluation: object | null;
}

/** The active occurrence of a fingerprint. */
export interface ActiveAlert {
  state: AlertState;
  source: AlertSignal['source'];
  isFlapping: boolean;
  value: number | null;
  annotations: Readonly<Record<string, string>>;
  startsAt: number;
  activeUntil: number | null;
  generatorUrl: string | null;
  runbookUrl: string | null;
}

export interface SignalPatch extends AlertPatch {
  startsAt?: number;
  value?: number | null;
  annotations?: Record<string, string>;
  activeUntil?: number | null;
  generatorUrl?: string | null;
  runbookUrl?: string | null;
  evaluation?: object | null;
  source?: AlertSignal['source'];
  ruleId?: string | null;
}

/** Signals of programs outside may overtake each other within this. */
const longestOnItsWayMs = 120_000;

/**
 * What a signal does to the active occurrence of its fingerprint (null: there is none). A repeated signal does nothing, nor does one from before the
 * occurrence began, or from a program outside about the alert of a rule. A rule takes over an alert with the same labels that a program outside sent: nobody
 * but the rule ends it then. A `refresh` changes what is shown, not the life cycle, and leaves the version as it is.
 */
export type SignalEffect =
  | { kind: 'insert'; state: 'pending' | 'firing'; event: NewAlertEvent }
  | { kind: 'update'; set: SignalPatch; event: NewAlertEvent }
  | { kind: 'refresh'; set: SignalPatch }
  | { kind: 'delete' }
  | { kind: 'none' };

export function applySignal(alert: ActiveAlert | null, signal: AlertSignal): SignalEffect {
  const { kind } = signal;
  if (alert === null) {
    if (kind !== 'pending' && kind !== 'firing') return { kind: 'none' };
    return { kind: 'insert', state: kind, event: eventOf(signal, kind) };
  }
  if (isStale(alert, signal)) return { kind: 'none' };
  switch (kind) {
    case 'pending':
    case 'changed':
      return refresh(alert, signal);
    case 'firing': {
      if (alert.source === 'api' && signal.source === 'rule') return takeOver(alert, signal);
      if (alert.state !== 'pending') return refresh(alert, signal);
      const set: SignalPatch = { ...shownBy(signal), ...earlierStart(alert, signal), state: 'firing', firedAt: signal.atMs, isFlapping: signal.isFlapping, isSettled: false };
      return { kind: 'update', set, event: eventOf(signal, 'firing') };
    }
    case 'ended':
    case 'cleared':
      return end(alert, signal);
  }
}

/** The clock may have been set back since the occurrence began: what names its beginning is about it all the same. A program outside need not remember it. */
function isStale({ source, state, startsAt, activeUntil }: ActiveAlert, signal: AlertSignal): boolean {
  if (source === 'rule' && signal.source === 'api') return true;
  // It was said again after the time was found to be over.
  if (signal.resolution === 'timeout' && signal.kind === 'ended' && activeUntil !== signal.activeUntilMs) return true;
  if (signal.source === 'api' && startsAt - signal.atMs > longestOnItsWayMs) return false;
  return signal.atMs < startsAt && signal.startsAtMs !== startsAt && state !== 'pending';
}

/** What began to be pending by a clock that was ahead began, by the clock of now, when its signal says. */
function earlierStart({ startsAt }: ActiveAlert, { startsAtMs }: AlertSignal): SignalPatch {
  return startsAtMs < startsAt ? { startsAt: startsAtMs } : {};
}

function takeOver(alert: ActiveAlert, signal: AlertSignal): SignalEffect {
  const set: SignalPatch = { ...shownBy(signal), ...earlierStart(alert, signal), source: 'rule', ruleId: signal.ruleId, isFlapping: signal.isFlapping };
  const isOver = alert.state === 'resolved' ? ' It was resolved by hand and stays so.' : '';
  return { kind: 'update', set, event: { ...eventOf(signal, 'firing'), reason: `${signal.reason} A program outside had sent the same alert; from now on it is the rule's.${isOver}` } };
}

function end(alert: ActiveAlert, signal: AlertSignal): SignalEffect {
  const { atMs, resolution, evaluation } = signal;
  switch (alert.state) {
    case 'pending':
      return { kind: 'delete' };
    case 'resolved':
      return { kind: 'update', set: { isActive: false, evaluation }, event: eventOf(signal, 'ended') };
    case 'firing':
    case 'acknowledged': {
      const set: SignalPatch = { state: 'resolved', isActive: false, resolvedAt: atMs, resolution, suppression: null, isFlapping: signal.isFlapping, evaluation, isSettled: false };
      return { kind: 'update', set, event: eventOf(signal, 'resolved') };
    }
  }
}

function refresh(alert: ActiveAlert, signal: AlertSignal): SignalEffect {
  const set = shownBy(signal);
  if (signal.kind !== 'pending' && alert.isFlapping !== signal.isFlapping) {
    return { kind: 'update', set: { ...set, isFlapping: signal.isFlapping }, event: eventOf(signal, signal.isFlapping ? 'flapping' : 'steady', 'life_cycle') };
  }
  const isSame = alert.value === signal.value && alert.activeUntil === signal.activeUntilMs && alert.generatorUrl === signal.generatorUrl && alert.runbookUrl === signal.runbookUrl;
  if (isSame && signal.kind !== 'changed' && isSameText(alert.annotations, signal.annotations)) return { kind: 'none' };
  return { kind: 'refresh', set };
}

function shownBy({ value, annotations, activeUntilMs, generatorUrl, runbookUrl, evaluation }: AlertSignal): SignalPatch {
  return { value, annotations, activeUntil: activeUntilMs, generatorUrl, runbookUrl, evaluation };
}

function eventOf(signal: AlertSignal, outcome: string, stage: NewAlertEvent['stage'] = 'evaluation'): NewAlertEvent {
  const { atMs, ruleId, reason, labels } = signal;
  return { at: atMs, stage, outcome, reason, actor: null, subject: ruleId === null ? null : { kind: 'rule', id: ruleId, name: labelOf(labels, 'alertname') } };
}

function isSameText(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => a[name] === b[name]);
}

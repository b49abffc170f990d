import { clockWords } from './clock-words';
import type { AlertActor, AlertEvent, AlertView, Suppression } from './schemas';

/** What the acts of people and the passing of time look at. */
export type AlertNow = Pick<
  AlertView,
  'state' | 'isActive' | 'suppression' | 'acknowledgedBy' | 'acknowledgedUntil' | 'owner' | 'comment' | 'resolution'
>;

/** Fields that a change sets; times in milliseconds since 1970. */
export interface AlertPatch {
  state?: AlertView['state'];
  isActive?: boolean;
  isSettled?: boolean;
  suppression?: Suppression | null;
  isFlapping?: boolean;
  firedAt?: number | null;
  acknowledgedAt?: number | null;
  acknowledgedBy?: AlertActor | null;
  acknowledgedUntil?: number | null;
  ownerId?: string | null;
  comment?: string;
  resolvedAt?: number | null;
  resolution?: AlertView['resolution'];
  resolvedBy?: AlertActor | null;
}

export type NewAlertEvent = Omit<AlertEvent, 'id'>;

/** What to store of an act, in one transaction, with a version one higher; or why there is nothing to store. */
export type AlertChange = { kind: 'changed'; set: AlertPatch; events: NewAlertEvent[] } | { kind: 'unchanged'; reason: string };

interface Act {
  at: number;
  actor: AlertActor;
  comment: string;
}

const unacknowledged = { acknowledgedAt: null, acknowledgedBy: null, acknowledgedUntil: null } satisfies AlertPatch;

/** Somebody takes an alert on; `owner` works on it (null: nobody by name), `until` (null: none) is when it fires again by itself. */
export function acknowledge(alert: AlertNow, act: Act & { owner: { id: string; name: string } | null; until: number | null }): AlertChange {
  const { at, actor, comment, owner, until } = act;
  if (alert.state === 'resolved') return unchanged('The alert is resolved already.');
  if (alert.state === 'pending') return unchanged('The alert has not fired yet.');
  if (until !== null && until <= at) return unchanged('The acknowledgement would have ended already. Give a time that is still to come.');
  const isSame = alert.acknowledgedBy?.kind === actor.kind && alert.acknowledgedBy.id === actor.id && alert.acknowledgedUntil === until && (alert.owner?.id ?? null) === (owner?.id ?? null);
  if (alert.state === 'acknowledged' && isSame && (comment === '' || comment === alert.comment)) return unchanged('The alert is acknowledged already.');
  const set: AlertPatch = {
    state: 'acknowledged', acknowledgedAt: at, acknowledgedBy: actor, acknowledgedUntil: until, ownerId: owner?.id ?? null,
    comment: comment === '' && alert.state === 'acknowledged' ? alert.comment : comment, isSettled: false,
  };
  const taken = owner && owner.id !== actor.id ? ` for ${owner.name}` : '';
  const end = until === null ? '' : `, until ${clockWords(until)}`;
  return changed(set, lifeCycle(at, 'acknowledged', withComment(`${actor.name} acknowledged it${taken}${end}`, comment), actor));
}

/** The alert fires and escalates again. */
export function unacknowledge(alert: AlertNow, { at, actor, comment }: Act): AlertChange {
  if (alert.state !== 'acknowledged') return unchanged(alert.state === 'resolved' ? 'The alert is resolved already.' : 'The alert is not acknowledged.');
  return changed({ state: 'firing', ...unacknowledged, isSettled: false }, lifeCycle(at, 'unacknowledged', withComment(`${actor.name} took the acknowledgement back`, comment), actor));
}

/** An acknowledgement that was given for a time ends when that has passed. */
export function expireAcknowledgement(alert: AlertNow, nowMs: number): AlertChange {
  if (alert.state !== 'acknowledged' || alert.acknowledgedUntil === null || alert.acknowledgedUntil > nowMs) return unchanged('Its acknowledgement has not ended.');
  const reason = `The acknowledgement by ${alert.acknowledgedBy?.name ?? 'somebody'} ended by itself; the alert still fires.`;
  return changed({ state: 'firing', ...unacknowledged, isSettled: false }, lifeCycle(nowMs, 'acknowledgement_expired', reason, system));
}

/** Ends the occurrence for people. Whether its condition still holds stays as it is, so that it comes back only when that ends and begins anew. */
export function resolveByHand(alert: AlertNow, { at, actor, comment }: Act): AlertChange {
  if (alert.state === 'resolved') return unchanged('The alert is resolved already.');
  const set: AlertPatch = { state: 'resolved', resolvedAt: at, resolution: 'person', resolvedBy: actor, suppression: null, isSettled: false };
  const until = alert.isActive ? '; it comes back only when its condition ends and begins anew' : '';
  return changed(set, lifeCycle(at, 'resolved', withComment(`${actor.name} resolved it by hand${until}`, comment), actor));
}

/** A comment changes nothing but the timeline. */
export function commentOn({ at, actor, text }: { at: number; actor: AlertActor; text: string }): NewAlertEvent {
  return { at, stage: 'comment', outcome: 'commented', reason: text, actor, subject: null };
}

/** Why nobody is told of an alert that fires, or null when nothing is in the way any more; `name` is that of the silence, window or alert. */
export function changeSuppression(alert: AlertNow, suppression: Suppression | null, nowMs: number, name = ''): AlertChange {
  const before = alert.suppression;
  if (alert.state !== 'firing' && alert.state !== 'acknowledged') return unchanged('Only an alert that fires can be suppressed.');
  if (isSameSuppression(before, suppression)) return unchanged(suppression ? 'It is suppressed already.' : 'Nothing suppresses it.');
  const events: NewAlertEvent[] = [];
  const { kind, id } = suppression ?? before ?? { kind: 'silence', id: '' };
  const subject = { kind: kind === 'silence' || kind === 'maintenance' ? kind : ('alert' as const), id, name };
  if (suppression) events.push({ at: nowMs, stage: kind, outcome: 'suppressed', reason: suppression.reason, actor: null, subject });
  else events.push({ at: nowMs, stage: kind, outcome: 'unsuppressed', reason: `Nothing is in the way of its messages any more. Until now: ${before?.reason ?? ''}`, actor: null, subject });
  return { kind: 'changed', set: { suppression, isSettled: false }, events };
}

const system: AlertActor = { kind: 'system', id: 'alerts', name: 'Nines' };

function isSameSuppression(a: Suppression | null, b: Suppression | null): boolean {
  return a === b || (a !== null && b !== null && a.kind === b.kind && a.id === b.id && a.untilMs === b.untilMs && a.reason === b.reason);
}

function lifeCycle(at: number, outcome: string, reason: string, actor: AlertActor): NewAlertEvent {
  return { at, stage: 'life_cycle', outcome, reason, actor, subject: null };
}

function withComment(sentence: string, comment: string): string {
  return comment === '' ? `${sentence}.` : `${sentence}: ${comment}`;
}

function changed(set: AlertPatch, event: NewAlertEvent): AlertChange {
  return { kind: 'changed', set, events: [event] };
}

function unchanged(reason: string): AlertChange {
  return { kind: 'unchanged', reason };
}

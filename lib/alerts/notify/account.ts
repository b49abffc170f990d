import type { PagingStep } from '../api';
import { clockWords } from '../clock-words';
import { onCallAt } from '../on-call/on-call';
import type { AlertEvent, AlertView } from '../schemas';
import { stages } from '../schemas';
import type { Directory } from './plan-types';
import { compileRoutes } from './routing';
import type { DeliveryView, Route } from './schemas';
import { labelSetOf } from '@/lib/metrics/labels';

export interface AccountInput extends Directory {
  alert: AlertView;
  /** All that was decided about the alert, in its order. */
  events: readonly AlertEvent[];
  /** Every delivery that tells of the alert. */
  deliveries: readonly DeliveryView[];
  routing: Route;
  /** Whose account it is; null: everybody's. */
  userId: string | null;
}

export interface Account {
  isPaged: boolean;
  conclusion: string;
  steps: PagingStep[];
}

/** Outcomes after which nobody, or one recipient less, is told. */
const stopping = new Set(['suppressed', 'nobody', 'skipped', 'merged', 'acknowledged', 'policy_removed', 'cleared']);
const waiting = new Set(['pending', 'grouped']);

/** Why somebody was, or was not, told of an alert: what was decided on its way with time and reason, what was sent, and for a person who got nothing what they were missing. */
export function pagingAccount(input: AccountInput): Account {
  const { events, deliveries, userId } = input;
  const mine = deliveries.filter(({ recipient }) => userId === null || (recipient.kind === 'user' && recipient.userId === userId));
  const steps = [...events.filter((event) => isOfInterest(event, userId)).map(stepOfEvent), ...mine.map(stepOfDelivery)];
  const missing = userId !== null && mine.length === 0 ? missingFor(input, userId) : [];
  steps.sort((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity) || stages.indexOf(a.stage) - stages.indexOf(b.stage));
  const isPaged = mine.some(({ state }) => state === 'delivered');
  return { isPaged, conclusion: conclusionOf(input, mine, missing), steps: [...steps, ...missing] };
}

function isOfInterest({ stage, subject }: AlertEvent, userId: string | null): boolean {
  return stage !== 'comment' && (userId === null || subject?.kind !== 'user' || subject.id === userId);
}

function stepOfEvent({ at, stage, outcome, reason, subject }: AlertEvent): PagingStep {
  return { at, stage, outcome, reason, subject, decision: stopping.has(outcome) ? 'stopped' : waiting.has(outcome) ? 'waiting' : 'passed' };
}

function stepOfDelivery(delivery: DeliveryView): PagingStep {
  const { id, state, kind, channel, recipient, createdAt, deliveredAt, lastError, attempts, reason, title } = delivery;
  const to = recipient.kind === 'user' ? `${recipient.name} by “${channel.name}”` : `“${channel.name}”`;
  const tries = attempts.length > 1 ? ` after ${attempts.length} tries` : '';
  const told = {
    delivered: `The ${kind} message to ${to} arrived${tries}. ${reason}`,
    queued: `The ${kind} message to ${to} waits to be sent. ${lastError ?? reason}`,
    sending: `The ${kind} message to ${to} is being sent. ${reason}`,
    retrying: `The ${kind} message to ${to} is tried again${tries}. ${lastError ?? ''}`,
    dead: `The ${kind} message to ${to} could not be delivered${tries}. ${lastError ?? ''}`,
    dropped: `The ${kind} message to ${to} was not sent. ${lastError ?? ''}`,
  }[state];
  const decision = state === 'delivered' ? 'passed' : state === 'dead' || state === 'dropped' ? 'stopped' : 'waiting';
  return { stage: 'delivery', at: deliveredAt ?? createdAt, decision, outcome: state, reason: told.trim(), subject: { kind: 'delivery', id, name: title } };
}

/** What the route and the policy of now, and the schedules at the time of the alert, have to say about a person who got nothing. */
function missingFor({ alert, routing, channels, people, policies, schedules }: AccountInput, userId: string): PagingStep[] {
  const name = people.get(userId)?.name ?? 'This person';
  const stop = (stage: PagingStep['stage'], reason: string, subject: PagingStep['subject']): PagingStep => ({ stage, at: null, decision: 'stopped', outcome: 'not_a_target', reason, subject });
  if (!people.has(userId)) return [stop('escalation', 'This person is no member and cannot be told.', null)];
  if (people.get(userId)?.isDeactivated) return [stop('escalation', `${name} is deactivated and cannot be told.`, null)];
  const found: PagingStep[] = [];
  for (const { route } of compileRoutes(routing).match(labelSetOf(Object.entries(alert.labels)))) {
    const subject = { kind: 'route' as const, id: route.id, name: route.name };
    const policy = route.policyId === null ? undefined : policies.get(route.policyId);
    if (!policy) {
      found.push(stop('escalation', `The route “${route.name}” has no escalation policy, so no person is told by it; it sends to ${namesOf(route.channelIds, channels)}.`, subject));
      continue;
    }
    const atMs = alert.firedAt ?? alert.startsAt;
    const named = policy.steps.flatMap(({ targets }, step) => targets.map((target) => ({ target, step: step + 1 })));
    const own = named.filter(({ target }) => target.kind === 'user' && target.id === userId);
    for (const { step } of own) found.push(stop('escalation', `Step ${step} of the policy “${policy.name}” names ${name}; it was not reached, or reached nobody.`, subject));
    for (const { target, step } of named) {
      const schedule = target.kind === 'schedule' ? schedules.get(target.id) : undefined;
      if (!schedule) continue;
      const { userId: onCall } = onCallAt(schedule, atMs);
      const who = onCall === null ? 'nobody was' : `${people.get(onCall)?.name ?? 'somebody else'} was`;
      const what = onCall === userId ? `${name} was on call in “${schedule.name}” when it fired; step ${step} was not reached, or reached nobody.` : `${name} was not on call in “${schedule.name}” when it fired (${who}), which step ${step} of “${policy.name}” asks for.`;
      found.push(stop('on_call', what, { kind: 'schedule', id: target.id, name: schedule.name }));
    }
    if (found.length === 0) found.push(stop('escalation', `No step of the policy “${policy.name}” names ${name}.`, subject));
  }
  return found;
}

function namesOf(ids: readonly string[], channels: Directory['channels']): string {
  const names = ids.flatMap((id) => channels.get(id)?.name ?? []);
  return names.length === 0 ? 'no channel' : names.join(', ');
}

function conclusionOf(input: AccountInput, mine: readonly DeliveryView[], missing: readonly PagingStep[]): string {
  const { userId, people, events } = input;
  const name = userId === null ? null : (people.get(userId)?.name ?? 'This person');
  const arrived = mine.filter(({ state }) => state === 'delivered');
  const [first] = [...arrived].sort((a, b) => (a.deliveredAt ?? 0) - (b.deliveredAt ?? 0));
  if (first) {
    const at = clockWords(first.deliveredAt ?? first.createdAt);
    if (name !== null) return `${name} was told at ${at} by “${first.channel.name}”. ${first.reason}`;
    const names = [...new Set(arrived.map(({ recipient, channel }) => (recipient.kind === 'user' ? `${recipient.name} by “${channel.name}”` : `“${channel.name}”`)))];
    return `Told, first at ${at}: ${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}.`;
  }
  const who = name ?? 'Nobody';
  const not = name === null ? 'was told' : 'was not told';
  const [last] = [...mine].sort((a, b) => b.createdAt - a.createdAt);
  if (last) return `${who} ${not}${last.state === 'dead' || last.state === 'dropped' ? '' : ' yet'}. ${stepOfDelivery(last).reason}`;
  return `${who} ${not}${reasonSoFar(input, events, missing)}`;
}

function reasonSoFar({ alert }: AccountInput, events: readonly AlertEvent[], missing: readonly PagingStep[]): string {
  if (alert.state === 'pending') return ': it is pending and has not fired yet.';
  if (alert.suppression && alert.state !== 'resolved') return ` while it is suppressed. ${alert.suppression.reason}`;
  const stop = [...events].reverse().find(({ stage, outcome }) => stopping.has(outcome) && outcome !== 'suppressed' && stage !== 'life_cycle');
  if (stop?.outcome === 'nobody' || stop?.outcome === 'merged') return `. ${stop.reason}`;
  const [first] = missing;
  if (first) return `. ${first.reason}`;
  if (stop) return `. ${stop.reason}`;
  return alert.state === 'resolved' ? '.' : ' yet: its group waits before its first message.';
}

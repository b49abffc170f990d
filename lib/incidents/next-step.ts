import { isOpen } from './life-cycle';
import type { Incident, IncidentTask } from './schemas';

export interface StepWorld {
  incident: Pick<Incident, 'state' | 'roles' | 'times' | 'mergedInto' | 'alerts' | 'paging' | 'reopened' | 'createdAt'>;
  tasks: readonly Pick<IncidentTask, 'text' | 'kind' | 'doneAt' | 'dueAt'>[];
  /** When others were told of it last, in milliseconds since 1970; null: never. */
  lastUpdateMs: number | null;
  hasReview: boolean;
}

const updateEveryMs = 30 * 60_000;

/** What to do next about an incident, in one sentence: the first thing that is missing. */
export function nextStep(world: StepWorld, nowMs: number): string {
  const { incident } = world;
  if (incident.mergedInto) return `Work on incident ${incident.mergedInto.number}, which this one was merged into.`;
  return isOpen(incident.state) ? stepOfOpen(world, nowMs) : stepOfResolved(world, nowMs);
}

function stepOfOpen({ incident: { state, roles, times, alerts, paging, reopened, createdAt }, tasks, lastUpdateMs }: StepWorld, nowMs: number): string {
  const isSilent = reopened > 0 && paging?.state !== 'running';
  if (times.acknowledged === null) {
    if (paging?.state === 'running') return 'Acknowledge it: somebody is being paged.';
    return isSilent ? 'Acknowledge it, or page somebody who can: opening it again paged nobody.' : 'Acknowledge it, or page somebody who can.';
  }
  if (!roles.lead) return isSilent ? 'Say who leads, or page somebody: opening it again paged nobody.' : 'Say who leads.';
  const quietMs = nowMs - (lastUpdateMs ?? createdAt);
  if (roles.communications && quietMs >= updateEveryMs) {
    return lastUpdateMs === null ? 'Tell the others: nobody was told of it yet.' : `Tell the others: the last update is ${Math.floor(quietMs / 60_000)} min old.`;
  }
  const open = tasks.filter(({ kind, doneAt }) => kind === 'task' && doneAt === null);
  if (open[0]) return open.length === 1 ? `Do the task that is open: ${open[0].text}` : `${open.length} tasks are open. The first: ${open[0].text}`;
  switch (state) {
    case 'investigating':
      return 'Find the cause, then set it to identified.';
    case 'identified':
      return 'Fix it, then set it to monitoring.';
    default:
      return alerts.open === 0 ? 'Resolve it: no alert of it is open any more.' : `Watch it: ${alerts.open === 1 ? 'one alert of it is' : `${alerts.open} alerts of it are`} still open.`;
  }
}

function stepOfResolved({ incident: { state, alerts }, tasks, hasReview }: StepWorld, nowMs: number): string {
  const actions = tasks.filter(({ kind, doneAt }) => kind === 'action' && doneAt === null);
  const overdue = actions.filter(({ dueAt }) => dueAt !== null && dueAt < nowMs);
  if (overdue[0]) return overdue.length === 1 ? `An action is overdue: ${overdue[0].text}` : `${overdue.length} actions are overdue. The first: ${overdue[0].text}`;
  if (alerts.open > 0) return `${alerts.open === 1 ? 'One alert of it is still open and declares' : `${alerts.open} alerts of it are still open and declare`} no other incident: open it again if it is not over.`;
  if (state === 'resolved') return hasReview ? 'Finish the review, then set it to reviewed.' : 'Write the review.';
  if (actions[0]) return actions.length === 1 ? `One action is open: ${actions[0].text}` : `${actions.length} actions are open. The first: ${actions[0].text}`;
  return 'Nothing: it is reviewed, and no action is open.';
}

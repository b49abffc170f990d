import { expect, it } from 'vitest';
import { nextStep, type StepWorld } from './next-step';

const now = Date.parse('2026-01-05T04:00:00Z');
const minute = 60_000;
const person = { id: '00000000-0000-4000-8000-000000000001', name: 'Alice' };
const nobody = { lead: null, communications: null, scribe: null };
const times = { started: now - 60 * minute, detected: null, acknowledged: now - 50 * minute, mitigated: null, resolved: null };
const incident: StepWorld['incident'] = { state: 'investigating', roles: { ...nobody, lead: person }, times, mergedInto: null, alerts: { total: 1, open: 0 }, paging: null, reopened: 0, createdAt: now - 60 * minute };
const task = { text: 'Look at the logs', kind: 'task' as const, doneAt: null, dueAt: null };
const action = { ...task, text: 'Add an index', kind: 'action' as const };
const paging = { policyId: person.id, policyName: 'Web', state: 'running' as const, nextAt: null };

interface Changed extends Partial<Omit<StepWorld, 'incident'>> {
  incident?: Partial<StepWorld['incident']>;
}

it.each<[what: string, changed: Changed, said: string]>([
  ['of a merged one is the other one', { incident: { mergedInto: { id: person.id, number: 7 }, state: 'resolved' } }, 'Work on incident 7, which this one was merged into.'],
  ['of one that nobody has acknowledged is that', { incident: { times: { ...times, acknowledged: null }, roles: nobody } }, 'Acknowledge it, or page somebody who can.'],
  ['of one that pages says so', { incident: { times: { ...times, acknowledged: null }, paging } }, 'Acknowledge it: somebody is being paged.'],
  ['of one that was opened again says that nobody is paged', { incident: { times: { ...times, acknowledged: null }, reopened: 1, paging: { ...paging, state: 'resolved' } } }, 'Acknowledge it, or page somebody who can: opening it again paged nobody.'],
  ['of one that was opened again without a lead too', { incident: { roles: nobody, reopened: 1 } }, 'Say who leads, or page somebody: opening it again paged nobody.'],
  ['of one that was opened again and pages is its lead', { incident: { roles: nobody, reopened: 1, paging } }, 'Say who leads.'],
  ['of one without a lead is a lead', { incident: { roles: nobody } }, 'Say who leads.'],
  ['of one of which nobody was told is to tell', { incident: { roles: { ...nobody, lead: person, communications: person } } }, 'Tell the others: nobody was told of it yet.'],
  ['after half an hour without an update is an update', { incident: { roles: { ...nobody, lead: person, communications: person } }, lastUpdateMs: now - 30 * minute }, 'Tell the others: the last update is 30 min old.'],
  ['of one of which others were just told is its work', { incident: { roles: { ...nobody, lead: person, communications: person } }, lastUpdateMs: now - 29 * minute }, 'Find the cause, then set it to identified.'],
  ['of one without communications does not ask for updates', {}, 'Find the cause, then set it to identified.'],
  ['names the task that is open', { tasks: [{ ...task, doneAt: now }, task, action] }, 'Do the task that is open: Look at the logs'],
  ['names the first of several tasks', { tasks: [task, { ...task, text: 'Ask the vendor' }] }, '2 tasks are open. The first: Look at the logs'],
  ['of an identified one is the fix', { incident: { state: 'identified' } }, 'Fix it, then set it to monitoring.'],
  ['of one that is watched counts what is open', { incident: { state: 'monitoring', alerts: { total: 3, open: 2 } } }, 'Watch it: 2 alerts of it are still open.'],
  ['of one that is quiet is its end', { incident: { state: 'monitoring', alerts: { total: 3, open: 0 } } }, 'Resolve it: no alert of it is open any more.'],
  ['of a resolved one is the review', { incident: { state: 'resolved' } }, 'Write the review.'],
  ['of a resolved one with an alert that is open is to look at it', { incident: { state: 'resolved', alerts: { total: 3, open: 1 } } }, 'One alert of it is still open and declares no other incident: open it again if it is not over.'],
  ['of a resolved one with alerts that are open counts them', { incident: { state: 'resolved', alerts: { total: 3, open: 2 } } }, '2 alerts of it are still open and declare no other incident: open it again if it is not over.'],
  ['of a review that was begun is its end', { incident: { state: 'resolved' }, hasReview: true }, 'Finish the review, then set it to reviewed.'],
  ['of an overdue action is that', { incident: { state: 'reviewed' }, tasks: [{ ...action, dueAt: now - 1 }] }, 'An action is overdue: Add an index'],
  ['counts overdue actions', { incident: { state: 'resolved' }, tasks: [{ ...action, dueAt: now - 1 }, { ...action, dueAt: now - 2 }, action] }, '2 actions are overdue. The first: Add an index'],
  ['of a reviewed one is its actions', { incident: { state: 'reviewed' }, tasks: [{ ...action, dueAt: now + 1 }, { ...action, doneAt: now }] }, 'One action is open: Add an index'],
  ['of what is done is nothing', { incident: { state: 'reviewed' }, tasks: [{ ...action, doneAt: now }, task] }, 'Nothing: it is reviewed, and no action is open.'],
])('the next step %s', (_, { incident: changed, ...rest }, said) => {
  expect(nextStep({ tasks: [], lastUpdateMs: null, hasReview: false, ...rest, incident: { ...incident, ...changed } }, now)).toBe(said);
});

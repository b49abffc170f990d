import { describe, expect, it } from 'vitest';
import { acknowledgeIncident, assignRole, correctTime, moveTo, type IncidentNow } from './life-cycle';
import { incidentStates, type IncidentState, type Milestone } from './schemas';

const at = Date.UTC(2026, 10, 21, 12);
const minute = 60_000;
const actor = { kind: 'user', id: 'u1', name: 'Alice' } as const;
const none = { lead: null, communications: null, scribe: null };
const times = { started: at - 30 * minute, detected: at - 28 * minute, acknowledged: at - 25 * minute, mitigated: null, resolved: null };
const incidentOf = (state: IncidentState, changed: Partial<IncidentNow> = {}): IncidentNow => ({
  title: 'Shop is down', summary: '', state, severity: 'sev1', roles: none, reopened: 0, mergedInto: null,
  times: state === 'resolved' || state === 'reviewed' ? { ...times, mitigated: at - 5 * minute, resolved: at - minute } : times, ...changed,
});

describe('an incident goes from state to state', () => {
  const allowed: Record<IncidentState, IncidentState[]> = {
    investigating: ['identified', 'monitoring', 'resolved'],
    identified: ['investigating', 'monitoring', 'resolved'],
    monitoring: ['investigating', 'identified', 'resolved'],
    resolved: ['investigating', 'identified', 'monitoring', 'reviewed'],
    reviewed: ['investigating', 'identified', 'monitoring'],
  };
  const cases = incidentStates.flatMap((from) => incidentStates.map((to): [IncidentState, IncidentState, boolean] => [from, to, allowed[from].includes(to)]));
  it.each(cases)('from %s to %s: %s', (from, to, isAllowed) => {
    expect(moveTo(incidentOf(from), to, { at, actor }).kind).toBe(isAllowed ? 'changed' : 'unchanged');
  });

  it('and is not moved once it is merged', () => {
    expect(moveTo(incidentOf('resolved', { mergedInto: { id: 'x', number: 7 } }), 'investigating', { at, actor })).toEqual({ kind: 'unchanged', reason: 'It was merged into incident 7. Work on that one.' });
  });

  it.each([
    ['monitoring: mitigated', incidentOf('identified'), 'monitoring', { mitigated: at }],
    ['resolved at once: mitigated too', incidentOf('investigating'), 'resolved', { mitigated: at, resolved: at }],
    ['resolved after monitoring: mitigated then', incidentOf('monitoring', { times: { ...times, mitigated: at - minute } }), 'resolved', { resolved: at }],
    ['moved before anybody acknowledged: acknowledged', incidentOf('investigating', { times: { ...times, acknowledged: null } }), 'identified', { acknowledged: at }],
    ['opened again: neither mitigated nor resolved any more', incidentOf('resolved'), 'investigating', { mitigated: null, resolved: null }],
  ] as const)('%s', (_, incident, to, expected) => {
    const change = moveTo(incident, to, { at, actor });
    expect(change.kind === 'changed' ? change.set.times : change.reason).toEqual(expected);
  });

  it('counts how often it was opened again, and says so', () => {
    expect(moveTo(incidentOf('reviewed', { reopened: 1 }), 'investigating', { at, actor, note: 'it is back' })).toMatchObject({ set: { reopened: 2 }, entries: [{ kind: 'state', text: 'Alice opened it again: investigating: it is back' }] });
  });
});

describe('a role', () => {
  const bob = { id: 'u2', name: 'Bob' };
  const me = { id: 'u1', name: 'Alice' };
  it.each([
    ['is taken', none, me, 'Alice took the role lead.'],
    ['is given', none, bob, 'Alice gave the role lead to Bob.'],
    ['is taken over', { ...none, lead: bob }, me, 'Alice took over the role lead from Bob.'],
    ['is handed over', { ...none, lead: me }, bob, 'Alice handed the role lead over from Alice to Bob.'],
    ['is taken away', { ...none, lead: bob }, null, 'Alice took the role lead from Bob.'],
  ])('%s', (_, roles, person, text) => {
    expect(assignRole(incidentOf('investigating', { roles }), 'lead', person, { at, actor })).toMatchObject({ kind: 'changed', set: { roles: { lead: person } }, entries: [{ text }] });
  });

  it('is not given twice', () => {
    expect(assignRole(incidentOf('investigating', { roles: { ...none, scribe: bob } }), 'scribe', bob, { at, actor }).kind).toBe('unchanged');
  });

  it('of the lead acknowledges, once', () => {
    const unseen = incidentOf('investigating', { times: { ...times, acknowledged: null } });
    expect(assignRole(unseen, 'lead', bob, { at, actor })).toMatchObject({ set: { times: { acknowledged: at } } });
    expect(assignRole(unseen, 'scribe', bob, { at, actor })).not.toMatchObject({ set: { times: expect.anything() as unknown } });
    expect(acknowledgeIncident(unseen, { at, actor })).toMatchObject({ set: { times: { acknowledged: at } } });
    expect(acknowledgeIncident(incidentOf('investigating'), { at, actor }).kind).toBe('unchanged');
  });
});

describe('a time is corrected', () => {
  const cases: [what: string, state: IncidentState, milestone: Milestone, to: number | null, reason: string | null][] = [
    ['earlier', 'investigating', 'started', at - 60 * minute, null],
    ['but not to later than the detection', 'investigating', 'started', at - 27 * minute, 'That is after the detection.'],
    ['but not to a time that is still to come', 'investigating', 'detected', at + 1, 'This time is still to come.'],
    ['but not to before the start', 'investigating', 'acknowledged', at - 31 * minute, 'That is before the start.'],
    ['to before the detection, where somebody knew already', 'investigating', 'acknowledged', at - 29 * minute, null],
    ['to none', 'investigating', 'acknowledged', null, null],
    ['but the start is not taken out', 'investigating', 'started', null, 'The time of the start cannot be taken out.'],
    ['but the resolution is not taken out', 'resolved', 'resolved', null, 'The time of the resolution cannot be taken out.'],
    ['but there is no resolution of what is open', 'investigating', 'resolved', at - minute, 'It is not resolved. Resolve it first, then correct the time.'],
    ['but the resolution not to before the mitigation', 'resolved', 'resolved', at - 6 * minute, 'That is before the mitigation.'],
    ['but not to what it is', 'investigating', 'detected', at - 28 * minute, 'It is this time already.'],
  ];
  it.each(cases)('%s', (_, state, milestone, to, problem) => {
    const change = correctTime(incidentOf(state), milestone, to, { at, actor, reason: 'the log says so' });
    expect(change.kind === 'changed' ? null : change.reason).toBe(problem);
    if (change.kind === 'changed') expect(change.set.times).toEqual({ [milestone]: to });
  });
});

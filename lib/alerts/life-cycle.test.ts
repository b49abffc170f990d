import { describe, expect, it } from 'vitest';
import { acknowledge, changeSuppression, commentOn, expireAcknowledgement, resolveByHand, unacknowledge, type AlertChange, type AlertNow } from './life-cycle';
import type { AlertActor, Suppression } from './schemas';

const at = Date.UTC(2026, 0, 1);
const alice: AlertActor = { kind: 'user', id: 'alice', name: 'Alice' };
const bob: AlertActor = { kind: 'user', id: 'bob', name: 'Bob' };
const firing: AlertNow = { state: 'firing', isActive: true, suppression: null, acknowledgedBy: null, acknowledgedUntil: null, owner: null, comment: '', resolution: null };
const pending: AlertNow = { ...firing, state: 'pending' };
const acknowledged: AlertNow = { ...firing, state: 'acknowledged', acknowledgedBy: alice, owner: { id: 'alice', name: 'Alice' }, comment: 'mine' };
const resolved: AlertNow = { ...firing, state: 'resolved', isActive: false, resolution: 'condition' };
const silence: Suppression = { kind: 'silence', id: 's1', reason: 'Silenced by Bob.', sinceMs: at, untilMs: at + 60_000 };

const byAlice = { at, actor: alice, comment: '', owner: { id: 'alice', name: 'Alice' }, until: null };
const stateOf = (change: AlertChange) => (change.kind === 'changed' ? change.set.state : change.kind);

describe('what people do to an alert', () => {
  it.each([
    { act: 'acknowledge', run: (alert: AlertNow) => acknowledge(alert, byAlice), pending: 'unchanged', firing: 'acknowledged', acknowledged: 'unchanged', resolved: 'unchanged' },
    { act: 'take back', run: (alert: AlertNow) => unacknowledge(alert, byAlice), pending: 'unchanged', firing: 'unchanged', acknowledged: 'firing', resolved: 'unchanged' },
    { act: 'resolve', run: (alert: AlertNow) => resolveByHand(alert, byAlice), pending: 'resolved', firing: 'resolved', acknowledged: 'resolved', resolved: 'unchanged' },
  ])('$act: pending $pending, firing $firing, acknowledged $acknowledged, resolved $resolved', ({ run, ...wanted }) => {
    expect({ act: wanted.act, pending: stateOf(run(pending)), firing: stateOf(run(firing)), acknowledged: stateOf(run(acknowledged)), resolved: stateOf(run(resolved)) }).toEqual(wanted);
  });

  it('an acknowledgement says by whom, for whom, until when and why', () => {
    expect(acknowledge(firing, { ...byAlice, owner: { id: 'bob', name: 'Bob' }, until: at + 3_600_000, comment: 'on it' })).toEqual({
      kind: 'changed',
      set: { state: 'acknowledged', acknowledgedAt: at, acknowledgedBy: alice, acknowledgedUntil: at + 3_600_000, ownerId: 'bob', comment: 'on it', isSettled: false },
      events: [{ at, stage: 'life_cycle', outcome: 'acknowledged', reason: 'Alice acknowledged it for Bob, until 01:00 UTC on 1 January 2026: on it', actor: alice, subject: null }],
    });
  });

  it('another person can take an acknowledged alert over, and the same one can change the end or the comment', () => {
    expect(stateOf(acknowledge(acknowledged, { ...byAlice, actor: bob }))).toBe('acknowledged');
    expect(stateOf(acknowledge(acknowledged, { ...byAlice, until: at + 1 }))).toBe('acknowledged');
    expect(stateOf(acknowledge(acknowledged, { ...byAlice, comment: 'news' }))).toBe('acknowledged');
    expect(stateOf(acknowledge(acknowledged, { ...byAlice, comment: 'mine' }))).toBe('unchanged');
  });

  it('an acknowledgement cannot end in the past', () => expect(stateOf(acknowledge(firing, { ...byAlice, until: at }))).toBe('unchanged'));

  it('to resolve by hand leaves the condition as it is and ends what suppresses', () => {
    const change = resolveByHand({ ...firing, suppression: silence }, { at, actor: bob, comment: 'fixed' });
    expect(change).toMatchObject({ set: { state: 'resolved', resolution: 'person', resolvedBy: bob, resolvedAt: at, suppression: null } });
    expect(change).not.toHaveProperty('set.isActive');
    expect(change).toMatchObject({ events: [{ reason: 'Bob resolved it by hand; it comes back only when its condition ends and begins anew: fixed' }] });
  });

  it('a comment is an entry of the timeline', () => {
    expect(commentOn({ at, actor: bob, text: 'looking' })).toEqual({ at, stage: 'comment', outcome: 'commented', reason: 'looking', actor: bob, subject: null });
  });
});

describe('what time does to an alert', () => {
  it.each([
    { alert: { ...acknowledged, acknowledgedUntil: at }, becomes: 'firing' },
    { alert: { ...acknowledged, acknowledgedUntil: at + 1 }, becomes: 'unchanged' },
    { alert: acknowledged, becomes: 'unchanged' },
    { alert: { ...firing, acknowledgedUntil: at }, becomes: 'unchanged' },
  ])('an acknowledgement until $alert.acknowledgedUntil of one that is $alert.state makes it $becomes', ({ alert, becomes }) => {
    expect(stateOf(expireAcknowledgement(alert, at))).toBe(becomes);
  });
});

describe('what suppresses an alert', () => {
  it('is told when it begins, changes and ends, and only then', () => {
    expect(changeSuppression(firing, silence, at, 'Deploy')).toEqual({
      kind: 'changed',
      set: { suppression: silence, isSettled: false },
      events: [{ at, stage: 'silence', outcome: 'suppressed', reason: 'Silenced by Bob.', actor: null, subject: { kind: 'silence', id: 's1', name: 'Deploy' } }],
    });
    const silenced = { ...firing, suppression: silence };
    expect(changeSuppression(silenced, { ...silence, sinceMs: at + 5 }, at)).toMatchObject({ kind: 'unchanged' });
    expect(changeSuppression(silenced, { ...silence, kind: 'inhibition', id: 'cause' }, at)).toMatchObject({ events: [{ stage: 'inhibition', subject: { kind: 'alert', id: 'cause' } }] });
    expect(changeSuppression(silenced, null, at)).toMatchObject({ set: { suppression: null }, events: [{ stage: 'silence', outcome: 'unsuppressed' }] });
    expect(changeSuppression(firing, null, at)).toMatchObject({ kind: 'unchanged' });
  });

  it.each([pending, resolved])('does not concern one that is $state', (alert) => expect(changeSuppression(alert, silence, at)).toMatchObject({ kind: 'unchanged' }));
});

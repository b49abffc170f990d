import { describe, expect, it } from 'vitest';
import type { AlertActor } from '@/lib/alerts/schemas';
import { decideUpdate, type WantedUpdate } from './decide-update';
import type { Incident } from './schemas';

const at = Date.parse('2026-03-28T03:00:00Z');
const minute = 60_000;
const alice: AlertActor = { kind: 'user', id: '00000000-0000-4000-8000-00000000000a', name: 'Alice' };
const person = { id: alice.id, name: alice.name };
const incidentOf = (changed: Partial<Incident> = {}): Incident => ({
  id: '00000000-0000-4000-8000-000000000001', number: 7, version: 3, title: 'Checkout is down', summary: '', state: 'investigating', severity: 'sev2', source: 'person', team: 'shop', runbookUrl: null, paging: null,
  roles: { lead: null, communications: null, scribe: null }, times: { started: at - 10 * minute, detected: at - 9 * minute, acknowledged: null, mitigated: null, resolved: null },
  reopened: 0, mergedInto: null, services: [], alerts: { total: 0, open: 0 }, tasks: { total: 0, done: 0 }, createdAt: at - 9 * minute, updatedAt: at - 9 * minute, ...changed,
});
const decide = (wanted: Partial<WantedUpdate>, incident = incidentOf()) => decideUpdate(incident, { note: '', ...wanted }, at, alice);

describe('what is wanted of an incident', () => {
  it.each<[string, Partial<WantedUpdate>, object, string[]]>([
    ['a title', { title: 'Payments fail' }, { title: 'Payments fail' }, ['Alice changed the title from “Checkout is down” to “Payments fail”.']],
    ['what is so already', { title: 'Checkout is down', state: 'investigating', roles: { lead: null } }, {}, []],
    ['a severity with its reason', { severity: { key: 'sev1', name: 'SEV1' }, note: 'All of them' }, { severity: 'sev1' }, ['Alice changed the severity from sev2 to sev1: All of them']],
    ['an acknowledgement', { isAcknowledged: true }, { times: { acknowledged: at } }, ['Alice acknowledged it.']],
    ['a lead, who has acknowledged it', { roles: { lead: person } }, { roles: { lead: person }, times: { acknowledged: at } }, ['Alice took the role lead.']],
    ['an acknowledgement and a lead at once', { isAcknowledged: true, roles: { lead: person } }, { roles: { lead: person }, times: { acknowledged: at } }, ['Alice acknowledged it.', 'Alice took the role lead.']],
    ['a state, which is when it was mitigated', { state: 'resolved', note: 'Rolled back' }, { state: 'resolved', times: { acknowledged: at, mitigated: at, resolved: at } }, ['Alice set it from investigating to resolved: Rolled back']],
    ['a resolution with the times that it had', { state: 'resolved', times: { acknowledged: at - 3 * minute, mitigated: at - 2 * minute, resolved: at - minute }, note: 'Late' }, { state: 'resolved', times: { acknowledged: at - 3 * minute, mitigated: at - 2 * minute, resolved: at - minute } },
      ['Alice set it from investigating to resolved.', 'Alice corrected the time of the acknowledgement from 2026-03-28T03:00:00Z to 2026-03-28T02:57:00Z: Late',
        'Alice corrected the time of the mitigation from 2026-03-28T03:00:00Z to 2026-03-28T02:58:00Z: Late', 'Alice corrected the time of the resolution from 2026-03-28T03:00:00Z to 2026-03-28T02:59:00Z: Late']],
    ['two times that are only right together', { times: { started: at - 5 * minute, detected: at - 4 * minute }, note: 'Late' }, { times: { started: at - 5 * minute, detected: at - 4 * minute } },
      ['Alice corrected the time of the start from 2026-03-28T02:50:00Z to 2026-03-28T02:55:00Z: Late', 'Alice corrected the time of the detection from 2026-03-28T02:51:00Z to 2026-03-28T02:56:00Z: Late']],
    ['a time that was not known', { times: { acknowledged: at - 1 }, note: 'Late' }, { times: { acknowledged: at - 1 } }, ['Alice corrected the time of the acknowledgement from not known to 2026-03-28T02:59:59.999Z: Late']],
    ['a time that is not known any more', { times: { detected: null }, note: 'Late' }, { times: { detected: null } }, ['Alice took out the time of the detection, which was 2026-03-28T02:51:00Z: Late']],
    ['a team', { team: '' }, { team: '' }, ['Alice took the team shop off it.']],
  ])('is stored with its sentences: %s', (_, wanted, set, sentences) => {
    const decision = decide(wanted);
    expect(decision).toMatchObject({ kind: 'changed', set });
    expect(decision.kind === 'changed' && decision.entries.map(({ text }) => text)).toEqual(sentences);
  });

  it.each<[string, Partial<WantedUpdate>, Partial<Incident>, string, string]>([
    ['work on what was merged', { title: 'x' }, { mergedInto: { id: alice.id, number: 3 } }, 'id', 'It was merged into incident 3. Work on that one.'],
    ['a review of what goes on', { state: 'reviewed' }, {}, 'state', 'Only a resolved incident can be reviewed. Resolve it first.'],
    ['a time without a reason', { times: { started: at - 20 * minute } }, {}, 'note', 'Say why the time is corrected.'],
    ['a time that is still to come', { times: { started: at + 1 }, note: 'x' }, {}, 'times.started', 'This time is still to come.'],
    ['times that do not follow each other', { times: { started: at - minute, detected: at - 2 * minute }, note: 'x' }, {}, 'times.started', 'That is after the detection.'],
    ['a resolution of what is open', { times: { resolved: at }, note: 'x' }, {}, 'times.resolved', 'It is not resolved. Resolve it first, then correct the time.'],
  ])('is refused: %s', (_, wanted, changed, path, reason) => {
    expect(decide(wanted, incidentOf(changed))).toEqual({ kind: 'refused', path, reason });
  });

  it('is refused as a whole where one part of it is', () => {
    expect(decide({ title: 'New', state: 'reviewed' })).toMatchObject({ kind: 'refused' });
  });
});

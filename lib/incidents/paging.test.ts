import { describe, expect, it } from 'vitest';
import { AlertMessage } from '@/lib/alerts/notify/schemas';
import type { EscalationState } from '@/lib/alerts/on-call/escalation';
import { pageMessage, pagingStep, type PagedIncident, type PagingStep } from './paging';

const nowMs = Date.UTC(2026, 10, 22, 3);
const minute = 60_000;
const incident: PagedIncident = {
  id: '0190c8f0-0000-7000-8000-000000000001', number: 12, title: 'Checkout is down', state: 'investigating', severityName: 'SEV1', look: 'critical', services: ['checkout', 'cart'], mergedInto: null,
  roles: { lead: null, communications: null, scribe: null }, times: { started: nowMs - minute, detected: null, acknowledged: null, mitigated: null, resolved: null }, createdAt: nowMs,
};
const to = { nowMs, tenantName: 'Alpha', url: 'https://nines.example', reason: 'Alice is on call.' };

describe('the message of a page', () => {
  it('says what, how bad, where, since when and who is on it, without alerts', () => {
    const message = pageMessage(incident, { ...to, kind: 'fire' });
    expect(AlertMessage.parse(message)).toEqual(message);
    expect(message).toMatchObject({
      title: '#12 Checkout is down', severity: 'critical', state: 'firing', groupKey: `incident:${incident.id}`, alerts: [], acknowledgeUrl: null, url: `https://nines.example/incidents/${incident.id}`,
      text: 'Incident, SEV1, investigating\nServices: checkout, cart\nSince 02:59 UTC on 22 November 2026\nNobody leads yet',
    });
  });

  it('names who leads, and what it was merged into', () => {
    const led = { ...incident, roles: { ...incident.roles, lead: { id: incident.id, name: 'Bob' } }, mergedInto: { id: incident.id, number: 7 } };
    const message = pageMessage(led, { ...to, kind: 'resolve' });
    expect([message.state, message.text]).toEqual(['resolved', expect.stringMatching(/merged into #7[^]*Bob leads$/) as string]);
  });

  it('cuts what is too long', () => {
    expect(pageMessage({ ...incident, title: 'x'.repeat(300) }, { ...to, kind: 'fire' }).title).toHaveLength(250);
  });
});

describe('paging', () => {
  const running: EscalationState = { round: 0, step: 1, startedAtMs: nowMs - 10 * minute, dueMs: nowMs, ended: null };
  const acknowledgedAt = (acknowledged: number) => ({ times: { ...incident.times, acknowledged } });
  const end = (ended: NonNullable<EscalationState['ended']>): PagingStep => ({ kind: 'end', ended });
  const cases: [what: string, changed: Partial<PagedIncident>, escalation: EscalationState | null, hasPolicy: boolean, step: PagingStep][] = [
    ['begins when nobody is on it', {}, null, true, { kind: 'begin' }],
    ['does not begin when somebody is', acknowledgedAt(nowMs), null, true, end('acknowledged')],
    ['does not begin without its policy', {}, null, false, end('policy_removed')],
    ['does not begin when it is over', { state: 'resolved' }, null, true, end('resolved')],
    ['ends when its next step was taken away', acknowledgedAt(nowMs - 20 * minute), { ...running, dueMs: null }, true, end('acknowledged')],
    ['goes on until somebody is on it', {}, running, true, { kind: 'go_on' }],
    ['ends with the acknowledgement', acknowledgedAt(nowMs), running, true, end('acknowledged')],
    ['goes on when it was declared with it by who leads', acknowledgedAt(running.startedAtMs), running, true, { kind: 'go_on' }],
    ['goes on when it was begun anew after that', acknowledgedAt(nowMs - 20 * minute), running, true, { kind: 'go_on' }],
    ['tells the acknowledgement also after the last step', acknowledgedAt(nowMs), { ...running, dueMs: null, ended: 'exhausted' }, true, end('acknowledged')],
    ['ends when the policy is deleted', {}, running, false, end('policy_removed')],
    ['ends with the resolution', { state: 'resolved' }, running, true, end('resolved')],
    ['ends when it is merged', { mergedInto: { id: 'x', number: 7 } }, running, true, end('resolved')],
    ['tells the resolution also to who was told before the acknowledgement', { state: 'resolved' }, { ...running, ended: 'acknowledged' }, true, end('resolved')],
    ['does not begin again when it is opened again', {}, { ...running, ended: 'resolved' }, true, { kind: 'none' }],
    ['is over once', { state: 'reviewed' }, { ...running, ended: 'resolved' }, true, { kind: 'none' }],
  ];
  it.each(cases)('%s', (_, changed, escalation, hasPolicy, step) => expect(pagingStep({ ...incident, policyId: 'p', ...changed }, escalation, hasPolicy)).toEqual(step));
});

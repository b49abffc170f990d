import { describe, expect, it } from 'vitest';
import { AlertMessage } from '@/lib/alerts/notify/schemas';
import type { PagedIncident } from './paging';
import { updateMessage } from './update-message';

const now = Date.parse('2026-03-28T03:00:00Z');
const incident: PagedIncident = {
  id: '0190a5f0-0000-7000-8000-000000000001', number: 12, title: 'Checkout is down', state: 'identified', severityName: 'SEV1', look: 'critical', services: ['payments'],
  roles: { lead: null, communications: null, scribe: null }, times: { started: now, detected: now, acknowledged: null, mitigated: null, resolved: null }, mergedInto: null, createdAt: now,
};
const message = (changed: Partial<PagedIncident> = {}, text = 'We **know** the cause.') => updateMessage({ ...incident, ...changed }, { text, nowMs: now, tenantName: 'Alpha', url: 'https://nines.example.com', reason: 'You follow this incident.' });

describe('updateMessage', () => {
  it('says the number, the title and the state, and what was written in plain words', () => {
    expect(message()).toMatchObject({
      kind: 'update', title: '#12 Checkout is down: identified', text: 'We know the cause.', state: 'firing', alerts: [], counts: { firing: 1, resolved: 0 },
      url: `https://nines.example.com/incidents/${incident.id}`, groupKey: `incident:${incident.id}`, reason: 'You follow this incident.',
    });
  });

  it.each(['resolved', 'reviewed'] as const)('is no bad news of what is %s', (state) => {
    expect(message({ state })).toMatchObject({ title: `#12 Checkout is down: ${state}`, state: 'resolved', counts: { firing: 0, resolved: 1 } });
  });

  it('keeps paragraphs apart, and the state after a title as long as it may be', () => {
    expect(message({}, 'One\nline.\n\n- a\n- b\n\n[here](https://example.com)').text).toBe('One line.\n\na b\n\nhere');
    const { title, text } = message({ title: 'x'.repeat(5_000) }, '🙂'.repeat(5_000));
    expect(title).toMatch(/x…: identified$/);
    expect(title.length).toBeLessThan(250);
    expect(text.length).toBeLessThanOrEqual(4_000);
    expect(text.isWellFormed()).toBe(true);
  });

  it('is a message that every channel takes', () => {
    expect(AlertMessage.safeParse(message()).error).toBeUndefined();
  });
});

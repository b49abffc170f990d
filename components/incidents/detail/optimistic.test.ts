import { describe, expect, test } from 'vitest';
import { incidentWith, startMs } from '../fixture';
import { patchIncident } from './optimistic';

const alice = { id: '7a0f9d2e-0000-4000-8000-0000000000b1', name: 'Alice' };
const now = startMs + 60_000;

describe('a change is shown as the server will say it', () => {
  test('who takes the lead has acknowledged it', () => {
    const after = patchIncident(incidentWith(), { roles: { lead: alice.id } }, [alice], now);
    expect(after.roles.lead).toEqual(alice);
    expect(after.times.acknowledged).toBe(now);
  });

  test('an acknowledgement keeps the first time', () => {
    const times = { ...incidentWith().times, acknowledged: startMs };
    expect(patchIncident(incidentWith({ times }), { isAcknowledged: true }, [], now).times.acknowledged).toBe(startMs);
  });

  test('the resolution has its time, and opening again takes it out', () => {
    const resolved = patchIncident(incidentWith(), { state: 'resolved' }, [], now);
    expect(resolved.times.resolved).toBe(now);
    expect(patchIncident(resolved, { state: 'investigating' }, [], now).times.resolved).toBeNull();
  });

  test('a role that is left to nobody is empty, and the version stays', () => {
    const after = patchIncident(incidentWith({ version: 7, roles: { lead: alice, communications: null, scribe: null } }), { roles: { lead: null }, title: 'Other' }, [], now);
    expect(after).toMatchObject({ version: 7, title: 'Other', roles: { lead: null } });
  });
});

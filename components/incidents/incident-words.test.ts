import { describe, expect, it, test } from 'vitest';
import { entryKinds, incidentRoles, incidentStates, milestones } from '@/lib/incidents/schemas';
import { incidentWith, severities, startMs } from './fixture';
import { beganAt, entryWord, incidentAnswer, incidentName, incidentsOf, incidentStateMeaning, incidentStateWord, lackOf, milestoneWord, namesShort, openCount, roleWord, severityShown } from './incident-words';

const alice = { id: 'a3b7a1a4-2f0c-4f7e-9c7b-000000000001', name: 'Alice' };
const led = { lead: alice, communications: null, scribe: null };

test('every state, role, milestone and kind of entry has a word of its own', () => {
  for (const [words, keys] of [[incidentStateWord, incidentStates], [incidentStateMeaning, incidentStates], [roleWord, incidentRoles], [milestoneWord, milestones], [entryWord, entryKinds]] as const) {
    expect(Object.keys(words).toSorted()).toEqual([...keys].toSorted());
    expect(new Set(Object.values(words)).size).toBe(keys.length);
  }
});

test('a severity is shown as the tenant calls it, and by its key when it is not known', () => {
  expect(severityShown(severities, 'sev2')).toMatchObject({ name: 'Minor', look: 'warning' });
  expect(severityShown(severities, 'p1')).toEqual({ name: 'p1', look: 'warning' });
});

test.each([
  [['A'], 'A'], [['A', 'B'], 'A, B'], [['A', 'B', 'C', 'D'], 'A, B and 2 more'], [[], ''],
])('%j in one line', (names, words) => expect(namesShort(names)).toBe(words));

test('an incident has a number, and counts its own', () => {
  expect(incidentName(incidentWith())).toBe('#12 Checkout is down');
  expect([incidentsOf(1), incidentsOf(1_200)]).toEqual(['1 incident', '1,200 incidents']);
  expect(openCount({ investigating: 1, identified: 2, monitoring: 3, toReview: 9 })).toBe(6);
});

test('it began when that is known, else when it was declared', () => {
  expect(beganAt(incidentWith())).toBe(startMs);
  expect(beganAt(incidentWith({ times: { started: null, detected: null, acknowledged: null, mitigated: null, resolved: null } }))).toBe(startMs + 60_000);
});

test.each([
  ['a lead', incidentWith(), 'lead'],
  ['an acknowledgement', incidentWith({ roles: led }), 'acknowledgement'],
  ['nothing', incidentWith({ roles: led, times: { ...incidentWith().times, acknowledged: startMs } }), null],
  ['nothing once it is over', incidentWith({ state: 'resolved' }), null],
])('it lacks %s', (_, incident, lack) => expect(lackOf(incident)).toBe(lack));

describe('the answer', () => {
  it('is calm when none is open', () => {
    expect(incidentAnswer([], 0, severities)).toEqual({ tone: 'calm', sentence: 'No incident is open.', sinceMs: null });
  });

  it('names the worst, of equal ones the first, who leads it and how many more are open', () => {
    const [first, later, small] = [incidentWith({ number: 3, roles: led }), incidentWith({ number: 4, times: { ...incidentWith().times, started: startMs + 1 } }), incidentWith({ number: 2, severity: 'sev3' })];
    expect(incidentAnswer([small, later, first], 3, severities)).toEqual({ tone: 'critical', sentence: 'Incident #3 Checkout is down is open; Alice leads it. 2 more are open.', sinceMs: startMs });
  });

  it('says that nobody leads', () => {
    expect(incidentAnswer([incidentWith({ severity: 'sev2' })], 1, severities)).toMatchObject({ tone: 'warning', sentence: 'Incident #12 Checkout is down is open; nobody leads it.' });
  });
});

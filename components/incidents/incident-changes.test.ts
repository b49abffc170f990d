import { describe, expect, it, test } from 'vitest';
import { changeAmong, changeIncident, doneWords, isUnacknowledged, overtakenWords, refusedWords } from './incident-changes';
import { incidentWith, severities, startMs } from './fixture';

const atMs = startMs + 600_000;
const to = (state: 'identified' | 'resolved' | 'investigating') => ({ kind: 'move', state, atMs, note: '' }) as const;

describe('what is shown before the server answers', () => {
  it('is the new state, and that somebody is on it', () => {
    expect(changeIncident(incidentWith(), to('identified'))).toMatchObject({ state: 'identified', times: { acknowledged: atMs, resolved: null } });
  });

  it('is a time of resolution when it ends, and none when it is opened again', () => {
    const resolved = changeIncident(incidentWith(), to('resolved'));
    expect(resolved.times.resolved).toBe(atMs);
    expect(changeIncident(resolved, to('investigating')).times.resolved).toBeNull();
  });

  it('keeps an acknowledgement that there was', () => {
    const before = incidentWith({ times: { ...incidentWith().times, acknowledged: startMs } });
    expect(changeIncident(before, { kind: 'acknowledge', atMs }).times.acknowledged).toBe(startMs);
  });

  it('changes that incident alone, and leaves a list without it as it is', () => {
    const [one, other] = [incidentWith(), incidentWith({ id: 'other' })];
    const list = [one, other];
    expect(changeAmong(list, one.id, to('identified')).map(({ state }) => state)).toEqual(['identified', 'investigating']);
    expect(changeAmong(list, 'gone', to('identified'))).toBe(list);
  });
});

test('only an open incident that nobody acknowledged can be acknowledged', () => {
  expect(isUnacknowledged(incidentWith())).toBe(true);
  expect(isUnacknowledged(incidentWith({ state: 'resolved' }))).toBe(false);
  expect(isUnacknowledged(changeIncident(incidentWith(), { kind: 'acknowledge', atMs }))).toBe(false);
});

test('what came of it is a sentence', () => {
  expect(doneWords(incidentWith(), to('identified'))).toBe('#12 Checkout is down is now identified.');
  expect(refusedWords(incidentWith(), { kind: 'acknowledge', atMs }, 'It is resolved already.')).toBe('#12 Checkout is down was not acknowledged. It is resolved already.');
});

test('a conflict says what somebody else changed', () => {
  const before = incidentWith();
  const now = incidentWith({ state: 'monitoring', severity: 'sev3', title: 'Checkout is slow', roles: { ...before.roles, lead: { id: 'b', name: 'Bob' } }, times: { ...before.times, acknowledged: atMs }, services: [{ id: 's', name: 'Shop' }] });
  expect(overtakenWords(before, now, severities)).toBe(
    'Somebody else was faster: it is monitoring now, no longer investigating, its severity is Small, it is called Checkout is slow, Bob leads it, it is acknowledged, it touches Shop. Try again if you still want to.',
  );
  expect(overtakenWords(before, incidentWith({ mergedInto: { id: 'x', number: 7 } }), severities)).toContain('it was merged into #7');
  expect(overtakenWords(before, incidentWith({ version: 2 }), severities)).toBe('Somebody else changed it just before. Look at it and try again.');
});

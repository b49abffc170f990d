import { describe, expect, test } from 'vitest';
import { incidentWith, startMs } from '../fixture';
import { durationOf, intervalsOf } from './intervals';

const minute = 60_000;
const now = startMs + 60 * minute;
const words = (incident: ReturnType<typeof incidentWith>) => intervalsOf(incident, now).map(({ lengthMs, isRunning }) => (lengthMs === null ? null : `${lengthMs / minute}${isRunning ? '+' : ''}`));

describe('intervals run until now while they are not over', () => {
  test.each([
    ['nobody is on it', incidentWith({ times: { started: startMs, detected: startMs + 5 * minute, acknowledged: null, mitigated: null, resolved: null } }), ['5', '55+', '60+', '60+']],
    ['all is done', incidentWith({ state: 'resolved', times: { started: startMs, detected: startMs + 5 * minute, acknowledged: startMs + 7 * minute, mitigated: startMs + 20 * minute, resolved: startMs + 30 * minute } }), ['5', '2', '20', '30']],
    ['it is over, and nobody said when it was taken', incidentWith({ state: 'resolved', times: { started: startMs, detected: null, acknowledged: null, mitigated: null, resolved: startMs + 30 * minute } }), [null, null, null, '30']],
    ['it was taken before it was detected', incidentWith({ times: { started: startMs, detected: startMs + 5 * minute, acknowledged: startMs + 4 * minute, mitigated: null, resolved: null } }), ['5', '0', '60+', '60+']],
    ['nothing is known', incidentWith({ times: { started: null, detected: null, acknowledged: null, mitigated: null, resolved: null } }), [null, null, null, null]],
  ])('%s', (_name, incident, expected) => expect(words(incident)).toEqual(expected));
});

test('an incident lasts from its start to its resolution, or until now, and never less than nothing', () => {
  expect(durationOf(incidentWith(), now)).toBe(60 * minute);
  expect(durationOf(incidentWith({ times: { started: startMs, detected: null, acknowledged: null, mitigated: null, resolved: startMs + minute } }), now)).toBe(minute);
  expect(durationOf(incidentWith(), startMs - minute)).toBe(0);
});

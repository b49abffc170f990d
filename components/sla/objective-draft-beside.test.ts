import { expect, test } from 'vitest';
import { isTimed, noBeside, readBeside } from './objective-draft-beside';
import { emptyObjective } from './objective-draft';

const serviceId = '3b241101-e2bb-4255-8caf-4136c566a962';
const checkId = '7d444840-9dc0-41d1-b245-5ffdce74fad2';
const uptime = emptyObjective('Europe/Berlin', serviceId);

test('without the tick there is none, and none beside an objective of another kind', () => {
  expect(readBeside(noBeside, uptime, 'Shop')).toEqual({ input: null, issues: [] });
  expect(readBeside({ ...noBeside, isWanted: true, checkId }, { ...uptime, kind: 'latency' }, 'Shop')).toEqual({ input: null, issues: [] });
});

test('one tick asks 95 % of the results of a check within 100 ms, in the window of the uptime, whatever that is called', () => {
  expect(readBeside({ ...noBeside, isWanted: true, checkId }, { ...uptime, name: 'Mine', window: 'month' }, 'Shop')).toMatchObject({
    issues: [], input: { name: 'Shop response time 95 %', serviceId, sli: { kind: 'latency', checkId, thresholdMs: 100 }, target: '95', window: { kind: 'calendar', unit: 'month' }, timeZone: 'Europe/Berlin' },
  });
});

test('what is wrong with it is told at its own fields, and what is wrong with the uptime is not told twice', () => {
  expect(readBeside({ ...noBeside, isWanted: true, checkId, thresholdMs: 'fast' }, { ...uptime, serviceId: '' }, undefined).issues.map(({ path }) => path)).toEqual(['beside.sli.thresholdMs']);
  expect(readBeside({ ...noBeside, isWanted: true }, uptime, 'Shop').issues.map(({ path }) => path)).toEqual(['beside.sli.checkId']);
});

test('a heartbeat and an expression are not timed', () => {
  expect(['http', 'tcp', 'heartbeat', 'promql'].map((kind) => isTimed({ kind }))).toEqual([true, true, false, false]);
});

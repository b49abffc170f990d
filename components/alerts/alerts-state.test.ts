import { describe, expect, test } from 'vitest';
import { alertsQuery, alertsSearch, filterCount, noFilters, parseAlerts, toggled, withMatcher, type AlertsState } from './alerts-state';

const start: AlertsState = { ...noFilters, isFlat: false };
const now = Date.UTC(2026, 2, 5, 12);

describe('a state survives its URL', () => {
  test.each<[string, Partial<AlertsState>, string]>([
    ['the default', {}, ''],
    ['states and severities', { states: ['firing', 'resolved'], severities: ['critical'] }, '?state=firing%2Cresolved&severity=critical'],
    ['texts', { service: 'shop', team: 'web', text: 'disk full' }, '?service=shop&team=web&text=disk+full'],
    ['matchers', { matchers: '{a="b",c=~"d.*"}' }, '?matchers=%7Ba%3D%22b%22%2Cc%3D%7E%22d.*%22%7D'],
    ['one group', { group: 'root:{alertname="Disk full"}' }, '?group=root%3A%7Balertname%3D%22Disk+full%22%7D'],
    ['a named range', { range: { kind: 'named', name: '24h' } }, '?range=24h'],
    ['a custom range', { range: { kind: 'custom', fromMs: 1_000_000, toMs: 2_000_000 } }, '?from=1000000&to=2000000'],
    ['the flat list', { isFlat: true }, '?view=flat'],
  ])('%s', (_, change, search) => {
    expect(alertsSearch({ ...start, ...change })).toBe(search);
    expect(parseAlerts(new URLSearchParams(search))).toEqual({ ...start, ...change });
  });
});

test.each([
  ['state=nonsense,firing,firing', { states: ['firing'] }],
  ['severity=,', {}],
  ['range=live', {}],
  ['from=5&to=1', {}],
  ['view=round', {}],
  ['group=root:1&view=flat', { group: 'root:1' }],
  [`text=${'x'.repeat(300)}`, { text: 'x'.repeat(200) }],
])('what cannot be understood in %s takes its default', (search, change) => {
  expect(parseAlerts(new URLSearchParams(search))).toEqual({ ...start, ...change });
});

test('the API is asked for nothing that is not filtered, and a named range ends now', () => {
  expect(Object.values(alertsQuery(start, now)).filter((value) => value !== undefined)).toEqual([]);
  expect(alertsQuery({ ...start, states: ['firing', 'pending'], text: ' disk ', range: { kind: 'named', name: '1h' } }, now)).toMatchObject({ state: 'firing,pending', text: 'disk', from: now - 3_600_000, to: undefined });
  expect(alertsQuery({ ...start, range: { kind: 'custom', fromMs: 10, toMs: 20_000 } }, now)).toMatchObject({ from: 10, to: 20_000 });
});

test('one group is asked for with what has ended of it, unless a state is chosen', () => {
  expect(alertsQuery({ ...start, group: 'root:1' }, now)).toMatchObject({ key: 'root:1', state: 'firing,acknowledged,suppressed,pending,resolved' });
  expect(alertsQuery({ ...start, group: 'root:1', states: ['firing'] }, now)).toMatchObject({ key: 'root:1', state: 'firing' });
});

test('filters are counted by kind', () => {
  expect(filterCount(start)).toBe(0);
  expect(filterCount({ ...start, isFlat: true, matchers: ' ', states: ['firing', 'resolved'], team: 'web' })).toBe(2);
});

test.each([
  ['', '{job="api"}'],
  ['{a="b"}', '{a="b",job="api"}'],
  ['a="b",', '{a="b",job="api"}'],
  ['{job="api"}', '{job="api"}'],
  ['{job="api",a="b"}', '{job="api",a="b"}'],
])('a matcher added to %j once only', (before, after) => expect(withMatcher(before, { label: 'job', operator: '=', value: 'api' })).toBe(after));

test('toggling adds, and takes away again', () => {
  expect(toggled(['a'], 'b')).toEqual(['a', 'b']);
  expect(toggled(['a', 'b'], 'a')).toEqual(['b']);
});

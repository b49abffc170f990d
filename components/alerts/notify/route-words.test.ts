import { describe, expect, test } from 'vitest';
import { defaultRoute, type Route } from '@/lib/alerts/notify/schemas';
import { circuitInWords } from './circuit-words';
import { draftOfRoute, readRoute } from './route-draft';
import { blankRoute } from './route-tree';
import { effectiveDefaults, effectiveOf, isSilent, listed, matchersInWords, routesInWords, timingInWords, toldInWords, usersOfChannel } from './route-words';

const names = { channels: new Map([['c1', 'Slack'], ['c2', 'Sink']]), policies: new Map([['p1', 'Primary']]) };
const route = (change: Partial<Route>): Route => ({ ...blankRoute('r'), name: 'Database', ...change });

describe('who is told, in words', () => {
  test.each<[string, Partial<Route>, string | null]>([
    ['nobody', { channelIds: [] }, null],
    ['a channel', { channelIds: ['c1'] }, 'Slack'],
    ['channels and a policy', { channelIds: ['c1', 'c2'], escalationPolicyId: 'p1' }, 'Slack and Sink, and the policy Primary'],
    ['a policy alone', { escalationPolicyId: 'p1' }, 'the policy Primary'],
    ['what is gone', { channelIds: ['c9'] }, 'a channel that is gone'],
  ])('%s', (_, change, expected) => {
    expect(toldInWords(effectiveOf(route(change), effectiveDefaults), names)).toBe(expected);
  });

  test('a route takes over what it does not say, and none ends the policy of its parent', () => {
    const parent = { ...effectiveDefaults, channelIds: ['c1'], policyId: 'p1', groupWaitMs: 30_000 };
    expect(effectiveOf(route({}), parent)).toEqual(parent);
    expect(effectiveOf(route({ escalationPolicyId: 'none', channelIds: [], groupWaitMs: 0 }), parent)).toMatchObject({ channelIds: [], policyId: null, groupWaitMs: 0 });
  });

  test('a tree is told route by route, with their places', () => {
    const tree = route({ name: 'Everything', matchers: [], channelIds: ['c1'], routes: [route({ id: 'a', escalationPolicyId: 'p1' }), route({ id: 'b', channelIds: [], continue: true })] });
    const timing = 'Grouped by alertname; first after 1s, changes after 1m, again every 4h';
    expect(routesInWords(tree, names)).toEqual({
      Everything: `every alert; Slack; ${timing}`,
      Database: `1: severity="critical"; Slack, and the policy Primary; ${timing}`,
      'Database (2)': `2: severity="critical"; nobody; ${timing}; then the next`,
    });
  });

  test('the default tree tells nobody', () => {
    expect(isSilent(defaultRoute)).toBe(true);
    expect(isSilent({ ...defaultRoute, channelIds: ['c1'] })).toBe(false);
    expect(isSilent({ ...defaultRoute, escalationPolicyId: 'p1' })).toBe(false);
  });
});

test('timing is a sentence', () => {
  expect(timingInWords(effectiveDefaults)).toBe('Grouped by alertname; first after 1s, changes after 1m, again every 4h');
  expect(timingInWords({ ...effectiveDefaults, groupBy: ['...'] })).toMatch(/^Each alert alone;/);
  expect(timingInWords({ ...effectiveDefaults, groupBy: [] })).toMatch(/^All in one group;/);
});

test('matchers are written as PromQL writes them', () => {
  expect(matchersInWords(route({ matchers: [{ label: 'team', operator: '=', value: 'db' }, { label: 'env', operator: '=~', value: 'prod.*' }] }))).toBe('team="db", env=~"prod.*"');
  expect(matchersInWords(route({ matchers: [{ label: 'q', operator: '=', value: 'a,b' }] }))).toBe('q="a,b"');
  expect(matchersInWords(route({ matchers: [] }))).toBe('every alert');
});

test('whoever uses a channel is named', () => {
  const root = { ...defaultRoute, routes: [route({ channelIds: ['c1'] })] };
  const policy = { settings: { name: 'Primary', steps: [{ afterMs: 0, targets: [{ kind: 'channel' as const, id: 'c1' }] }], repeats: 0, repeatAfterMs: 60_000 } };
  expect(usersOfChannel('c1', root, [policy])).toEqual(['the route Database', 'the policy Primary']);
  expect(usersOfChannel('c2', root, [policy])).toEqual([]);
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
});

describe('a route is edited as texts', () => {
  test('and goes back as it came', () => {
    const stored = route({ matchers: [{ label: 'team', operator: '=', value: 'db' }], groupBy: ['a', 'b'], groupWaitMs: 30_000, channelIds: [], escalationPolicyId: 'none', continue: true, routes: [blankRoute('x')] });
    expect(readRoute(draftOfRoute(stored), stored, false).route).toEqual(stored);
  });

  test('what is empty is taken over from the parent', () => {
    expect(readRoute(draftOfRoute(route({})), route({}), false).route).toMatchObject({ groupBy: null, groupWaitMs: null, channelIds: null, escalationPolicyId: null });
  });

  test.each([
    ['no name', { name: '' }, ['name']],
    ['no matcher', { matchers: [] }, ['matchers']],
    ['no label', { matchers: [{ label: '', operator: '=' as const, value: 'db' }] }, ['matchers']],
    ['no time', { groupWait: 'soon' }, ['groupWaitMs']],
    ['too long a time', { repeatInterval: '31d' }, ['repeatIntervalMs']],
  ])('refused: %s', (_, change, expected) => {
    expect(readRoute({ ...draftOfRoute(route({})), ...change }, route({}), false).issues.map(({ path }) => path)).toEqual(expected);
  });
});

describe('a paused channel says why', () => {
  const at = 1_000_000;
  test.each([
    [null, null],
    [{ failures: 2, openings: 0, pausedUntilMs: null, reason: 'x' }, null],
    [{ failures: 5, openings: 1, pausedUntilMs: at + 15_000, reason: 'status 500' }, 'Paused after 5 failures in a row, tried again in 15 s: status 500'],
    [{ failures: 0, openings: 0, pausedUntilMs: at + 60_000, reason: '' }, 'Paused because the service asked to be left alone, tried again in 1 min'],
    [{ failures: 5, openings: 1, pausedUntilMs: at - 1, reason: '' }, 'Paused after 5 failures in a row; the next message finds out whether it works again'],
    [{ failures: 0, openings: 0, pausedUntilMs: at - 1, reason: '' }, null],
    [{ wrong: true }, null],
  ])('%j', (circuit, expected) => {
    expect(circuitInWords({ circuit }, at)).toBe(expected);
  });
});

import { describe, expect, it } from 'vitest';
import { labelSetOf } from '@/lib/metrics/labels';
import { isAppError } from '@/lib/errors';
import { checkRoutes, compileRoutes } from './routing';
import { routeDefaults, type Route } from './schemas';
import { chat, idOf, nightPolicy, routeOf } from './test-world';

const on = (label: string, value: string) => [{ label, operator: '=' as const, value }];
const labelsOf = (pairs: Record<string, string>) => labelSetOf(Object.entries(pairs));

const tree = routeOf({
  name: 'Everything', channelIds: [chat.id], groupBy: ['alertname', 'instance'], groupWaitMs: 5_000,
  routes: [
    routeOf({ id: 'audit', name: 'Audit', matchers: on('severity', 'critical'), continue: true, channelIds: [idOf(1, 2)] }),
    routeOf({
      id: 'db', name: 'Databases', matchers: on('team', 'db'), channelIds: null, escalationPolicyId: nightPolicy, repeatIntervalMs: 1,
      routes: [routeOf({ id: 'lag', name: 'Lag', matchers: on('alertname', 'Lag'), channelIds: null, escalationPolicyId: null, groupBy: ['...'] })],
    }),
    routeOf({ id: 'late', name: 'Too late', matchers: on('team', 'db'), channelIds: [] }),
  ],
});

describe('the routing tree', () => {
  it.each([
    ['what matches nothing below stays at the root', { team: 'web' }, ['root']],
    ['the deepest node takes it', { team: 'db', alertname: 'Lag' }, ['lag']],
    ['a node takes what its children do not', { team: 'db' }, ['db']],
    ['siblings are asked after a match that continues', { team: 'db', severity: 'critical' }, ['audit', 'db']],
    ['a match that continues is enough', { severity: 'critical' }, ['audit']],
  ])('%s', (_name, labels, ids) => {
    expect(compileRoutes(tree).match(labelsOf(labels)).map(({ route }) => route.id)).toEqual(ids);
  });

  it('says the way and the reason', () => {
    expect(compileRoutes(tree).match(labelsOf({ team: 'db', alertname: 'Lag' }))[0]).toMatchObject({
      reason: 'The route “Everything › Databases › Lag” matched by {alertname="Lag"}.',
      path: [{ id: 'root', matchers: '{}' }, { id: 'db', matchers: '{team="db"}' }, { id: 'lag' }],
    });
  });

  it('takes over from above what a node leaves open, and defaults at the root', () => {
    const routes = compileRoutes(tree);
    expect(routes.route('lag')).toMatchObject({ groupBy: '...', groupWaitMs: 5_000, groupIntervalMs: routeDefaults.groupIntervalMs, repeatIntervalMs: 1, channelIds: [chat.id], policyId: nightPolicy });
    expect(routes.route('root')).toMatchObject({ policyId: null, repeatIntervalMs: routeDefaults.repeatIntervalMs });
    expect(compileRoutes(routeOf({ groupBy: null })).route('root')?.groupBy).toEqual(['alertname']);
    expect(routes.route('gone')).toBe(null);
  });

  it.each([
    ['the same for the same values', ['alertname', 'instance'], { alertname: 'A', instance: 'x', pod: '1' }, { instance: 'x', alertname: 'A', pod: '2' }, true],
    ['whatever the order in groupBy', ['instance', 'alertname', 'instance'], { alertname: 'A', instance: 'x' }, { alertname: 'A', instance: 'x' }, true],
    ['another for another value', ['alertname', 'instance'], { alertname: 'A', instance: 'x' }, { alertname: 'A', instance: 'y' }, false],
    ['another where names and values meet differently', ['a', 'b'], { a: 'bc' }, { a: 'b', b: 'c' }, false],
    ['one for all where it groups by nothing', [], { alertname: 'A' }, { alertname: 'B' }, true],
    ['one for each alert with ...', ['...'], { alertname: 'A', pod: '1' }, { alertname: 'A', pod: '2' }, false],
  ])('makes groups: %s', (_name, groupBy, a, b, isSame) => {
    const routes = compileRoutes(routeOf({ groupBy }));
    const [left, right] = [a, b].map((labels) => routes.match(labelsOf(labels))[0]?.group.key);
    expect(left === right).toBe(isSame);
    expect(left).toMatch(/^root:[0-9a-f]{16}$/);
  });
});

describe('a tree that cannot be used', () => {
  const deep = (levels: number): Route => routeOf({ id: `d${levels}`, routes: levels === 1 ? [] : [deep(levels - 1)] });
  const known = { channelIds: new Set([chat.id]), policyIds: new Set([nightPolicy]) };

  it.each<[string, Route, string[]]>([
    ['names a channel that is not there', routeOf({ routes: [routeOf({ id: 'a', channelIds: [chat.id, idOf(1, 9)] })] }), ['root.routes.0.channelIds.1']],
    ['names a policy that is not there', routeOf({ escalationPolicyId: idOf(3, 9) }), ['root.escalationPolicyId']],
    ['has an id twice', routeOf({ routes: [routeOf({ id: 'a' }), routeOf({ id: 'root' })] }), ['root.routes.1.id']],
    ['has an expression that RE2 refuses', routeOf({ routes: [routeOf({ id: 'a', matchers: [{ label: 'a', operator: '=~', value: '(' }] })] }), ['root.routes.0.matchers']],
    ['matches at the root', routeOf({ matchers: on('a', 'b') }), ['root.matchers']],
    ['is too deep', deep(9), ['root.routes']],
    ['has too many nodes', routeOf({ routes: Array.from({ length: 200 }, (_, n) => routeOf({ id: `r${n}` })) }), ['root.routes']],
  ])('%s: the place is named', (_name, root, paths) => {
    const error = ((): unknown => {
      try {
        return checkRoutes(root, known);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(isAppError(error) && [error.code, error.issues.map(({ path }) => path)]).toEqual(['invalid', paths]);
  });

  it.each([['8 deep', deep(8)], ['200 nodes', routeOf({ routes: Array.from({ length: 199 }, (_, n) => routeOf({ id: `r${n}` })) })], ['a full one', routeOf({ channelIds: [chat.id], escalationPolicyId: nightPolicy })]])('%s can be used', (_name, root) => {
    expect(() => checkRoutes(root, known)).not.toThrow();
  });
});

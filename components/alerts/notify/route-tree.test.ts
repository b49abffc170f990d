import { describe, expect, test } from 'vitest';
import { defaultRoute, type Route } from '@/lib/alerts/notify/schemas';
import { addRoute, blankRoute, moveRoute, removeRoute, replaceRoute, routePath } from './route-tree';

const leaf = (id: string): Route => ({ ...blankRoute(id), name: id });
/** root(a(a1, a2), b) */
const tree: Route = { ...defaultRoute, routes: [{ ...leaf('a'), routes: [leaf('a1'), leaf('a2')] }, leaf('b')] };

function drawn({ id, routes }: Route): string {
  return routes.length === 0 ? id : `${id}(${routes.map(drawn).join(' ')})`;
}

describe('a tree is changed in one place', () => {
  test.each([
    ['added at the end', addRoute(tree, 'a', leaf('a3')), 'root(a(a1 a2 a3) b)'],
    ['added below the root', addRoute(tree, 'root', leaf('c')), 'root(a(a1 a2) b c)'],
    ['taken out with what is below', removeRoute(tree, 'a'), 'root(b)'],
    ['taken out from below', removeRoute(tree, 'a2'), 'root(a(a1) b)'],
    ['the root stays', removeRoute(tree, 'root'), 'root(a(a1 a2) b)'],
    ['moved later', moveRoute(tree, 'a', 1), 'root(b a(a1 a2))'],
    ['moved earlier', moveRoute(tree, 'a2', -1), 'root(a(a2 a1) b)'],
    ['moved over the end', moveRoute(tree, 'b', 1), 'root(a(a1 a2) b)'],
  ])('%s', (_, changed, expected) => {
    expect(drawn(changed)).toBe(expected);
  });

  test('replacing leaves all others as they are', () => {
    const changed = replaceRoute(tree, 'a1', (route) => ({ ...route, name: 'Night' }));
    expect(routePath(changed, 'a1')?.map(({ name }) => name)).toEqual(['Everything', 'a', 'Night']);
    expect(changed.routes[1]).toEqual(tree.routes[1]);
  });
});

test('a route that is gone has no path', () => {
  expect(routePath(tree, 'none')).toBeNull();
});

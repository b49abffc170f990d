import type { Route } from '@/lib/alerts/notify/schemas';

/** A route that takes over everything from its parent. */
export function blankRoute(id: string): Route {
  return { id, name: '', matchers: [{ label: 'severity', operator: '=', value: 'critical' }], groupBy: null, groupWaitMs: null, groupIntervalMs: null, repeatIntervalMs: null, channelIds: null, escalationPolicyId: null, continue: false, routes: [] };
}

/** The tree with a route changed by its id. */
export function replaceRoute(tree: Route, id: string, change: (route: Route) => Route): Route {
  if (tree.id === id) return change(tree);
  return { ...tree, routes: tree.routes.map((child) => replaceRoute(child, id, change)) };
}

/** The tree with one more route at the end of those below `parentId`. */
export function addRoute(tree: Route, parentId: string, route: Route): Route {
  return replaceRoute(tree, parentId, (parent) => ({ ...parent, routes: [...parent.routes, route] }));
}

/** The tree without a route and what is below it; the root stays. */
export function removeRoute(tree: Route, id: string): Route {
  return { ...tree, routes: tree.routes.filter((child) => child.id !== id).map((child) => removeRoute(child, id)) };
}

/** The tree with a route one place earlier (-1) or later (1) among its siblings; at the end it stays. */
export function moveRoute(tree: Route, id: string, by: -1 | 1): Route {
  const at = tree.routes.findIndex((child) => child.id === id);
  const other = tree.routes[at + by];
  const moved = tree.routes[at];
  if (at === -1) return { ...tree, routes: tree.routes.map((child) => moveRoute(child, id, by)) };
  if (!other || !moved) return tree;
  const routes = [...tree.routes];
  routes[at] = other;
  routes[at + by] = moved;
  return { ...tree, routes };
}

/** The route with this id and what it takes over from; null when it is gone. */
export function routePath(tree: Route, id: string): Route[] | null {
  if (tree.id === id) return [tree];
  for (const child of tree.routes) {
    const below = routePath(child, id);
    if (below) return [tree, ...below];
  }
  return null;
}

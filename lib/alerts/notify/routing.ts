import type { LabelSet } from '@/lib/metrics/labels';
import { AppError, isAppError, type FieldIssue } from '@/lib/errors';
import { compileMatchers, printMatchers } from '../matchers';
import { groupOf, type GroupIdentity } from './grouping';
import { routeDefaults, routeLimits, type Route } from './schemas';

/** A node of the tree with what it takes over from the nodes above it. Durations are in milliseconds. */
export interface EffectiveRoute {
  id: string;
  /** Its names from the root on: `Everything › Databases`. */
  name: string;
  /** `...` makes every alert a group of its own. */
  groupBy: readonly string[] | '...';
  groupWaitMs: number;
  groupIntervalMs: number;
  /** 0: an unchanged group is never told again. */
  repeatIntervalMs: number;
  channelIds: readonly string[];
  /** Null: nobody is escalated to. */
  policyId: string | null;
}

export interface RouteMatch {
  route: EffectiveRoute;
  /** The group of the route that the alert is in. */
  group: GroupIdentity;
  /** From the root to the node that took it. */
  path: { id: string; name: string; matchers: string }[];
  /** Why it went there, as a sentence. */
  reason: string;
}

export interface CompiledRoutes {
  /** The nodes that take an alert with these labels; empty where the root does not match. */
  match(labels: LabelSet): readonly RouteMatch[];
  /** A node by its id; null when it is gone. */
  route(id: string): EffectiveRoute | null;
}

interface Node {
  accepts: (labels: LabelSet) => boolean;
  continues: boolean;
  match: Omit<RouteMatch, 'group'>;
  children: Node[];
}

/**
 * A routing tree ready to be asked, as dispatch/route.go of Alertmanager walks it: down to the deepest node that matches; siblings after a match are
 * asked only where it says `continue`. Throws AppError `invalid` for a matcher that RE2 refuses.
 */
export function compileRoutes(root: Route): CompiledRoutes {
  const byId = new Map<string, EffectiveRoute>();
  const tree = compileNode(root, null, byId);
  const known = new WeakMap<LabelSet, readonly RouteMatch[]>();
  return {
    match(labels) {
      const found = known.get(labels) ?? walk(tree, labels).map((match) => ({ ...match, group: groupOf(match.route, labels) }));
      known.set(labels, found);
      return found;
    },
    route: (id) => byId.get(id) ?? null,
  };
}

function compileNode(node: Route, parent: Node | null, byId: Map<string, EffectiveRoute>): Node {
  const above = parent?.match.route ?? null;
  const groupBy = node.groupBy ?? above?.groupBy ?? routeDefaults.groupBy;
  const route: EffectiveRoute = {
    id: node.id,
    name: above ? `${above.name} › ${node.name || node.id}` : node.name || node.id,
    groupBy: groupBy === '...' || groupBy.includes('...') ? '...' : groupBy,
    groupWaitMs: node.groupWaitMs ?? above?.groupWaitMs ?? routeDefaults.groupWaitMs,
    groupIntervalMs: node.groupIntervalMs ?? above?.groupIntervalMs ?? routeDefaults.groupIntervalMs,
    repeatIntervalMs: node.repeatIntervalMs ?? above?.repeatIntervalMs ?? routeDefaults.repeatIntervalMs,
    channelIds: node.channelIds ?? above?.channelIds ?? [],
    policyId: node.escalationPolicyId === null ? (above?.policyId ?? null) : node.escalationPolicyId === 'none' ? null : node.escalationPolicyId,
  };
  byId.set(node.id, route);
  const path = [...(parent?.match.path ?? []), { id: node.id, name: node.name || node.id, matchers: printMatchers(node.matchers) }];
  const compiled: Node = { accepts: compileMatchers(node.matchers), continues: node.continue, match: { route, path, reason: reasonOf(route, node, parent) }, children: [] };
  compiled.children = node.routes.map((child) => compileNode(child, compiled, byId));
  return compiled;
}

function reasonOf(route: EffectiveRoute, { matchers, routes }: Route, parent: Node | null): string {
  const took = parent === null ? 'takes every alert' : `matched by ${printMatchers(matchers)}`;
  return `The route “${route.name}” ${took}${routes.length > 0 ? ', and no route below it matched' : ''}.`;
}

function walk(node: Node, labels: LabelSet): Node['match'][] {
  if (!node.accepts(labels)) return [];
  const found: Node['match'][] = [];
  for (const child of node.children) {
    const below = walk(child, labels);
    found.push(...below);
    if (below.length > 0 && !child.continues) break;
  }
  return found.length > 0 ? found : [node.match];
}

/** Throws AppError `invalid` that names every place of a tree that cannot be used: what it names must exist, and each id is there once. */
export function checkRoutes(root: Route, known: { channelIds: ReadonlySet<string>; policyIds: ReadonlySet<string> }): void {
  const issues: FieldIssue[] = [];
  const ids = new Set<string>();
  const visit = (node: Route, path: string, depth: number): void => {
    const wrong = (field: string, message: string) => void issues.push({ path: `${path}.${field}`, message });
    if (ids.size >= routeLimits.nodes || depth > routeLimits.depth) return;
    if (ids.has(node.id)) wrong('id', `There is another route with the id ${JSON.stringify(node.id)}. Give each an id of its own.`);
    ids.add(node.id);
    node.channelIds?.forEach((id, index) => {
      if (!known.channelIds.has(id)) wrong(`channelIds.${index}`, 'There is no channel with this id.');
    });
    const policy = node.escalationPolicyId;
    if (policy !== null && policy !== 'none' && !known.policyIds.has(policy)) wrong('escalationPolicyId', 'There is no escalation policy with this id.');
    try {
      compileMatchers(node.matchers);
    } catch (error) {
      if (!isAppError(error)) throw error;
      wrong('matchers', error.message);
    }
    node.routes.forEach((child, index) => visit(child, `${path}.routes.${index}`, depth + 1));
  };
  if (root.matchers.length > 0) issues.push({ path: 'root.matchers', message: 'The first route takes every alert: it has no matchers. Put them on a route below it.' });
  const size = sizeOf(root);
  if (size.nodes > routeLimits.nodes) issues.push({ path: 'root.routes', message: `There are ${size.nodes} routes; at most ${routeLimits.nodes} are possible.` });
  if (size.depth > routeLimits.depth) issues.push({ path: 'root.routes', message: `Routes are nested ${size.depth} deep; at most ${routeLimits.depth} are possible.` });
  visit(root, 'root', 1);
  if (issues.length > 0) throw new AppError('invalid', 'The routing cannot be used as it is. See what is wrong at each place.', { issues: issues.slice(0, 100) });
}

function sizeOf({ routes }: Route): { nodes: number; depth: number } {
  let nodes = 1;
  let depth = 0;
  for (const child of routes) {
    const below = sizeOf(child);
    nodes += below.nodes;
    depth = Math.max(depth, below.depth);
  }
  return { nodes, depth: depth + 1 };
}

import { labelOf } from '@/lib/metrics/labels';
import { worseOf, type Cause, type SuppressibleAlert } from './causes';
import type { Dependency } from './schemas';

type Node = Dependency['dependsOn'];

interface Found {
  source: SuppressibleAlert;
  node: Node;
}

/**
 * Which alerts are muted because something that their service depends on, perhaps by way of other services, has a critical alert. An alert that is
 * on that thing itself is never muted by it.
 */
export function compileDependencies(dependencies: readonly Dependency[]): (alerts: readonly SuppressibleAlert[]) => Map<string, Cause> {
  const below = belowOf(dependencies);
  return (alerts) => {
    const causes = new Map<string, Cause>();
    const critical = dependencies.length === 0 ? new Map<string, SuppressibleAlert>() : worstByNode(alerts);
    if (critical.size === 0) return causes;
    const found = new Map<string, Found[]>();
    for (const alert of alerts) {
      const candidates = found.get(alert.service) ?? criticalOf(below(alert.service), critical);
      found.set(alert.service, candidates);
      const cause = candidates.find(({ node }) => !(alert.severity === 'critical' && keysOf(alert).includes(keyOf(node))));
      if (cause) causes.set(alert.id, { kind: 'dependency', source: cause.source, reason: reasonOf(alert.service, cause) });
    }
    return causes;
  };
}

/** All that a service depends on, the nearest first. */
function belowOf(dependencies: readonly Dependency[]): (service: string) => readonly Node[] {
  const direct = new Map<string, Node[]>();
  for (const { service, dependsOn } of dependencies) {
    const nodes = direct.get(service) ?? [];
    direct.set(service, nodes);
    nodes.push(dependsOn);
  }
  const known = new Map<string, readonly Node[]>();
  return (service) => {
    const nodes = direct.has(service) ? (known.get(service) ?? walk(service, direct)) : [];
    if (nodes.length > 0) known.set(service, nodes);
    return nodes;
  };
}

function walk(service: string, direct: ReadonlyMap<string, readonly Node[]>): Node[] {
  const seen = new Set<string>([keyOf({ kind: 'service', name: service })]);
  const nodes: Node[] = [];
  const add = (each: string) => {
    for (const node of direct.get(each) ?? []) {
      if (seen.has(keyOf(node))) continue;
      seen.add(keyOf(node));
      nodes.push(node);
    }
  };
  add(service);
  for (const node of nodes) if (node.kind === 'service') add(node.name);
  return nodes;
}

function worstByNode(alerts: readonly SuppressibleAlert[]): Map<string, SuppressibleAlert> {
  const worst = new Map<string, SuppressibleAlert>();
  for (const alert of alerts) {
    if (alert.severity !== 'critical') continue;
    for (const key of keysOf(alert)) worst.set(key, worseOf(worst.get(key) ?? null, alert));
  }
  return worst;
}

function criticalOf(nodes: readonly Node[], critical: ReadonlyMap<string, SuppressibleAlert>): Found[] {
  return nodes.flatMap((node) => {
    const source = critical.get(keyOf(node));
    return source ? [{ source, node }] : [];
  });
}

/** The service and the host that an alert is on; a host answers to its instance with and without the port. */
function keysOf({ service, labels }: SuppressibleAlert): string[] {
  const instance = labelOf(labels, 'instance');
  const withoutPort = instance.replace(/:\d{1,5}$/, '');
  const keys = service === '' ? [] : [`service ${service}`];
  if (instance !== '') keys.push(`host ${instance}`);
  if (withoutPort !== instance) keys.push(`host ${withoutPort}`);
  return keys;
}

function keyOf({ kind, name }: Node): string {
  return `${kind} ${name}`;
}

function reasonOf(service: string, { source, node }: Found): string {
  return `The service ${JSON.stringify(service)} depends on the ${node.kind} ${JSON.stringify(node.name)}, where ${JSON.stringify(source.name)} is critical.`;
}

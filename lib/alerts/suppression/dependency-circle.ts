import type { Dependency } from './schemas';

/** A circle of services that depend on each other, the first again at its end; null when there is none. */
export function findCircle(dependencies: readonly Dependency[]): string[] | null {
  const direct = new Map<string, string[]>();
  for (const { service, dependsOn } of dependencies) {
    if (dependsOn.kind === 'service') direct.set(service, [...(direct.get(service) ?? []), dependsOn.name]);
  }
  const done = new Set<string>();
  for (const start of direct.keys()) {
    const circle = circleFrom(start, direct, done);
    if (circle) return circle;
  }
  return null;
}

/** Walks down with a path of its own: chains may be deeper than calls can be. */
function circleFrom(start: string, direct: ReadonlyMap<string, readonly string[]>, done: Set<string>): string[] | null {
  const path = [{ service: start, next: 0 }];
  const onPath = new Set([start]);
  for (let top = path.at(-1); top; top = path.at(-1)) {
    const below = done.has(top.service) ? undefined : direct.get(top.service)?.[top.next];
    top.next += 1;
    if (below === undefined) {
      done.add(top.service);
      onPath.delete(top.service);
      path.pop();
    } else if (onPath.has(below)) {
      const services = path.map(({ service }) => service);
      return [...services.slice(services.indexOf(below)), below];
    } else {
      path.push({ service: below, next: 0 });
      onPath.add(below);
    }
  }
  return null;
}

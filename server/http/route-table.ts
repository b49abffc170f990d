import { methods, type Method } from '@/lib/endpoint';
import type { RouteHandler } from './route';

/** What a `route.ts` file exports: a handler a method. */
export type RouteModule = Partial<Record<Method, RouteHandler>>;

/** Paths as files name them (`/api/things/[id]`) with their modules. */
export type RouteModules = Readonly<Record<string, RouteModule>>;

interface MatchedRoute {
  path: string;
  module: RouteModule;
  params: Record<string, string>;
}

export interface RouteTable {
  match(pathname: string): MatchedRoute | null;
}

/** Finds the module of a path: a look-up for paths without parameters, the rest by pattern. */
export function createRouteTable(modules: RouteModules): RouteTable {
  const fixed = new Map<string, MatchedRoute>();
  const patterns: { pattern: RegExp; names: string[]; path: string; module: RouteModule }[] = [];
  for (const [path, module] of Object.entries(modules)) {
    const names: string[] = [];
    const source = path
      .replace(/[.*+?^${}()|\\]/g, '\\$&')
      .replace(/\[(\w+)\]/g, (_, name: string) => {
        names.push(name);
        return '([^/]+)';
      });
    if (names.length === 0) fixed.set(path, { path, module, params: {} });
    else patterns.push({ pattern: new RegExp(`^${source}$`), names, path, module });
  }
  return {
    match(pathname) {
      const known = fixed.get(pathname);
      if (known) return known;
      for (const { pattern, names, path, module } of patterns) {
        const found = pattern.exec(pathname);
        const params = found && decodeParams(names, found.slice(1));
        if (params) return { path, module, params };
      }
      return null;
    },
  };
}

/** The methods that a module answers, for the Allow header. */
export function allowedMethods(module: RouteModule): string {
  const allowed: string[] = methods.filter((method) => module[method]);
  if (module.GET) allowed.push('HEAD');
  return [...allowed, 'OPTIONS'].join(', ');
}

function decodeParams(names: readonly string[], values: readonly string[]): Record<string, string> | null {
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]));
  } catch {
    return null;
  }
}

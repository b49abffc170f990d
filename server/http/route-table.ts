import { methods, type Method } from '@/lib/endpoint';
import { createPathTable } from './path-table';
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

/** Finds the module of a path. */
export function createRouteTable(modules: RouteModules): RouteTable {
  const table = createPathTable(Object.entries(modules));
  return {
    match(pathname) {
      const found = table.find(pathname);
      return found && { path: found.path, module: found.value, params: found.params };
    },
  };
}

/** The methods that a module answers, for the Allow header. */
export function allowedMethods(module: RouteModule): string {
  const allowed: string[] = methods.filter((method) => module[method]);
  if (module.GET) allowed.push('HEAD');
  return [...allowed, 'OPTIONS'].join(', ');
}

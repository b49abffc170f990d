interface FoundPath<T> {
  path: string;
  value: T;
  params: Record<string, string>;
}

export interface PathTable<T> {
  find(pathname: string): FoundPath<T> | null;
}

/** Finds what a path names (`/api/things/[id]` or `/api/things/{id}`): a look-up for paths without parameters, the rest by pattern. */
export function createPathTable<T>(entries: Iterable<readonly [path: string, value: T]>): PathTable<T> {
  const fixed = new Map<string, FoundPath<T>>();
  const patterns: { pattern: RegExp; names: string[]; path: string; value: T }[] = [];
  for (const [path, value] of entries) {
    const names: string[] = [];
    const source = path
      .split(/(\[\w+\]|\{\w+\})/)
      .map((part, index) => {
        if (index % 2 === 0) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
        names.push(part.slice(1, -1));
        return '([^/]+)';
      })
      .join('');
    if (names.length === 0) fixed.set(path, { path, value, params: {} });
    else patterns.push({ pattern: new RegExp(`^${source}$`), names, path, value });
  }
  return {
    find(pathname) {
      const known = fixed.get(pathname);
      if (known) return known;
      for (const { pattern, names, path, value } of patterns) {
        const found = pattern.exec(pathname);
        const params = found && decodeParams(names, found.slice(1));
        if (params) return { path, value, params };
      }
      return null;
    },
  };
}

function decodeParams(names: readonly string[], values: readonly string[]): Record<string, string> | null {
  try {
    return Object.fromEntries(names.map((name, index) => [name, decodeURIComponent(values[index] ?? '')]));
  } catch {
    return null;
  }
}

export interface AuditDifference {
  /** Where it is: `settings.steps[0].afterMs`. */
  path: string;
  /** Null: it was not there. */
  before: string | null;
  after: string | null;
}

const mostShown = 200;
const mostDepth = 24;

/** Where two JSON values differ, field by field, in the order of what is after; at most 200. */
export function auditDifferences(before: unknown, after: unknown): AuditDifference[] {
  const found: AuditDifference[] = [];
  function compare(path: string, was: unknown, is: unknown, depth: number): void {
    if (found.length >= mostShown || was === is) return;
    const fields = depth < mostDepth ? fieldsOf(was, is) : null;
    if (fields === null) {
      const [old, now] = [wordsOf(was), wordsOf(is)];
      if (old !== now) found.push({ path, before: old, after: now });
      return;
    }
    for (const { name, isPlace } of fields) compare(isPlace ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`, valueAt(was, name), valueAt(is, name), depth + 1);
  }
  compare('', before ?? undefined, after ?? undefined, 0);
  return found;
}

/** The names that either has, or null where there is nothing to look into. */
function fieldsOf(was: unknown, is: unknown): { name: string; isPlace: boolean }[] | null {
  const sides = [is, was].filter((side): side is object => typeof side === 'object' && side !== null);
  const isWhole = sides.length === [is, was].filter((side) => side !== undefined).length;
  if (sides.length === 0 || !isWhole || new Set(sides.map((side) => Array.isArray(side))).size > 1) return null;
  const isPlace = Array.isArray(sides[0]);
  const names = [...new Set(sides.flatMap((side) => Object.keys(side)))];
  return names.length === 0 ? null : names.map((name) => ({ name, isPlace }));
}

function valueAt(side: unknown, name: string): unknown {
  return typeof side === 'object' && side !== null ? Object.getOwnPropertyDescriptor(side, name)?.value : undefined;
}

function wordsOf(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === 'string' ? value || '(empty)' : JSON.stringify(value);
}

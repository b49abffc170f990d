/** One step down: into a field, into an element (from the end when negative), or into all that there are. */
export type JsonStep = { kind: 'field'; name: string } | { kind: 'element'; index: number } | { kind: 'all' };

const maxSteps = 32;
const word = /^\.([\p{L}_][\p{L}\p{N}_-]*)/u;
const all = /^(?:\.\*|\[\s*\*\s*\])/;
const element = /^\[\s*(-?\d{1,9})\s*\]/;
const quoted = /^\[\s*("(?:[^"\\]|\\.)*"|'[^'\\]*')\s*\]/;

/**
 * Reads the start of a text as a path into a JSON document: `$`, then any number of `.name`, `["name"]`, `[0]`, `[-1]`, `[*]` and `.*`, a part of JSONPath
 * (RFC 9535) that selects each value at most once. Null for what does not begin so, or has more than 32 steps.
 */
export function parseJsonPath(text: string): { steps: JsonStep[]; length: number } | null {
  if (!text.startsWith('$')) return null;
  const steps: JsonStep[] = [];
  let at = 1;
  for (;;) {
    const found = stepAt(text.slice(at));
    if (found === null) return { steps, length: at };
    if (steps.length === maxSteps) return null;
    steps.push(found.step);
    at += found.length;
  }
}

/** How many values may still be looked at on the way; it is shared by all paths that are followed for one answer. */
export interface ValueBudget {
  left: number;
}

/** All values of a document at a path, in its order; none when it does not lead anywhere. Null when the budget does not suffice; then nothing is left of it. */
export function valuesAt(document: unknown, steps: readonly JsonStep[], budget: ValueBudget): unknown[] | null {
  let values = [document];
  for (const step of steps) {
    const found: unknown[] = [];
    for (const value of values) {
      if (budget.left <= 0) return null;
      const next = below(value, step);
      // A step costs one value at least, also where it leads nowhere.
      budget.left -= Math.max(1, next.length);
      if (budget.left < 0) return null;
      for (const each of next) found.push(each);
    }
    values = found;
  }
  return values;
}

function stepAt(text: string): { step: JsonStep; length: number } | null {
  const named = word.exec(text);
  if (named) return { step: { kind: 'field', name: named[1] ?? '' }, length: named[0].length };
  const every = all.exec(text);
  if (every) return { step: { kind: 'all' }, length: every[0].length };
  const numbered = element.exec(text);
  if (numbered) return { step: { kind: 'element', index: Number(numbered[1]) }, length: numbered[0].length };
  const inQuotes = quoted.exec(text);
  const name = inQuotes ? unquoted(inQuotes[1] ?? '') : null;
  return inQuotes && name !== null ? { step: { kind: 'field', name }, length: inQuotes[0].length } : null;
}

function unquoted(text: string): string | null {
  if (text.startsWith("'")) return text.slice(1, -1);
  try {
    return String(JSON.parse(text));
  } catch {
    return null;
  }
}

function below(value: unknown, step: JsonStep): readonly unknown[] {
  if (typeof value !== 'object' || value === null) return [];
  switch (step.kind) {
    case 'all':
      return Array.isArray(value) ? value : Object.values(value);
    case 'element': {
      if (!Array.isArray(value)) return [];
      const index = step.index < 0 ? value.length + step.index : step.index;
      return index >= 0 && index < value.length ? [value[index]] : [];
    }
    case 'field':
      return !Array.isArray(value) && Object.hasOwn(value, step.name) ? [(value as Record<string, unknown>)[step.name]] : [];
  }
}

import { type JsonStep, parseJsonPath, type ValueBudget, valuesAt } from './json-path';

const comparisons = ['==', '!=', '<=', '>=', '<', '>', 'contains'] as const;
type Comparison = (typeof comparisons)[number];
type Literal = string | number | boolean | null;

type JsonCondition = { text: string; steps: JsonStep[] } & ({ operator: 'exists' } | { operator: Comparison; value: Literal });

const shownChars = 120;

/**
 * Reads one condition on a JSON document: a path and `exists`, or a path, one of == != < <= > >= contains, and a value, which is a literal of JSON or else a
 * text as it stands: `$.status == "ok"`, `$.nodes[*].load < 4`, `$.error exists`. Null for what is none.
 */
export function parseJsonCondition(source: string): JsonCondition | null {
  const text = source.trim();
  const path = parseJsonPath(text);
  if (!path) return null;
  const rest = text.slice(path.length).trim();
  if (rest === 'exists') return { text, steps: path.steps, operator: 'exists' };
  const operator = comparisons.find((each) => rest.startsWith(each));
  const written = rest.slice(operator?.length ?? 0);
  if (operator === undefined || written.trim() === '' || (operator === 'contains' && !/^\s/.test(written))) return null;
  const value = literalOf(written.trim());
  if (/[<>]/.test(operator) && typeof value !== 'number') return null;
  return { text, steps: path.steps, operator, value };
}

/**
 * Why a document does not fulfil a condition, null when it does. Where a path leads to several values each must fulfil it; where it leads to none, only
 * `!=` is fulfilled; one that leads to more than the budget has left is not fulfilled. A number equals only a number, a text only a text; `contains` looks into a text or for an element of a list.
 */
export function unfulfilled(document: unknown, condition: JsonCondition, budget: ValueBudget): string | null {
  const values = valuesAt(document, condition.steps, budget);
  if (values === null) return `${condition.text}: it leads to too many values`;
  if (condition.operator === 'exists') return values.length > 0 ? null : `${condition.text}: there is no such value`;
  if (values.length === 0) return condition.operator === '!=' ? null : `${condition.text}: there is no such value`;
  const { operator, value: expected } = condition;
  const wrong = values.find((value) => !holds(value, operator, expected));
  if (wrong !== undefined) return `${condition.text}: it is ${shown(wrong)}`;
  return null;
}

function holds(value: unknown, operator: Comparison, expected: Literal): boolean {
  switch (operator) {
    case '==':
      return value === expected;
    case '!=':
      return value !== expected;
    case 'contains':
      return typeof value === 'string' ? value.includes(String(expected)) : Array.isArray(value) && value.includes(expected);
    default:
      return typeof value === 'number' && typeof expected === 'number' && isOrdered(value, operator, expected);
  }
}

function isOrdered(a: number, operator: '<' | '<=' | '>' | '>=', b: number): boolean {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
  }
}

function literalOf(text: string): Literal {
  try {
    const value: unknown = JSON.parse(text);
    if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  } catch {
    // It stands for itself.
  }
  return text;
}

function shown(value: unknown): string {
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? `a list of ${value.length}` : 'an object';
  const text = JSON.stringify(value);
  return text.length > shownChars ? `${text.slice(0, shownChars)}...` : text;
}

import { z } from 'zod';

const operators = ['=', '!=', '<', '<=', '>', '>=', 'contains'] as const;
type Operator = (typeof operators)[number];

/** How a value is compared; `any` takes every value. */
export const conditionOperator = z.enum(['any', ...operators]).default('any');
export const conditionValue = z.string().max(1_000).default('');

export interface ValueCondition {
  operator: Operator | 'any';
  value: string;
}

/** Numbers are compared as numbers where both sides are such; an order holds between numbers only. What is absent (null) fulfils nothing but `any`. */
export function fulfils(actual: string | null, { operator, value }: ValueCondition): boolean {
  if (operator === 'any') return true;
  if (actual === null) return false;
  const numbers = [numberOf(actual), numberOf(value)] as const;
  switch (operator) {
    case '=':
      return isSame(actual, value, numbers);
    case '!=':
      return !isSame(actual, value, numbers);
    case 'contains':
      return actual.includes(value);
    default:
      return isOrdered(numbers[0], operator, numbers[1]);
  }
}

/** For zod: an order needs a number to compare with, and `contains` a text. */
export function conditionProblem({ operator, value }: ValueCondition): string | null {
  if (/[<>]/.test(operator) && numberOf(value) === null) return 'must be a number';
  return operator === 'contains' && value === '' ? 'must not be empty' : null;
}

function isSame(a: string, b: string, [x, y]: readonly [number | null, number | null]): boolean {
  return x !== null && y !== null ? x === y : a === b;
}

function isOrdered(a: number | null, operator: '<' | '<=' | '>' | '>=', b: number | null): boolean {
  if (a === null || b === null) return false;
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

function numberOf(text: string): number | null {
  return /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i.test(text) ? Number(text) : null;
}

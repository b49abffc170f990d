import { TemplateError } from './syntax';
import { typeName, type TemplateValue } from './values';

/** Go's `eq`: values of one basic type. Throws TemplateError for others. */
export function isEqual(a: TemplateValue, b: TemplateValue): boolean {
  if (a === null || b === null) return a === b;
  checkTypes(a, b);
  if (typeof a === 'object') throw new TemplateError('error calling eq: non-comparable type');
  return a === b;
}

/** Below, at or above zero as `a` is less than, equal to or greater than `b`; NaN is neither. Throws TemplateError for what has no order. */
export function compare(a: TemplateValue, b: TemplateValue): number {
  checkTypes(a, b);
  if ((typeof a === 'number' || typeof a === 'bigint' || typeof a === 'string') && b !== null) return a < b ? -1 : a > b ? 1 : a === b ? 0 : Number.NaN;
  throw new TemplateError('invalid type for comparison');
}

function checkTypes(a: TemplateValue, b: TemplateValue): void {
  if (typeName(a) !== typeName(b)) throw new TemplateError('incompatible types for comparison');
}

/** Whether all text in a JSON value, names of fields among it, can be stored by PostgreSQL: valid Unicode without NUL. */
export function isStorable(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\u0000');
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(value).every(([name, each]) => isStorable(name) && isStorable(each));
}

export const notStorable = 'must be valid Unicode without NUL';

/** JSON that PostgreSQL takes: it refuses NUL and halves of surrogate pairs in text, which JSON itself allows. */
export function jsonOf(value: unknown): string {
  const json = JSON.stringify(value);
  if (!/\\u(?:0000|d[89a-f])/.test(json)) return json;
  return JSON.stringify(value, (_key, each: unknown) => (typeof each === 'string' ? each.replaceAll('\u0000', '').toWellFormed() : each));
}

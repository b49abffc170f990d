/** Each row once: a page that was read later may begin with what the one before ended with. */
export function oncePerId<Row extends { id: string }>(rows: readonly Row[]): Row[] {
  const seen = new Set<string>();
  return rows.filter(({ id }) => !seen.has(id) && seen.add(id));
}

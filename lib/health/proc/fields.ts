/** The lines of a file under /proc, without empty ones. */
export function linesOf(text: string): string[] {
  return text.split('\n').filter((line) => line !== '');
}

/** The fields of a line, split at runs of spaces and tabs. */
export function fieldsOf(line: string): string[] {
  return line.trim().split(/\s+/);
}

/** A decimal count of the kernel, or null when the field is absent or not a whole number. Above 2^53 it is rounded. */
export function countOf(field: string | undefined): number | null {
  return field !== undefined && /^\d+$/.test(field) ? Number(field) : null;
}

/** The counts of `fields`; null when any of them is not a count. */
export function countsOf(fields: readonly string[]): number[] | null {
  const counts: number[] = [];
  for (const field of fields) {
    const count = countOf(field);
    if (count === null) return null;
    counts.push(count);
  }
  return counts;
}

/** Why a scrape failed, in words for the person who looks at the target. */
export class ScrapeError extends Error {
  override readonly name = 'ScrapeError';
}

/** The sentence of any failure of a connection; attempts at several addresses fail as one, whose own message is empty. */
export function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') return error.errors.map(reasonOf).join('; ');
  if (!(error instanceof Error)) return String(error);
  const cause = error.message === '' && 'code' in error ? String(error.code) : error.message;
  return cause.replace(/\s+/g, ' ').slice(0, 500);
}

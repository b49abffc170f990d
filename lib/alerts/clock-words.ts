const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** A moment (milliseconds since 1970) in a sentence that is stored, and read in any time zone: `14:05 UTC on 21 November 2026`, with seconds where it has some. */
export function clockWords(ms: number): string {
  const time = new Date(ms).toISOString().slice(11, 19).replace(/:00$/, '');
  return `${time} UTC on ${day.format(ms)}`;
}

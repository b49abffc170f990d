import { parseMatchers, printMatchers } from '@/lib/alerts/matchers';
import type { AlertMatcher } from '@/lib/alerts/schemas';
import { isAppError } from '@/lib/errors';

/** What the URL of the silences holds. */
interface SilencesState {
  isExpired: boolean;
  /** Of a silence that is about to be made; null: none is. */
  matchers: AlertMatcher[] | null;
}

/** Reads the state from a URL's query; matchers that cannot be read begin as none. */
export function parseSilences(search: { get(name: string): string | null }): SilencesState {
  const text = search.get('new');
  return { isExpired: search.get('state') === 'expired', matchers: text === null ? null : readMatchers(text) };
}

/** The URL's query of a state. */
export function silencesSearch({ isExpired, matchers }: SilencesState): string {
  const pairs: [string, string][] = [];
  if (isExpired) pairs.push(['state', 'expired']);
  if (matchers !== null) pairs.push(['new', printMatchers(matchers)]);
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}

function readMatchers(text: string): AlertMatcher[] {
  try {
    return parseMatchers(text);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return [];
  }
}

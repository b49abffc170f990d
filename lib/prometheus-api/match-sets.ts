import { compileMatcher, type Matcher } from '@/lib/metrics/matcher';
import { parseSelector } from '@/lib/promql/parse-selector';
import { TokenStream } from '@/lib/promql/token-stream';
import { isMetricName } from '@/lib/promql/tokens';
import { ApiError } from './api-error';

/** Most `match[]` of one request: each is a search of its own. */
const maxSets = 20;

/**
 * The matchers of each `match[]`. Throws PromqlError for one that is no selector, ApiError for one that every series could match, as
 * parseMatchersParam of Prometheus does.
 */
export function matchSetsOf(selectors: readonly string[]): Matcher[][] {
  if (selectors.length > maxSets) throw new ApiError('bad_data', `at most ${maxSets} match[] parameters are taken at once; there are ${selectors.length}`);
  const sets = selectors.map(matchersOf);
  for (const set of sets) {
    if (set.every((matcher) => compileMatcher(matcher)(''))) {
      throw new ApiError('bad_data', 'match[] must contain at least one non-empty matcher');
    }
  }
  return sets;
}

function matchersOf(selector: string): Matcher[] {
  const stream = new TokenStream(selector);
  if (stream.next.text !== '{' && !isMetricName(stream.next)) throw stream.unexpected();
  const { matchers } = parseSelector(stream);
  if (stream.next.kind !== 'end') throw stream.unexpected();
  return [...matchers];
}

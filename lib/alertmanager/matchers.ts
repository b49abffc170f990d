import { parseMatchers } from '@/lib/alerts/matchers';
import { maxMatchers, type AlertMatcher } from '@/lib/alerts/schemas';
import { AppError, isAppError } from '@/lib/errors';
import { Refusal } from './refusal';

/** A matcher as Alertmanager's API writes it. */
export interface ApiMatcher {
  name: string;
  value: string;
  isRegex: boolean;
  isEqual: boolean;
}

export function toApiMatcher({ label, operator, value }: AlertMatcher): ApiMatcher {
  return { name: label, value, isRegex: operator.endsWith('~'), isEqual: operator.startsWith('=') };
}

export function fromApiMatcher({ name, value, isRegex, isEqual }: ApiMatcher): AlertMatcher {
  return { label: name, value, operator: isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=' };
}

/** The matchers of `filter` parameters, one or more in each. Throws Refusal. */
export function parseFilters(filters: readonly string[]): AlertMatcher[] {
  try {
    const matchers = filters.flatMap((text) => parseMatchers(text));
    if (matchers.length > maxMatchers) throw new AppError('invalid', `at most ${maxMatchers} matchers are possible; there are ${matchers.length}`);
    return matchers;
  } catch (error) {
    throw isAppError(error) ? Refusal.own(400, error.message) : error;
  }
}

/** Whether a silence has each of the matchers, written alike: what `filter` of silences asks (CheckSilenceMatchesFilterLabels of api/v2/api.go). */
export function hasMatchers(silence: readonly AlertMatcher[], wanted: readonly AlertMatcher[]): boolean {
  return wanted.every((each) => silence.some(({ label, operator, value }) => label === each.label && operator === each.operator && value === each.value));
}

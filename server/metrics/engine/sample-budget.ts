import { PromqlError } from '@/lib/promql/error';

/** What a query ends with that would read more samples than it may, in the words of Prometheus. */
export function tooManySamples(): PromqlError {
  return new PromqlError('execution', 'query processing would load too many samples into memory in query execution');
}

import type { Sli } from '@/lib/sla/schemas';

const mostNamed = 20;

/** What an objective measures, as a sentence for who does not know Nines. Without reasons, queries are not told: they hold internal names. */
export function measureWords(sli: Sli, checkNames: readonly string[], hasReasons: boolean): string {
  if (sli.kind === 'checks') return checkNames.length === 0 ? 'Time in which no check is down; none was measured.' : `Time in which none of these checks is down: ${namesOf(checkNames)}.`;
  if (sli.kind === 'latency') return `Results of ${checkNames[0] === undefined ? 'a check that is gone' : `the check ${checkNames[0]}`} that succeeded within ${sli.thresholdMs} ms, of all its results.`;
  return hasReasons ? `Events counted by ${sli.good}, of those counted by ${sli.total}.` : 'Good events of all events, counted by metrics.';
}

function namesOf(names: readonly string[]): string {
  const more = names.length - mostNamed;
  return names.slice(0, mostNamed).join(', ') + (more > 0 ? ` and ${more} more` : '');
}

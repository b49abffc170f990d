import type { State } from '@/lib/health/vitals';
import type { HostList, HostSort, HostSummary, ListHostsQuery } from './schemas';

const urgency: Record<State, number> = { critical: 0, warning: 1, unknown: 2, ok: 3 };

/** The hosts that a query asks for, sorted, and how many there are of each state. */
export function findHostPage(hosts: readonly HostSummary[], query: ListHostsQuery): Pick<HostList, 'hosts' | 'total' | 'counts' | 'known'> {
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
  const matching = hosts.filter((host) => (!query.source || host.source === query.source) && hasWords(host, words));
  const counts = { ok: 0, warning: 0, critical: 0, unknown: 0 };
  for (const { state } of matching) counts[state] += 1;
  const chosen = query.state ? matching.filter(({ state }) => state === query.state) : matching;
  const sorted = [...chosen].sort(comparing(query.sort, query.order === 'reversed' ? -1 : 1));
  return { hosts: sorted.slice(query.offset, query.offset + query.limit), total: chosen.length, counts, known: hosts.length };
}

function hasWords(host: HostSummary, words: readonly string[]): boolean {
  const text = `${host.name}\n${host.job}\n${host.instance}`.toLowerCase();
  return words.every((word) => text.includes(word));
}

type Compare = (a: HostSummary, b: HostSummary) => number;

/** What is unknown comes last in either order. */
function comparing(sort: HostSort, sign: 1 | -1): Compare {
  if (sort === 'name') return (a, b) => sign * byName(a, b);
  if (sort === 'state') return (a, b) => sign * (urgency[a.state] - urgency[b.state]) || byName(a, b);
  const valueOf = (host: HostSummary) => (sort === 'last_seen' ? host.lastSeenAt : (host.vitals.find(({ id }) => id === sort)?.value ?? null));
  return (a, b) => {
    const [x, y] = [valueOf(a), valueOf(b)];
    if (x === null || y === null) return x === y ? byName(a, b) : x === null ? 1 : -1;
    return sign * (y - x) || byName(a, b);
  };
}

const byName: Compare = (a, b) => compareText(a.name, b.name) || compareText(a.key, b.key);

/** Numbers within names by their value: `web-2` before `web-10`. */
function compareText(a: string, b: string): number {
  return collator.compare(a, b);
}

const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });

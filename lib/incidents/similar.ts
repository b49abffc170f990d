/** An incident as it is compared with others. */
export interface Comparable {
  id: string;
  title: string;
  /** Ids of services. */
  services: readonly string[];
  alertNames: readonly string[];
  /** Milliseconds since 1970. */
  createdAt: number;
}

const most = 10;
const weights = { services: 3, alerts: 4, words: 3 };
const leastScore = 1;
/** Words that say nothing about what is broken. */
const plain = new Set(['the', 'and', 'for', 'are', 'was', 'not', 'with', 'from', 'down', 'slow', 'fails', 'failing', 'error', 'errors', 'incident', 'alert', 'service', 'since', 'has', 'have', 'does', 'all', 'our', 'out']);

/** The words of a title that say what it is about: lower case, without those that any title has; at most 20. */
export function wordsOfTitle(title: string): string[] {
  const words = title.toLowerCase().match(/[\p{L}\p{N}][\p{L}\p{N}_.-]+[\p{L}\p{N}]/gu) ?? [];
  return [...new Set(words.filter((word) => !plain.has(word)))].slice(0, 20);
}

/**
 * The ids of at most ten that are like an incident, the likest first: each of the services, the names of alerts and the words of the title adds the share that both have of what
 * either has (Jaccard index) by its weight. Of two that are as like, the newer one comes first. What shares next to nothing is left out.
 */
export function mostSimilar(incident: Comparable, others: readonly Comparable[]): string[] {
  const own = traitsOf(incident);
  const scored = others.filter(({ id }) => id !== incident.id).map((other) => ({ other, score: scoreOf(own, traitsOf(other)) }));
  const like = scored.filter(({ score }) => score >= leastScore);
  return like.sort((a, b) => b.score - a.score || b.other.createdAt - a.other.createdAt || (a.other.id < b.other.id ? -1 : 1)).slice(0, most).map(({ other }) => other.id);
}

type Traits = Record<keyof typeof weights, ReadonlySet<string>>;

function traitsOf({ title, services, alertNames }: Comparable): Traits {
  return { services: new Set(services), alerts: new Set(alertNames), words: new Set(wordsOfTitle(title)) };
}

function scoreOf(a: Traits, b: Traits): number {
  return shareOf(a.services, b.services) * weights.services + shareOf(a.alerts, b.alerts) * weights.alerts + shareOf(a.words, b.words) * weights.words;
}

function shareOf(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  let both = 0;
  for (const each of a) if (b.has(each)) both += 1;
  return both === 0 ? 0 : both / (a.size + b.size - both);
}

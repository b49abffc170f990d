import type { LabelSet } from '@/lib/metrics/labels';
import { compareSeverities, type Severity } from '../severity';

/** An alert that fires, as what suppresses it sees it. `startsAtMs` is in milliseconds since 1970. */
export interface SuppressibleAlert {
  id: string;
  fingerprint: string;
  name: string;
  labels: LabelSet;
  severity: Severity;
  service: string;
  state: 'firing' | 'acknowledged';
  startsAtMs: number;
}

/** That an alert is muted because of another one. */
export interface Cause {
  kind: 'inhibition' | 'dependency';
  source: SuppressibleAlert;
  reason: string;
}

/** Negative when `a` is the likelier cause: the worse, then the older, then any order that stays. */
function compareCauses(a: SuppressibleAlert, b: SuppressibleAlert): number {
  return compareSeverities(a.severity, b.severity) || a.startsAtMs - b.startsAtMs || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

/** The likelier cause of the two. */
export function worseOf(a: SuppressibleAlert | null, b: SuppressibleAlert): SuppressibleAlert {
  return a === null || compareCauses(b, a) < 0 ? b : a;
}

/** Where alerts would mute each other in a circle, nobody would be told of any: the likeliest cause of each circle is let go. */
export function breakCircles(causes: Map<string, Cause>): void {
  const settled = new Set<string>();
  for (const start of causes.keys()) {
    const path = new Map<string, number>();
    const chain: SuppressibleAlert[] = [];
    for (let id = start; !settled.has(id); ) {
      path.set(id, chain.length);
      const next = causes.get(id)?.source;
      if (!next) break;
      chain.push(next);
      const seenAt = path.get(next.id);
      if (seenAt !== undefined) {
        causes.delete(chain.slice(seenAt).reduce(worseOf).id);
        break;
      }
      id = next.id;
    }
    for (const id of path.keys()) settled.add(id);
  }
}

/** The alert at the end of the chain of causes. */
export function rootOf(causes: ReadonlyMap<string, Cause>, id: string): string | null {
  let root: string | null = null;
  for (let cause = causes.get(id); cause; cause = causes.get(cause.source.id)) root = cause.source.id;
  return root;
}

import { z } from 'zod';
import { AlertActor, timeMs } from '@/lib/alerts/schemas';
import type { Span } from '@/lib/checks/span';
import { Impact } from './schemas';

/** What somebody said of a service that an incident touched: it stands in place of what the checks say. */
export const EditedImpact = z.strictObject({ from: timeMs, to: timeMs.nullable(), degree: Impact.shape.degree, reason: z.string(), by: AlertActor, at: timeMs });
export type EditedImpact = z.infer<typeof EditedImpact>;

type Touched = Pick<Impact, 'from' | 'to' | 'degree' | 'ms'>;

interface Window {
  /** Milliseconds since 1970; [fromMs, toMs). */
  fromMs: number;
  toMs: number;
  /** Whether the incident goes on at `toMs`. */
  isOpen: boolean;
}

/**
 * What a service's checks say of the time of an incident: from the first to the last moment in which one of them found it down or degraded outside of maintenance, and
 * how many milliseconds of that were so, each counted once. Null: none. The spans are those of all its checks, in any order.
 */
export function touchedBySpans(spans: readonly Span[], { fromMs, toMs, isOpen }: Window): Touched | null {
  const found = spans
    .filter(({ state, maintenance }) => maintenance === null && (state === 'down' || state === 'degraded'))
    .map((span) => ({ state: span.state, from: Math.max(span.fromMs, fromMs), to: Math.min(span.toMs, toMs) }))
    .filter(({ from, to }) => from < to)
    .sort((a, b) => a.from - b.from);
  const [first] = found;
  if (!first) return null;
  let ms = 0;
  let endMs = fromMs;
  for (const { from, to } of found) {
    ms += Math.max(0, to - Math.max(from, endMs));
    endMs = Math.max(endMs, to);
  }
  return { from: first.from, to: isOpen && endMs >= toMs ? null : endMs, degree: found.some(({ state }) => state === 'down') ? 'down' : 'degraded', ms };
}

/** What somebody said, cut to a time; null where it has nothing in it. */
export function touchedByEdit({ from, to, degree }: Pick<EditedImpact, 'from' | 'to' | 'degree'>, { fromMs, toMs, isOpen }: Window): Touched | null {
  const beginMs = Math.max(from, fromMs);
  const endMs = Math.min(to ?? toMs, toMs);
  if (beginMs >= endMs && !(isOpen && to === null && beginMs === endMs)) return null;
  return { from: beginMs, to: to === null && isOpen ? null : endMs, degree, ms: endMs - beginMs };
}

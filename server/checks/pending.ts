import type { Evidence } from '@/lib/checks/schemas';
import type { StateChange, WrittenSpan } from '@/lib/checks/step';

/** A change of state that is stored or will be; its id is known when it is. */
export interface EventRef {
  id: string | null;
}

interface PendingEvent extends StateChange {
  ref: EventRef;
  evidence: Evidence | null;
}

interface PendingSpan extends WrittenSpan {
  event: EventRef | null;
}

/** What of a check is to be written. */
export interface Pending {
  forgetFromMs: number | null;
  /** By their beginning. */
  spans: Map<number, PendingSpan>;
  events: PendingEvent[];
}

/** While the database is away no more is kept of one check than this. */
const mostEvents = 1_000;
/** And no more of all checks. Evidence may be 16 KiB and is the first to go, the oldest before the others. */
const mostOfAll = { evidence: 2_000, events: 50_000, spans: 50_000 };

export function nothingPending(): Pending {
  return { forgetFromMs: null, spans: new Map(), events: [] };
}

/** Adds what came later. */
export function addPending(pending: Pending, { forgetFromMs, spans, events }: { forgetFromMs: number | null; spans: Iterable<PendingSpan>; events: readonly PendingEvent[] }): void {
  if (forgetFromMs !== null) {
    for (const [fromMs, span] of pending.spans) {
      if (fromMs >= forgetFromMs) pending.spans.delete(fromMs);
      else if (span.toMs > forgetFromMs) pending.spans.set(fromMs, { ...span, toMs: forgetFromMs });
    }
    pending.forgetFromMs = Math.min(pending.forgetFromMs ?? Infinity, forgetFromMs);
  }
  for (const span of spans) pending.spans.set(span.fromMs, span);
  pending.events.push(...events);
  if (pending.events.length > mostEvents) pending.events.splice(0, pending.events.length - mostEvents);
}

/** Bounds what is kept of all checks together: where it is too much, each keeps the newest of an equal share. */
export function boundPending(all: readonly Pending[], most = mostOfAll): void {
  const kept = all.filter(({ events, spans }) => events.length > 0 || spans.size > 0);
  const surplusOf = (sizeOf: (pending: Pending) => number, limit: number) => {
    if (kept.reduce((sum, pending) => sum + sizeOf(pending), 0) <= limit) return () => 0;
    const share = Math.floor(limit / kept.length);
    return (pending: Pending) => Math.max(0, sizeOf(pending) - share);
  };
  const evidence = surplusOf(({ events }) => events.filter((event) => event.evidence !== null).length, most.evidence);
  const events = surplusOf((pending) => pending.events.length, most.events);
  const spans = surplusOf((pending) => pending.spans.size, most.spans);
  for (const pending of kept) {
    const [oldEvidence, oldEvents, oldSpans] = [evidence(pending), events(pending), spans(pending)];
    for (const event of pending.events.filter((each) => each.evidence !== null).slice(0, oldEvidence)) event.evidence = null;
    pending.events.splice(0, oldEvents);
    for (const fromMs of [...pending.spans.keys()].sort((a, b) => a - b).slice(0, oldSpans)) pending.spans.delete(fromMs);
  }
}

import type { Span } from '@/lib/checks/span';
import { groupedBy } from './grouped-by';
import type { Amount, Counting, Tally } from './schemas';

/**
 * What a moment counts as, from the best to the worst. A maintenance window of one check excuses nothing that another check measured outside of one:
 * what is degraded, unknown or down there counts as that.
 */
export const kinds = ['up', 'maintenance', 'degraded', 'unknown', 'down'] as const;
export type Kind = (typeof kinds)[number];

/** When a check has a say: from its first result on, and not after its last one when it is switched off. */
export interface CheckPart {
  checkId: string;
  /** Null before its first result. */
  sinceMs: number | null;
  /** Null while it goes on. */
  untilMs: number | null;
}

/** [fromMs, toMs) of one kind; null where no check has a say. */
export interface Stretch {
  fromMs: number;
  toMs: number;
  kind: Kind | null;
}

/** A stretch of one check, with the span that says so; null where none does. */
interface CheckStretch extends Stretch {
  span: Span | null;
}

/** Where a stretch of one check begins (1) or ends (-1). */
interface Edge {
  atMs: number;
  kind: Kind;
  change: 1 | -1;
}

/**
 * What each moment of [fromMs, toMs) was for all checks together: the worst of those that have a say. Between two spans of a check it is unknown. The
 * spans are in the order of checks and time; where two of one check overlap, the earlier one holds until its end. The stretches are without gaps.
 */
export function timelineOf(parts: readonly CheckPart[], spans: readonly Span[], fromMs: number, toMs: number): Stretch[] {
  if (fromMs >= toMs) return [];
  const byCheck = groupedBy(spans, (span) => span.checkId);
  const edges: Edge[] = [];
  for (const part of parts) {
    for (const { kind, ...stretch } of checkTimelineOf(part, byCheck.get(part.checkId) ?? [], fromMs, toMs)) {
      if (kind !== null) edges.push({ atMs: stretch.fromMs, kind, change: 1 }, { atMs: stretch.toMs, kind, change: -1 });
    }
  }
  return worstBetween(edges.sort((a, b) => a.atMs - b.atMs), fromMs, toMs);
}

/** Milliseconds of each kind in [fromMs, toMs); what the timeline does not cover is unknown. */
export function tallyOf(timeline: readonly Stretch[], fromMs: number, toMs: number): Tally {
  const sums: Record<Kind, number> = { up: 0, maintenance: 0, degraded: 0, unknown: 0, down: 0 };
  let covered = 0;
  for (const stretch of timeline) {
    const length = Math.min(stretch.toMs, toMs) - Math.max(stretch.fromMs, fromMs);
    if (length <= 0) continue;
    covered += length;
    sums[stretch.kind ?? 'unknown'] += length;
  }
  const unknown = sums.unknown + Math.max(0, toMs - fromMs - covered);
  return { upMs: sums.up, degradedMs: sums.degraded, downMs: sums.down, unknownMs: unknown, maintenanceMs: sums.maintenance };
}

/** Adds to `sum`, which changes. */
export function addTally(sum: Tally, { upMs, degradedMs, downMs, unknownMs, maintenanceMs }: Tally): void {
  sum.upMs += upMs;
  sum.degradedMs += degradedMs;
  sum.downMs += downMs;
  sum.unknownMs += unknownMs;
  sum.maintenanceMs += maintenanceMs;
}

/** What of a time is good and what is bad; the rest is excluded. Up is good and down is bad, always. */
export function amountOf(tally: Tally, counting: Counting): Amount {
  const amount: Amount = { good: tally.upMs, bad: tally.downMs, unit: 'ms' };
  for (const [length, as] of [[tally.degradedMs, counting.degraded], [tally.unknownMs, counting.unknown], [tally.maintenanceMs, counting.maintenance]] as const) {
    if (as === 'good') amount.good += length;
    if (as === 'bad') amount.bad += length;
  }
  return amount;
}

/** What each moment of [fromMs, toMs) was for one check, without gaps. The spans are its own, in the order of time. */
export function checkTimelineOf({ sinceMs, untilMs }: CheckPart, spans: readonly Span[], fromMs: number, toMs: number): CheckStretch[] {
  const stretches: CheckStretch[] = [];
  const beginMs = clamp(sinceMs ?? toMs, fromMs, toMs);
  const endMs = clamp(untilMs ?? toMs, beginMs, toMs);
  let atMs = fromMs;
  const add = (untilTime: number, kind: Kind | null, span: Span | null = null) => {
    if (untilTime <= atMs) return;
    stretches.push({ fromMs: atMs, toMs: untilTime, kind, span });
    atMs = untilTime;
  };
  add(beginMs, null);
  for (const span of spans) {
    add(Math.min(span.fromMs, endMs), 'unknown');
    add(Math.min(span.toMs, endMs), span.maintenance ? 'maintenance' : span.state, span);
  }
  add(endMs, 'unknown');
  add(toMs, null);
  return stretches;
}

/** The worst kind that is open between each edge and the next, by one sweep over the edges of all checks in the order of time. */
function worstBetween(edges: readonly Edge[], fromMs: number, toMs: number): Stretch[] {
  const open: Record<Kind, number> = { up: 0, maintenance: 0, degraded: 0, unknown: 0, down: 0 };
  const together: Stretch[] = [];
  let atMs = fromMs;
  const add = (untilMs: number) => {
    if (untilMs <= atMs) return;
    const kind = kinds.findLast((each) => open[each] > 0) ?? null;
    const last = together.at(-1);
    if (last?.kind === kind) last.toMs = untilMs;
    else together.push({ fromMs: atMs, toMs: untilMs, kind });
    atMs = untilMs;
  };
  for (const edge of edges) {
    add(edge.atMs);
    open[edge.kind] += edge.change;
  }
  add(toMs);
  return together;
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

import type { Span } from '@/lib/checks/span';
import type { TimeRange } from '@/lib/sla/days';
import { groupedBy } from '@/lib/sla/grouped-by';
import { checkTimelineOf, kinds, type CheckPart, type Kind, type Stretch } from '@/lib/sla/timeline';
import { statementLimits } from './schemas';

/** What a check found in a time, or that nothing was measured. */
export interface TimeCause {
  checkId: string;
  reason: string;
  maintenance: { id: string; name: string } | null;
  eventId: string | null;
}

/** [fromMs, toMs) of one kind with the same causes; none while it is up, and none where no check has a say. */
export interface CausedStretch extends Stretch {
  causes: readonly TimeCause[];
}

interface Open {
  place: number;
  cause: TimeCause;
}

interface Change extends Open {
  atMs: number;
  kind: Kind | null;
}

/** How many changes are looked at in one go. */
const changesAtOnce = 5_000;

/**
 * What each moment of a time was for all checks together, as `timelineOf` says, and which of them it was by: those that were the worst. At most twenty causes are
 * told of a stretch, in the order of `parts`. Without reasons, what people and targets wrote is left empty. It yields every few thousand changes, so that who counts
 * can let something else go on.
 */
export function* causedTimelineSteps(parts: readonly CheckPart[], spans: readonly Span[], { fromMs, toMs }: TimeRange, hasReasons: boolean): Generator<undefined, CausedStretch[]> {
  if (fromMs >= toMs) return [];
  const byCheck = groupedBy(spans, (span) => span.checkId);
  const changes: Change[] = [];
  let seen = 0;
  for (const [place, part] of parts.entries()) {
    for (const { fromMs: atMs, kind, span } of checkTimelineOf(part, byCheck.get(part.checkId) ?? [], fromMs, toMs)) {
      changes.push({ atMs, place, kind, cause: causeOf(part.checkId, span, hasReasons) });
    }
    if (changes.length - seen < changesAtOnce) continue;
    seen = changes.length;
    yield;
  }
  return yield* together(changes.sort((a, b) => a.atMs - b.atMs), fromMs, toMs);
}

/** Times that follow each other, as one. */
export function joinTimelines(timelines: readonly (readonly CausedStretch[])[]): CausedStretch[] {
  const joined: CausedStretch[] = [];
  for (const timeline of timelines) for (const stretch of timeline) append(joined, stretch);
  return joined;
}

function areSameCauses(a: readonly TimeCause[], b: readonly TimeCause[]): boolean {
  return a === b || (a.length === b.length && a.every((each, index) => isSameCause(each, b[index])));
}

function causeOf(checkId: string, span: Span | null, hasReasons: boolean): TimeCause {
  if (!span) return { checkId, reason: hasReasons ? 'Nothing was measured.' : '', maintenance: null, eventId: null };
  const { maintenance, reason, eventId } = span;
  if (!hasReasons) return { checkId, reason: '', maintenance: maintenance && { id: maintenance.id, name: '' }, eventId };
  return { checkId, reason: maintenance ? maintenance.reason : reason, maintenance: maintenance && { id: maintenance.id, name: maintenance.name }, eventId };
}

/** One sweep over what changes at any check. */
function* together(changes: readonly Change[], fromMs: number, toMs: number): Generator<undefined, CausedStretch[]> {
  const open: Record<Kind, Open[]> = { up: [], maintenance: [], degraded: [], unknown: [], down: [] };
  const kindAt = new Map<number, Kind | null>();
  const found: CausedStretch[] = [];
  let atMs = fromMs;
  const add = (untilMs: number) => {
    if (untilMs <= atMs) return;
    const kind = kinds.findLast((each) => open[each].length > 0) ?? null;
    append(found, { fromMs: atMs, toMs: untilMs, kind, causes: kind === null || kind === 'up' ? [] : firstCauses(open[kind]) });
    atMs = untilMs;
  };
  for (const [index, { atMs: changeMs, place, kind, cause }] of changes.entries()) {
    if (index % changesAtOnce === changesAtOnce - 1) yield;
    add(changeMs);
    const before = kindAt.get(place);
    if (before) open[before].splice(indexOf(open[before], place), 1);
    if (kind) open[kind].splice(indexOf(open[kind], place), 0, { place, cause });
    kindAt.set(place, kind);
  }
  add(toMs);
  return found;
}

function firstCauses(open: readonly Open[]): TimeCause[] {
  return open.slice(0, statementLimits.causes).map(({ cause }) => cause);
}

/** Where the place is in what is open, or belongs: it is kept in the order of places. */
function indexOf(open: readonly Open[], place: number): number {
  let [low, high] = [0, open.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((open[middle]?.place ?? Infinity) < place) low = middle + 1;
    else high = middle;
  }
  return low;
}

function append(stretches: CausedStretch[], next: CausedStretch): void {
  const last = stretches.at(-1);
  if (last && last.toMs === next.fromMs && last.kind === next.kind && areSameCauses(last.causes, next.causes)) last.toMs = next.toMs;
  else stretches.push({ ...next });
}

function isSameCause(a: TimeCause, b: TimeCause | undefined): boolean {
  return a.checkId === b?.checkId && a.reason === b.reason && a.eventId === b.eventId && a.maintenance?.id === b.maintenance?.id && a.maintenance?.name === b.maintenance?.name;
}

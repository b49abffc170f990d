import type pg from 'pg';
import type { TimeRange } from '@/lib/sla/days';
import type { Recorded } from '@/lib/sla/figures';
import { timelineOf, type Stretch } from '@/lib/sla/timeline';
import { TooManySpans } from '@/server/checks/spans';
import type { MeasuredCheck } from './measured-checks';
import { readSpanRanges } from './span-ranges';
import type { StoredObjective } from './stored-objectives';

export interface Asked {
  objective: StoredObjective;
  checks: readonly MeasuredCheck[];
  recorded: Recorded;
  ranges: readonly TimeRange[];
}

export type TimelineOf = (range: TimeRange) => readonly Stretch[];

interface Piece {
  range: TimeRange;
  timeline: Stretch[];
}

/** The edges of windows are in finished days, and move on by seconds: such a day is read once, as long as neither the objective nor its days change. */
const kept = new Map<string, Piece[]>();
const mostKept = 500;
const mostPieces = 16;
const mostStretches = 200;

/**
 * What each moment of the asked times was, by the objective's id, read in one go; of fewer objectives at once where there are too many spans. One whose checks
 * alone have too many is left out.
 */
export async function readTimelines(client: pg.ClientBase, asked: readonly Asked[]): Promise<Map<string, TimelineOf>> {
  try {
    return await readTogether(client, asked);
  } catch (error) {
    if (!(error instanceof TooManySpans)) throw error;
    const half = asked.length >> 1;
    if (half === 0) return new Map();
    return new Map([...(await readTimelines(client, asked.slice(0, half))), ...(await readTimelines(client, asked.slice(half)))]);
  }
}

async function readTogether(client: pg.ClientBase, asked: readonly Asked[]): Promise<Map<string, TimelineOf>> {
  const wanted = asked.map((each) => {
    const pieces = kept.get(keyOf(each.objective)) ?? [];
    const missing = each.ranges.filter((range) => !pieceFor(pieces, range)).map((range) => wholeDay(each.recorded, range));
    return { ...each, pieces, missing: joined(missing) };
  });
  const byCheck = new Map<string, TimeRange[]>();
  for (const { checks, missing } of wanted) for (const { checkId } of checks) byCheck.set(checkId, [...(byCheck.get(checkId) ?? []), ...missing]);
  const spans = await readSpanRanges(client, [...byCheck].flatMap(([checkId, ranges]) => joined(ranges).map((range) => ({ checkId, ...range }))));
  return new Map(
    wanted.map(({ objective, checks, recorded, pieces, missing }) => {
      const own = checks.flatMap(({ checkId }) => spans.get(checkId) ?? []);
      const read = missing.map((range): Piece => ({ range, timeline: timelineOf(checks, own, range.fromMs, range.toMs) }));
      keep(objective, pieces, read.filter(({ range, timeline }) => range.toMs <= recordedUntil(recorded) && timeline.length <= mostStretches));
      const known = [...pieces, ...read];
      return [objective.id, (range: TimeRange) => pieceFor(known, range)?.timeline ?? []];
    }),
  );
}

function keep(objective: StoredObjective, pieces: readonly Piece[], more: readonly Piece[]): void {
  if (more.length === 0) return;
  const key = keyOf(objective);
  kept.delete(key);
  const [oldest] = kept.keys();
  if (kept.size >= mostKept && oldest !== undefined) kept.delete(oldest);
  kept.set(key, [...pieces, ...more].slice(-mostPieces));
}

/** Checks that come and go change what a day was: they are part of what it is remembered by only once its days are recorded anew. */
function keyOf({ id, version, daysVersion }: StoredObjective): string {
  return `${id}:${version}:${daysVersion}`;
}

function pieceFor(pieces: readonly Piece[], { fromMs, toMs }: TimeRange): Piece | undefined {
  return pieces.find(({ range }) => range.fromMs <= fromMs && range.toMs >= toMs);
}

/** The recorded day that a time is in, so that it need not be read again a second later; the time itself where it is in none. */
function wholeDay({ days }: Recorded, range: TimeRange): TimeRange {
  const day = days.findLast(({ fromMs }) => fromMs <= range.fromMs);
  return day && day.toMs >= range.toMs ? { fromMs: day.fromMs, toMs: day.toMs } : range;
}

function recordedUntil({ days }: Recorded): number {
  return days.at(-1)?.toMs ?? -Infinity;
}

/** Ranges that overlap become one. */
function joined(ranges: readonly TimeRange[]): TimeRange[] {
  const found: TimeRange[] = [];
  for (const range of [...ranges].sort((a, b) => a.fromMs - b.fromMs)) {
    const last = found.at(-1);
    if (last && range.fromMs < last.toMs) last.toMs = Math.max(last.toMs, range.toMs);
    else found.push({ fromMs: range.fromMs, toMs: range.toMs });
  }
  return found;
}

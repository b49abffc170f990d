import { AppError } from '@/lib/errors';
import { layerTurns } from './layer';
import type { ScheduleSettings, Shift } from './schemas';

/** Who is on call at a moment. */
interface OnCall {
  /** Null: nobody. */
  userId: string | null;
  source: Shift['source'];
  layerId: string | null;
  /** The end of the shift, in milliseconds since 1970; null when nobody ever takes over. */
  untilMs: number | null;
}

interface Segment extends Omit<OnCall, 'untilMs'> {
  /** The same for all parts of one shift. */
  key: string;
  /** Until when nothing at all changes. */
  untilMs: number;
}

const maxSteps = 2_000;
const maxShifts = 5_000;
const maxStepsOfList = 50_000;
const aheadMs = 400 * 86_400_000;

/** Who is on call at a moment (milliseconds since 1970): of the overrides the last one, else of the layers that are on duty the last one. */
export function onCallAt(settings: ScheduleSettings, timeMs: number): OnCall {
  return new Walk(settings).shiftAt(timeMs, timeMs + aheadMs);
}

/**
 * Who is on call from one moment to another, without a hole: nobody is a shift too, of source `gap`. The first and the last are cut at the ends.
 * Throws AppError `invalid` for a time with more than 5,000 shifts, or with very many changes in layers that are covered by others.
 */
export function shiftsBetween(settings: ScheduleSettings, fromMs: number, toMs: number): Shift[] {
  const walk = new Walk(settings);
  const shifts: Shift[] = [];
  for (let at = fromMs; at < toMs; ) {
    if (shifts.length === maxShifts || walk.steps > maxStepsOfList) throw new AppError('invalid', `There are too many shifts in this time: a list has at most ${maxShifts}. Ask for a shorter time.`);
    const { untilMs, ...rest } = walk.shiftAt(at, toMs);
    const endsAt = Math.min(untilMs ?? toMs, toMs);
    shifts.push({ ...rest, startsAt: at, endsAt });
    at = endsAt;
  }
  return shifts;
}

/** The first shift of a person after the one of `timeMs`; null when there is none within 400 days. */
export function nextShift(settings: ScheduleSettings, timeMs: number): Shift | null {
  const walk = new Walk(settings);
  const endMs = timeMs + aheadMs;
  for (let startsAt = walk.shiftAt(timeMs, endMs).untilMs; startsAt !== null && startsAt < endMs && walk.steps < maxStepsOfList; ) {
    const { untilMs, ...rest } = walk.shiftAt(startsAt, endMs);
    if (rest.userId !== null) return { ...rest, startsAt, endsAt: untilMs ?? endMs };
    startsAt = untilMs;
  }
  return null;
}

/** Goes through a schedule from change to change. */
class Walk {
  /** Changes looked at so far. */
  steps = 0;
  private readonly layers: { id: string; turnAt: ReturnType<typeof layerTurns> }[];
  private readonly overrides: ScheduleSettings['overrides'];

  constructor({ timeZone, layers, overrides }: ScheduleSettings) {
    this.layers = layers.map((layer) => ({ id: layer.id, turnAt: layerTurns(layer, timeZone) }));
    this.overrides = overrides;
  }

  /** The shift of a moment; looked at no further than `endMs`. */
  shiftAt(timeMs: number, endMs: number): OnCall {
    const { key, ...first } = this.segmentAt(timeMs);
    let { untilMs } = first;
    for (let step = 0; step < maxSteps && untilMs < endMs; step += 1) {
      const next = this.segmentAt(untilMs);
      if (next.key !== key) break;
      untilMs = next.untilMs;
    }
    return { ...first, untilMs: Number.isFinite(untilMs) ? untilMs : null };
  }

  private segmentAt(timeMs: number): Segment {
    this.steps += 1;
    let untilMs = Number.POSITIVE_INFINITY;
    let found: Omit<Segment, 'untilMs'> = { userId: null, source: 'gap', layerId: null, key: 'gap' };
    for (const { id, turnAt } of this.layers) {
      const turn = turnAt(timeMs);
      untilMs = Math.min(untilMs, turn.untilMs);
      if (turn.userId !== null) found = { userId: turn.userId, source: 'layer', layerId: id, key: `layer ${turn.turn} ${id}` };
    }
    for (const { id, userId, startsAt, endsAt } of this.overrides) {
      if (endsAt <= timeMs) continue;
      untilMs = Math.min(untilMs, startsAt > timeMs ? startsAt : endsAt);
      if (startsAt <= timeMs) found = { userId, source: 'override', layerId: null, key: `override ${id}` };
    }
    return { ...found, untilMs };
  }
}

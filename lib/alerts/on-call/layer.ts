import { dayOf, localDayAt, minuteOf, timeOfLocal, weekdayOf } from '../suppression/local-time';
import type { Layer } from './schemas';

/** Who has the turn in a layer at one moment, and when that may change. */
interface Turn {
  /** Null while the layer is not on call. */
  userId: string | null;
  /** Counts the turns from 0; the same for all of one turn, also where restrictions interrupt it. */
  turn: number;
  /** The next moment, in milliseconds since 1970, at which anything of this may change; infinite when nothing does any more. */
  untilMs: number;
}

interface Window {
  begin: number;
  end: number;
}

/**
 * The state of a layer at any moment. Turns of days and weeks begin at the same local time always, turns of hours are hours of real time. What was
 * found is kept as long as it holds, so that going through the time is cheap.
 */
export function layerTurns(layer: Layer, timeZone: string): (timeMs: number) => Turn {
  const startsAt = timeOf(layer.startsAt, timeZone);
  const endsAt = layer.endsAt === null ? Number.POSITIVE_INFINITY : Math.max(startsAt, timeOf(layer.endsAt, timeZone));
  const rotationAt = rotation(layer, startsAt, timeZone);
  const dutyAt = duty(layer.restrictions, timeZone);
  let kept: Turn & { fromMs: number } = { userId: null, turn: -1, fromMs: 0, untilMs: 0 };
  const find = (timeMs: number): Turn => {
    if (timeMs >= endsAt) return { userId: null, turn: -1, untilMs: Number.POSITIVE_INFINITY };
    if (timeMs < startsAt) return { userId: null, turn: -1, untilMs: startsAt };
    const { turn, untilMs } = rotationAt(timeMs);
    const { isOn, untilMs: dutyUntilMs } = dutyAt(timeMs);
    return { userId: isOn ? (layer.participants[turn % layer.participants.length] ?? null) : null, turn, untilMs: Math.min(untilMs, dutyUntilMs, endsAt) };
  };
  return (timeMs) => {
    if (timeMs < kept.fromMs || timeMs >= kept.untilMs) kept = { ...find(timeMs), fromMs: timeMs };
    return kept;
  };
}

function rotation({ startsAt, turn: { unit, length } }: Layer, startMs: number, timeZone: string): (timeMs: number) => { turn: number; untilMs: number } {
  if (unit === 'hours') {
    const lengthMs = length * 3_600_000;
    return (timeMs) => {
      const turn = Math.floor((timeMs - startMs) / lengthMs);
      return { turn, untilMs: startMs + (turn + 1) * lengthMs };
    };
  }
  const days = unit === 'weeks' ? length * 7 : length;
  const startDay = dayOf(startsAt.slice(0, 10));
  const beginOf = (turn: number) => timeOfLocal(startDay + turn * days, minuteOf(startsAt.slice(11)), timeZone);
  return (timeMs) => {
    let turn = Math.floor((localDayAt(timeMs, timeZone) - startDay) / days);
    if (beginOf(turn) > timeMs) turn -= 1;
    // Two turns begin at once where a zone left a whole day out.
    while (beginOf(turn + 1) <= timeMs) turn += 1;
    return { turn, untilMs: beginOf(turn + 1) };
  };
}

function duty(restrictions: Layer['restrictions'], timeZone: string): (timeMs: number) => { isOn: boolean; untilMs: number } {
  if (restrictions.length === 0) return () => ({ isOn: true, untilMs: Number.POSITIVE_INFINITY });
  const known = new Map<number, Window[]>();
  const windowsOf = (day: number): Window[] => {
    const windows = known.get(day) ?? windowsOn(restrictions, timeZone, day);
    known.set(day, windows);
    return windows;
  };
  return (timeMs) => {
    const today = localDayAt(timeMs, timeZone);
    let isOn = false;
    let untilMs = Number.POSITIVE_INFINITY;
    for (let day = today - 2; day <= today + 8; day += 1) {
      // Windows of later days begin later than what was found.
      if (day > today + 1 && untilMs < Number.POSITIVE_INFINITY) break;
      for (const { begin, end } of windowsOf(day)) {
        if (end <= timeMs) continue;
        if (begin <= timeMs) isOn = true;
        untilMs = Math.min(untilMs, begin > timeMs ? begin : end);
      }
    }
    return { isOn, untilMs };
  };
}

function windowsOn(restrictions: Layer['restrictions'], timeZone: string, day: number): Window[] {
  return restrictions
    .filter(({ weekdays }) => weekdays.includes(weekdayOf(day)))
    .map(({ from, to }) => ({ begin: timeOfLocal(day, minuteOf(from), timeZone), end: timeOfLocal(to <= from ? day + 1 : day, minuteOf(to), timeZone) }))
    .filter(({ begin, end }) => begin < end);
}

function timeOf(local: string, timeZone: string): number {
  return timeOfLocal(dayOf(local.slice(0, 10)), minuteOf(local.slice(11)), timeZone);
}

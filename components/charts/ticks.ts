import { formatter } from '@/components/time/format';
import type { Unit } from '@/lib/units';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const timeSteps = [
  1_000, 2_000, 5_000, 10_000, 15_000, 30_000, minute, 2 * minute, 5 * minute, 10 * minute, 15 * minute, 30 * minute,
  hour, 2 * hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day, 28 * day, 91 * day,
];

/** Round local times within [fromMs, toMs], at most `count` of them, in the zone given. */
export function timeTicks(fromMs: number, toMs: number, zone: string, count: number): number[] {
  const step = timeSteps.find((each) => (toMs - fromMs) / each <= count) ?? Math.ceil((toMs - fromMs) / count / day) * day;
  const ticks: number[] = [];
  // The offset is taken anew at each tick: it may change within the window at daylight saving.
  let local = Math.ceil((fromMs + zoneOffsetMs(fromMs, zone)) / step) * step;
  for (; ticks.length <= count; local += step) {
    const guess = local - zoneOffsetMs(fromMs, zone);
    const at = local - zoneOffsetMs(guess, zone);
    if (at > toMs) break;
    if (at >= fromMs && at !== ticks.at(-1)) ticks.push(at);
  }
  return ticks;
}

/** How far a zone is ahead of UTC at a moment, in milliseconds. */
export function zoneOffsetMs(atMs: number, zone: string): number {
  const parts = formatter(zone, {
    year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric',
  }).formatToParts(atMs);
  const get = (type: string) => Number(parts.find((part) => part.type === type)?.value ?? 0);
  const local = Date.UTC(get('year'), get('month') - 1, get('day'), get('hour'), get('minute'), get('second'));
  return local - Math.floor(atMs / 1000) * 1000;
}

/** The label of a tick, as precise as the window needs. */
export function formatTick(atMs: number, windowMs: number, zone: string): string {
  if (windowMs <= 3 * minute) return formatter(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(atMs);
  if (windowMs <= 36 * hour) return formatter(zone, { hour: '2-digit', minute: '2-digit' }).format(atMs);
  return formatter(zone, { day: 'numeric', month: 'short' }).format(atMs);
}

/** The label of the crosshair: with seconds for a short window, with the date for a long one. */
export function formatMoment(atMs: number, windowMs: number, zone: string): string {
  if (windowMs <= 6 * hour) return formatter(zone, { hour: '2-digit', minute: '2-digit', second: '2-digit' }).format(atMs);
  return formatter(zone, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' }).format(atMs);
}

/** Ticks from 0 in round steps of the unit, the last at or above `max`; at most six. */
export function valueTicks(max: number, unit: Unit): number[] {
  const top = max > 0 && Number.isFinite(max) ? max : 1;
  const step = roundStep(top / 4, unit);
  const count = Math.max(1, Math.ceil(top / step - 1e-9));
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(12)));
}

function roundStep(rough: number, unit: Unit): number {
  if (unit === 'bytes' || unit === 'bytes_per_second') {
    return Math.max(1, 2 ** Math.ceil(Math.log2(rough) - 1e-9));
  }
  const scale = 10 ** Math.floor(Math.log10(rough) + 1e-9);
  const step = ([1, 2, 2.5, 5].find((each) => each * scale >= rough * (1 - 1e-9)) ?? 10) * scale;
  return unit === 'count' ? Math.max(1, Math.ceil(step)) : step;
}

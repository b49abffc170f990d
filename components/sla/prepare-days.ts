import { formatter } from '@/components/time/format';
import type { Bar } from '@/lib/checks/api';
import type { DayFigures, Tally } from '@/lib/sla/schemas';
import { formatAmount, formatExact, formatPercent } from './figures';

/** What a day is: not measured or all of it left out, without loss, with a loss that its target allows, or below its target. */
export type DayKind = 'none' | 'full' | 'lossy' | 'missed';

export const dayKindWord: Record<DayKind, string> = { none: 'Nothing counted', full: 'Nothing lost', lossy: 'Some lost', missed: 'Below the target' };

export function dayKind({ amount, percent }: Pick<DayFigures, 'amount' | 'percent'>, target: string): DayKind {
  if (percent === null || amount.good + amount.bad <= 0) return 'none';
  if (amount.bad <= 0) return 'full';
  return percent < Number(target) ? 'missed' : 'lossy';
}

/** Some days as heartbeat bars, the oldest first; days that are missing at the beginning were not measured. What was bad of a ratio is drawn as down. */
export function dayBars(days: readonly DayFigures[], count: number): Bar[] {
  const shown = days.slice(-count).map(({ from, to, tally, amount }) => ({ from, to, ...(tally ?? { ...nothing, upMs: amount.good, downMs: amount.bad }) }));
  return [...Array.from({ length: count - shown.length }, () => ({ from: 0, to: 0, ...nothing })), ...shown];
}

const nothing: Tally = { upMs: 0, degradedMs: 0, downMs: 0, unknownMs: 0, maintenanceMs: 0 };

/** All bars for a screen reader, in a sentence. */
export function barsWords(days: readonly DayFigures[], count: number, target: string): string {
  const shown = days.slice(-count);
  const kinds = shown.map((day) => dayKind(day, target));
  const counted = (kind: DayKind) => kinds.filter((each) => each === kind).length;
  const notMeasured = count - shown.length + counted('none');
  const worst = shown.reduce<DayFigures | null>((found, day) => (day.amount.bad > (found?.amount.bad ?? 0) ? day : found), null);
  return [
    `Last ${count} days: ${counted('full')} without loss, ${counted('lossy')} with some, ${counted('missed')} below the target, ${notMeasured} without data.`,
    worst ? ` Most was lost on ${dateWords(worst.day)}: ${formatAmount(worst.amount.bad, worst.amount.unit)}.` : '',
  ].join('');
}

/** A day in words: its percentage, what was lost, and the times that were not up. */
export function dayWords(day: DayFigures, target: string): string {
  const { amount, tally } = day;
  const date = dateWords(day.day);
  if (dayKind(day, target) === 'none') return `${date}: nothing counted${othersWords(tally)}`;
  const lost = amount.bad > 0 ? `${formatAmount(amount.bad, amount.unit)} lost` : 'nothing lost';
  return `${date}: ${formatPercent(day.percent, target)}, ${lost}${othersWords(tally)}`;
}

function othersWords(tally: Tally | null): string {
  if (tally === null) return '';
  const times: [string, number][] = [['down', tally.downMs], ['degraded', tally.degradedMs], ['unknown', tally.unknownMs], ['in maintenance', tally.maintenanceMs]];
  const named = times.filter(([, ms]) => ms > 0).map(([word, ms]) => `${word} ${formatExact(ms)}`);
  return named.length === 0 ? '' : ` (${named.join(', ')})`;
}

/** `Thu 12 Nov 2026` of a date alone. */
export function dateWords(date: string): string {
  return formatter('UTC', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).format(Date.parse(date)).replaceAll(',', '');
}

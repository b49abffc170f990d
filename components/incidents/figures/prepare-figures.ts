import type { z } from 'zod';
import { valueTicks } from '@/components/charts/ticks';
import { formatDuration } from '@/components/time/format';
import type { readIncidentFigures } from '@/lib/incidents/api';
import type { FiguresBy } from '@/lib/incidents/figures';
import type { FigureMeasure } from './figures-state';

export type FiguresAnswer = z.output<(typeof readIncidentFigures)['response']>;
export type FigureGroup = FiguresAnswer['groups'][number];

interface FigureBar {
  key: string;
  name: string;
  /** In milliseconds, or incidents; null: there is none, which is a gap. */
  value: number | null;
}

export interface PreparedFigures {
  bars: FigureBar[];
  /** Whether time goes from left to right; else the bars lie below each other, the largest first. */
  isTime: boolean;
  ticks: number[];
  /** Groups that there is no room for. */
  leftOut: number;
  isEmpty: boolean;
}

const mostBars = 15;
const mostMonths = 36;
const [secondMs, minuteMs, hourMs, dayMs] = [1_000, 60_000, 3_600_000, 86_400_000];
const timeSteps = [
  secondMs, 5 * secondMs, 15 * secondMs, 30 * secondMs, minuteMs, 2 * minuteMs, 5 * minuteMs, 10 * minuteMs, 15 * minuteMs, 30 * minuteMs, hourMs, 2 * hourMs, 3 * hourMs, 6 * hourMs, 12 * hourMs,
  dayMs, 2 * dayMs, 5 * dayMs, 10 * dayMs, 30 * dayMs, 90 * dayMs, 365 * dayMs,
];

/** Decides bars, order and scale of the chart; the component only draws. A month without an incident counts none, and has no mean. */
export function prepareFigures(answer: FiguresAnswer, by: FiguresBy, show: FigureMeasure): PreparedFigures {
  const isTime = by === 'month';
  const all = isTime ? monthsOf(answer) : answer.groups;
  const bars = all.map((group) => ({ key: group.key, name: isTime ? monthShort(group.key) : group.name, value: measured(group, show) }));
  const ordered = isTime ? bars.slice(-mostMonths) : bars.toSorted((a, b) => (b.value ?? -1) - (a.value ?? -1)).slice(0, mostBars);
  const top = Math.max(0, ...ordered.map(({ value }) => value ?? 0));
  return { bars: ordered, isTime, ticks: show === 'count' ? valueTicks(top, 'count') : durationTicks(top), leftOut: all.length - ordered.length, isEmpty: ordered.every(({ value }) => value === null || value === 0) };
}

function measured(group: Pick<FigureGroup, 'count' | 'mttaMs' | 'mttrMs' | 'touchedMs'>, show: FigureMeasure): number | null {
  switch (show) {
    case 'count':
      return group.count;
    case 'mtta':
      return group.mttaMs;
    case 'mttr':
      return group.mttrMs;
    case 'touched':
      return group.touchedMs;
  }
}

/** `3`, or `12 min`. */
export function figureText(value: number | null, show: FigureMeasure): string {
  if (value === null) return 'none';
  return show === 'count' ? value.toLocaleString('en') : formatDuration(value);
}

/** The figures of each month of the range, also of those that have no incident. */
function monthsOf({ from, to, groups }: FiguresAnswer): FigureGroup[] {
  const known = new Map(groups.map((group) => [group.key, group]));
  const months: FigureGroup[] = [];
  const last = new Date(to - 1).toISOString().slice(0, 7);
  for (let at = new Date(from); months.length < 1_200; ) {
    const key = at.toISOString().slice(0, 7);
    months.push(known.get(key) ?? { key, name: key, count: 0, mttaMs: null, mttrMs: null, touchedMs: 0 });
    if (key >= last) break;
    at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1));
  }
  return months;
}

const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `Nov 2026` of `2026-11`. */
export function monthShort(key: string): string {
  const [year, month] = key.split('-');
  return `${monthNames[Number(month) - 1] ?? month ?? ''} ${year ?? ''}`;
}

/** Ticks from 0 in round steps of time, the last at or above `max`; at most six. */
function durationTicks(maxMs: number): number[] {
  const step = timeSteps.find((each) => maxMs / each <= 5) ?? Math.ceil(maxMs / 5 / dayMs) * dayMs;
  return Array.from({ length: Math.max(1, Math.ceil(maxMs / step)) + 1 }, (_, index) => index * step);
}

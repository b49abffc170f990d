import { formatter } from '@/components/time/format';
import type { DayFigures } from '@/lib/sla/schemas';
import { dayKind, type DayKind } from './prepare-days';

export interface CalendarCell {
  /** Place in the days that were given. */
  index: number;
  /** 1 to 31. */
  day: number;
  kind: DayKind;
}

interface CalendarMonth {
  /** `2026-11`. */
  key: string;
  label: string;
  cells: CalendarCell[];
}

/** The days by month, the newest month first. */
export function prepareCalendar(days: readonly DayFigures[], target: string): CalendarMonth[] {
  const months = new Map<string, CalendarMonth>();
  days.forEach((figures, index) => {
    const key = figures.day.slice(0, 7);
    const month = months.get(key) ?? { key, label: formatter('UTC', { month: 'short', year: 'numeric' }).format(Date.parse(figures.day)), cells: [] };
    month.cells.push({ index, day: Number(figures.day.slice(8)), kind: dayKind(figures, target) });
    months.set(key, month);
  });
  return [...months.values()].sort((a, b) => (a.key < b.key ? 1 : -1));
}

/** The day that a key leads to from another; null for a key that leads nowhere. A month is crossed to its day of the same number, or its nearest. */
export function dayByKey(months: readonly CalendarMonth[], index: number, key: string): number | null {
  const cells = months.flatMap((month) => month.cells);
  const last = cells.length - 1;
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1);
    case 'ArrowRight':
      return Math.min(last, index + 1);
    case 'Home':
      return 0;
    case 'End':
      return last;
    case 'ArrowUp':
      return across(months, index, -1);
    case 'ArrowDown':
      return across(months, index, 1);
    default:
      return null;
  }
}

function across(months: readonly CalendarMonth[], index: number, by: 1 | -1): number {
  const at = months.findIndex(({ cells }) => cells.some((cell) => cell.index === index));
  const day = months[at]?.cells.find((cell) => cell.index === index)?.day ?? 1;
  const other = months[at + by]?.cells ?? [];
  const nearest = other.reduce<CalendarCell | null>((found, cell) => (found === null || Math.abs(cell.day - day) < Math.abs(found.day - day) ? cell : found), null);
  return nearest?.index ?? index;
}

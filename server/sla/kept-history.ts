import { historyOf } from '@/lib/sla/figures';
import type { RecordedDay } from '@/lib/sla/recorded-days';
import type { DayFigures } from '@/lib/sla/schemas';
import type { MeasuredObjective } from './measured-objectives';

/** What does not change until tomorrow, as long as the days that were recorded are the same. */
interface History {
  today: string | undefined;
  measuredFromMs: number | null;
  /** How many days were asked for when it was made: it has those of all shorter ones. */
  days: number;
  recorded: readonly DayFigures[];
}

/** Of the newest days some are not recorded yet. */
const newestDays = 3;
/** By the recorded days that they come from; of each the longest that was asked for. */
const histories = new WeakMap<readonly RecordedDay[], History>();

/** The last `days` days of an objective, as `historyOf` has them. All but the newest are made once, and so looked at on their way out once. */
export function historyFor({ recorded, partOf, nowMs }: Pick<MeasuredObjective, 'recorded' | 'partOf' | 'nowMs'>, days: number): DayFigures[] {
  const newest = historyOf(recorded, partOf, nowMs, Math.min(days, newestDays));
  if (days <= newestDays) return newest;
  const today = newest.at(-1)?.day;
  const { measuredFromMs } = recorded;
  const kept = histories.get(recorded.days);
  if (kept && kept.days >= days && kept.today === today && kept.measuredFromMs === measuredFromMs) return [...kept.recorded.slice(newest.length - days), ...newest];
  const whole = historyOf(recorded, partOf, nowMs, days);
  const older = whole.slice(0, -newest.length);
  const isRecorded = new Set(recorded.days.map(({ day }) => day));
  if (older.length > 0 && older.every(({ day }) => isRecorded.has(day))) histories.set(recorded.days, { today, measuredFromMs, days, recorded: older });
  return whole;
}

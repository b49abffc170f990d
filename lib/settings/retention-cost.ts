import type { Resolution } from '@/lib/metrics/metric-store';
import { dayMs } from '@/lib/metrics/retention';

/** What sealed samples take on disk as long as there are too few to measure it, in bytes a sample. */
export const usualBytesPerSample = 1.5;

export interface RetentionFigures {
  /** Samples stored in a second, over the last minutes; null: not measured yet. */
  samplesPerSecond: number | null;
  /** On disk, with indexes; null: too few are at rest. */
  bytesPerSample: number | null;
  /** What one day of roll-ups takes; null: no day is rolled up yet. */
  bytesPerDay: { '5m': number | null; '1h': number | null };
  /** What all tables of metrics take on disk now. */
  totalBytes: number;
  /** Of the disk that holds the data directory; null: the database is elsewhere. */
  freeBytes: number | null;
}

/** What is kept: milliseconds of each resolution, and bytes on disk. */
export interface Kept {
  retentionMs: Record<Resolution, number>;
  diskBudgetBytes: number | null;
}

export interface StoredPart {
  resolution: Resolution;
  fromMs: number;
  toMs: number;
  bytes: number;
}

export interface RetentionCost {
  /** Bytes when everything has been kept for as long as is set, at the rate of now; null: it cannot be told yet. */
  rawBytes: number | null;
  fiveMinuteBytes: number | null;
  hourBytes: number | null;
  totalBytes: number | null;
  /** Days after which the disk budget drops samples before their time; null: it does not. */
  budgetDays: number | null;
  /** Whether the total goes beyond what is free and what metrics take already. */
  isTooMuch: boolean;
}

/** What it comes to on disk when samples arrive as they do now. */
export function costOf({ retentionMs, diskBudgetBytes }: Kept, figures: RetentionFigures): RetentionCost {
  const { samplesPerSecond, bytesPerSample, bytesPerDay, totalBytes: now, freeBytes } = figures;
  const rawPerDay = samplesPerSecond === null ? null : (samplesPerSecond * (bytesPerSample ?? usualBytesPerSample) * dayMs) / 1000;
  const [rawBytes, fiveMinuteBytes, hourBytes] = [
    times(rawPerDay, retentionMs.raw),
    times(bytesPerDay['5m'], retentionMs['5m']),
    times(bytesPerDay['1h'], retentionMs['1h']),
  ];
  const rollups = (fiveMinuteBytes ?? 0) + (hourBytes ?? 0);
  const totalBytes = rawBytes === null ? null : rawBytes + rollups;
  const leftForRaw = diskBudgetBytes === null ? Infinity : Math.max(0, diskBudgetBytes - rollups);
  const isOverBudget = rawBytes !== null && rawBytes > leftForRaw;
  return {
    rawBytes, fiveMinuteBytes, hourBytes, totalBytes,
    budgetDays: isOverBudget && rawPerDay ? leftForRaw / rawPerDay : null,
    isTooMuch: totalBytes !== null && freeBytes !== null && Math.min(totalBytes, diskBudgetBytes ?? Infinity) > freeBytes + now,
  };
}

interface Removal {
  resolution: Resolution;
  /** Whole parts that go, as days. */
  days: number;
  bytes: number;
  /** What is left begins here. */
  untilMs: number;
}

/** What is dropped by retention that is not dropped by what is set now, each resolution in whole parts as they are stored. Samples are only dropped once they are rolled up. */
export function removedBy(parts: readonly StoredPart[], before: Kept, after: Kept, nowMs: number): Removal[] {
  return (['raw', '5m', '1h'] as const).flatMap((resolution): Removal[] => {
    const own = parts.filter((part) => part.resolution === resolution);
    const gone = own.filter(({ toMs }) => toMs <= nowMs - after.retentionMs[resolution] && toMs > nowMs - before.retentionMs[resolution]);
    if (gone.length === 0) return [];
    const ms = gone.reduce((sum, { fromMs, toMs }) => sum + toMs - fromMs, 0);
    return [{ resolution, days: ms / dayMs, bytes: gone.reduce((sum, { bytes }) => sum + bytes, 0), untilMs: Math.max(...gone.map(({ toMs }) => toMs)) }];
  });
}

/** Days of samples that a lower disk budget drops at once: the oldest first, and never those of today. */
export function droppedByBudget(parts: readonly StoredPart[], budgetBytes: number | null, totalBytes: number, nowMs: number): number {
  if (budgetBytes === null) return 0;
  let rest = totalBytes;
  let days = 0;
  for (const { toMs, bytes } of parts.filter(({ resolution }) => resolution === 'raw').sort((a, b) => a.fromMs - b.fromMs)) {
    if (rest <= budgetBytes || toMs > nowMs - (nowMs % dayMs)) break;
    rest -= bytes;
    days += 1;
  }
  return days;
}

function times(perDay: number | null, ms: number): number | null {
  return perDay === null ? null : (perDay * ms) / dayMs;
}

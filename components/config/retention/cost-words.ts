import { formatQuantity } from '@/lib/units';
import type { RetentionPreview } from '@/lib/settings/api';
import { usualBytesPerSample, type RetentionCost, type RetentionFigures } from '@/lib/settings/retention-cost';

/** What samples come to on disk, as a sentence with the figures it was made of. */
export function costWords(figures: RetentionFigures, cost: RetentionCost, rawDays: number): string {
  const { samplesPerSecond, bytesPerSample } = figures;
  if (samplesPerSecond === null || cost.rawBytes === null || cost.totalBytes === null) return 'How many samples arrive is being measured. Come back in a few seconds to see what it takes on disk.';
  const rollups = cost.totalBytes - cost.rawBytes;
  const each = bytesPerSample === null ? `about ${usualBytesPerSample} bytes a sample (too few are at rest to measure it)` : `${bytesPerSample.toFixed(1)} bytes a sample`;
  const days = rawDays === 1 ? '1 day takes' : `${rawDays} days take`;
  return `At ${formatQuantity(samplesPerSecond, 'count')} samples/s and ${each}, ${days} ${size(cost.rawBytes)}${rollups > 0 ? `, and roll-ups ${size(rollups)} more` : '. Roll-ups are not measured before the first day is over'}.`;
}

/** What is taken and free now. */
export function storageWords({ totalBytes, freeBytes }: RetentionFigures): string {
  return `Metrics take ${size(totalBytes)} now; ${freeBytes === null ? 'the database is elsewhere, so that its free space is not seen here' : `the disk has ${size(freeBytes)} free`}.`;
}

const resolutionWords = { raw: 'samples', '5m': '5-minute roll-ups', '1h': 'hourly roll-ups' } as const;

/** What saving does, in sentences; none: it removes nothing. */
export function removalWords({ removed, budgetDropsDays, cost }: RetentionPreview): string[] {
  const days = (count: number) => (count === 1 ? '1 day' : `${count} days`);
  return [
    ...removed.map(({ resolution, days: count, bytes }) => `This removes ${days(count)} of ${resolutionWords[resolution]} (${size(bytes)}), for good.`),
    ...(budgetDropsDays > 0 ? [`The disk budget removes ${removed.length > 0 ? 'another ' : ''}${days(budgetDropsDays)} of samples, the oldest first.`] : []),
    ...(typeof cost?.budgetDays === 'number' ? [`The disk budget will hold about ${days(Math.floor(cost.budgetDays))} of samples: older ones go before their time.`] : []),
    ...(cost?.isTooMuch ? ['The disk is too small for this: it will be full before the time is over. Set a disk budget, or keep less.'] : []),
  ];
}

function size(bytes: number): string {
  return formatQuantity(bytes, 'bytes');
}

import { z } from 'zod';

const days = (least: number) => z.int('Write a whole number of days.').min(least, `At least ${least === 1 ? '1 day' : `${least} days`}.`).max(36_500, 'At most 36500 days.').nullable().default(null);

/** How long samples are kept at each resolution, in days, and how much they may take on disk, in bytes; null: as the variables say, or else the default. */
export const RetentionSettings = z.strictObject({
  rawDays: days(1),
  fiveMinuteDays: days(2),
  hourDays: days(2),
  diskBudgetBytes: z.int('Write a whole number.').min(100_000_000, 'At least 0.1 GB.').max(1e15, 'At most 1000 TB.').nullable().default(null),
});
export type RetentionSettings = z.infer<typeof RetentionSettings>;

import { z } from 'zod';

const days = z.int().min(1).max(36_500).nullable().default(null);

/** How long samples are kept at each resolution, in days; null: as the variables say. */
export const RetentionSettings = z.strictObject({ rawDays: days, fiveMinuteDays: days, hourDays: days, diskBudgetBytes: z.int().min(100_000_000).nullable().default(null) });

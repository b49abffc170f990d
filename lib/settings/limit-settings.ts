import { z } from 'zod';

const limit = (perSecond: number, burst: number) =>
  z.strictObject({ perSecond: z.number().min(0.1).max(1_000_000), burst: z.int().min(1).max(10_000_000) }).prefault({ perSecond, burst });

/** How much the API takes: of one address without a session or key, of one person, of one key, and of one tenant altogether. */
export const LimitSettings = z.strictObject({
  isOn: z.boolean().default(true),
  address: limit(20, 200),
  user: limit(50, 500),
  key: limit(2_000, 20_000),
  tenant: limit(10_000, 100_000),
});

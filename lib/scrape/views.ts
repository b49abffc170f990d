import { z } from 'zod';
import { ScrapeSettings } from './schemas';

const labels = z.record(z.string(), z.string());
const timeMs = z.number().describe('Milliseconds since 1970');

/** A stored job. `version` rises with each change; an update names the one that it was made from. */
export const ScrapeJobView = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  createdAt: timeMs,
  updatedAt: timeMs,
  settings: ScrapeSettings,
});
export type ScrapeJobView = z.infer<typeof ScrapeJobView>;

export const targetHealths = ['up', 'down', 'unknown'] as const;

/** What is known of one target. */
export const TargetView = z.strictObject({
  jobId: z.string(),
  job: z.string(),
  url: z.string(),
  labels,
  discoveredLabels: labels.describe('Before relabelling'),
  health: z.enum(targetHealths).describe('unknown until the first scrape has ended'),
  lastScrapeAt: timeMs.nullable(),
  nextScrapeAt: timeMs.nullable(),
  durationSeconds: z.number().nullable(),
  lastError: z.string().nullable(),
  warning: z.string().nullable().describe('Samples that the store refused, and why'),
  samplesScraped: z.number().int(),
  samplesKept: z.number().int().describe('After metric relabelling'),
  seriesAdded: z.number().int(),
  intervalMs: z.number().int(),
  timeoutMs: z.number().int(),
});
export type TargetView = z.infer<typeof TargetView>;

/** What is known of one job's discovery. */
export const JobDiscoveryView = z.strictObject({
  jobId: z.string(),
  job: z.string(),
  active: z.number().int(),
  dropped: z.number().int().describe('By relabelling'),
  droppedTargets: z.array(z.strictObject({ discoveredLabels: labels })).describe('The first of them'),
  faults: z.array(z.string()).describe('Targets and files that cannot be used, and why'),
});
export type JobDiscoveryView = z.infer<typeof JobDiscoveryView>;

/** What one scrape of an unsaved job found. Nothing of it is stored. */
export const TriedTarget = z.strictObject({
  url: z.string(),
  labels,
  isUp: z.boolean(),
  error: z.string().nullable(),
  status: z.number().int().nullable(),
  contentType: z.string().nullable(),
  durationSeconds: z.number(),
  bodyBytes: z.number().int(),
  samplesScraped: z.number().int(),
  samplesKept: z.number().int(),
  samples: z.array(z.strictObject({ series: z.string(), value: z.string() })).describe('The first that would be stored'),
});
export type TriedTarget = z.infer<typeof TriedTarget>;

export const TriedJob = z.strictObject({
  targets: z.array(TriedTarget),
  notTried: z.number().int().describe('Targets beyond the first ones'),
  dropped: z.number().int(),
  faults: z.array(z.string()),
});
export type TriedJob = z.infer<typeof TriedJob>;

import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { webAddress } from '@/lib/alerts/channels/web-address';
import { labelName, storedLabelName } from '@/lib/checks/schemas';
import { checkStates } from '@/lib/checks/states';

export const maxServices = 5_000;
export const tiers = [1, 2, 3, 4] as const;

function labelsOf(labelNames: z.ZodType<string, string> & z.core.$ZodRecordKey) {
  return z.record(labelNames, z.string().max(500)).default({}).refine((labels) => Object.keys(labels).length <= 20, 'At most 20 labels.');
}

const name = z.string().trim().min(1, 'Give the service a name.').max(200);

const fields = {
  name: name.describe('The label service of its checks, alerts and metrics; unique'),
  description: z.string().trim().max(2_000).default(''),
  team: z.string().trim().max(200).default('').describe('Who owns it; the label team of its alerts'),
  tier: z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).default(3).describe('1 matters most'),
  labels: labelsOf(labelName),
  links: z.array(z.strictObject({ title: z.string().trim().min(1).max(100), url: webAddress('http', 'https') })).max(20).default([]),
  runbookUrl: webAddress('http', 'https').nullable().default(null),
  dependsOn: z.array(z.uuid()).max(50).default([]).describe('Services that it needs; a circle is refused'),
  hosts: z.array(z.string().min(1).max(300)).max(200).default([]).describe('Keys of hosts, as GET /api/monitoring/hosts has them'),
  scrapeJobs: z.array(z.string().min(1).max(200)).max(50).default([]).describe('Names of scrape jobs'),
};

/** A service as it is sent. */
export const ServiceInput = z.strictObject(fields).refine(isStorable, notStorable);
export type ServiceInput = z.infer<typeof ServiceInput>;

/** A service as it is stored, and read: it may have labels of names that are not taken any more. */
export const StoredService = z.strictObject({ ...fields, labels: labelsOf(storedLabelName) });

const StateCounts = z.record(z.enum(checkStates), z.number().int());

export const ServiceView = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  settings: StoredService,
  state: z.enum(checkStates).describe('The worst of its enabled checks; unknown without any'),
  since: timeMs.nullable(),
  reason: z.string(),
  isInMaintenance: z.boolean(),
  checks: StateCounts.describe('Its enabled checks by state'),
  openAlerts: z.number().int(),
  uptime: z.strictObject({ day: z.number().nullable(), month: z.number().nullable() }).describe('Percent of the known time of the last 24 h and 30 days in which no check of it was down; null when nothing is known'),
  createdAt: timeMs,
  updatedAt: timeMs,
});
export type ServiceView = z.infer<typeof ServiceView>;

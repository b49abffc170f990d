import { z } from 'zod';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { endpoint } from '@/lib/endpoint';
import { OrganisationSettings } from './organisation-settings';
import { RetentionSettings } from './retention-settings';

const version = z.number().int().min(0).describe('The version that the change was made from; 0: nothing was changed yet. Another one is a conflict');
const name = z.string().trim().min(1, 'Give the organisation a name.').max(200, 'At most 200 characters.').refine(isStorable, notStorable);

const OrganisationAnswer = z.strictObject({ version: z.number().int(), name: z.string(), slug: z.string(), settings: OrganisationSettings });
export type OrganisationAnswer = z.infer<typeof OrganisationAnswer>;

export const readOrganisation = endpoint({
  method: 'GET', path: '/api/monitoring/organisation', permission: 'monitoring.config.read', summary: 'The name, time zone, locale and colour of the organisation', response: OrganisationAnswer,
});
export const updateOrganisation = endpoint({
  method: 'PUT', path: '/api/monitoring/organisation', permission: 'monitoring.config.update', summary: 'Change the name, time zone, locale and colour of the organisation; everybody sees it at once',
  body: z.strictObject({ version, name, settings: OrganisationSettings }), response: OrganisationAnswer,
});

export const retentionFields = ['rawDays', 'fiveMinuteDays', 'hourDays', 'diskBudgetBytes'] as const;
export type RetentionField = (typeof retentionFields)[number];

const bytes = z.number().min(0);
const RetentionFact = z.strictObject({
  field: z.enum(retentionFields), variable: z.string().describe('The environment variable that sets it, and locks it here'),
  setBy: z.enum(['variable', 'config', 'default']), inForce: z.number().nullable().describe('Days or bytes that hold now; null: no limit'), fallback: z.number().nullable().describe('What holds when nothing is set'),
});
export type RetentionFact = z.infer<typeof RetentionFact>;
const Figures = z.strictObject({
  samplesPerSecond: z.number().nullable(), bytesPerSample: z.number().nullable(), bytesPerDay: z.strictObject({ '5m': z.number().nullable(), '1h': z.number().nullable() }),
  totalBytes: bytes, freeBytes: bytes.nullable(),
});
const Cost = z.strictObject({
  rawBytes: bytes.nullable(), fiveMinuteBytes: bytes.nullable(), hourBytes: bytes.nullable(), totalBytes: bytes.nullable(), budgetDays: z.number().nullable(), isTooMuch: z.boolean(),
});
const RetentionAnswer = z.strictObject({
  version: z.number().int(), settings: RetentionSettings, facts: z.array(RetentionFact),
  figures: Figures.nullable().describe('Null when another program stores the metrics'), cost: Cost.nullable().describe('At the rate of now, in bytes on disk'),
});
export type RetentionAnswer = z.infer<typeof RetentionAnswer>;

export const readRetention = endpoint({
  method: 'GET', path: '/api/monitoring/retention-settings', permission: 'monitoring.config.read', summary: 'How long samples are kept, what sets it and what it takes on disk', response: RetentionAnswer,
});
export const updateRetention = endpoint({
  method: 'PUT', path: '/api/monitoring/retention-settings', permission: 'monitoring.config.update', summary: 'Change how long samples are kept; it holds at once, and what is older goes within a minute',
  body: z.strictObject({ version, settings: RetentionSettings }), response: RetentionAnswer,
});
export const previewRetention = endpoint({
  method: 'POST', path: '/api/monitoring/retention-settings/preview', permission: 'monitoring.config.read', summary: 'What unsaved retention would take on disk, and what it would remove', body: RetentionSettings,
  response: z.strictObject({
    cost: Cost.nullable(), figures: Figures.nullable(),
    removed: z.array(z.strictObject({ resolution: z.enum(['raw', '5m', '1h']), days: z.number(), bytes, untilMs: z.number().describe('What is left begins here') })),
    budgetDropsDays: z.number().int().describe('Days of samples that the disk budget drops besides, the oldest first'),
  }),
});
export type RetentionPreview = z.infer<typeof previewRetention.response>;

const Counts = z.strictObject({
  rules: z.number().int(), rulesOff: z.number().int(), thresholdsChanged: z.number().int(), services: z.number().int(), checks: z.number().int(), scrapeJobs: z.number().int(), objectives: z.number().int(),
  channels: z.number().int(), routes: z.number().int().describe('Below the first one'), policies: z.number().int(), schedules: z.number().int(), silences: z.number().int().describe('In force or to come'), maintenance: z.number().int(),
  hasIncidentSettings: z.boolean(), isStatusPagePublished: z.boolean(), subscribers: z.number().int(),
  people: z.number().int(), invitations: z.number().int(), roles: z.number().int(), teams: z.number().int(), keys: z.number().int(),
  configVersion: z.number().int(), files: z.number().int().describe('That manage configuration'), fileProblems: z.number().int(),
});
export type ConfigCounts = z.infer<typeof Counts>;

export const readConfigSummary = endpoint({
  method: 'GET', path: '/api/monitoring/config-summary', permission: 'monitoring.config.read', summary: 'What is configured, in numbers', response: Counts,
});

const figure = z.number().nullable();
const Installation = z.strictObject({
  url: z.string(), dataDir: z.string(), data: z.strictObject({ usedBytes: figure, freeBytes: figure, totalBytes: figure }),
  database: z.strictObject({ isEmbedded: z.boolean(), bytes: figure, metricBytes: figure, connections: z.number().int(), waiting: z.number().int() }),
  store: z.enum(['embedded', 'external']),
  queues: z.strictObject({
    deliveries: figure, deliveriesDead: figure.describe('Given up in the last day'), statusMessages: figure, samplesWaiting: figure, samplesDropped: figure, unsealedBytes: figure,
  }),
  live: z.strictObject({
    series: figure, activeSeries: figure, samplesPerSecond: figure, requestsPerSecond: figure, responseSeconds: figure.describe('95th percentile'), errorPercent: figure, sockets: z.number().int(),
    residentBytes: z.number(), eventLoopSeconds: figure.describe('99th percentile of its delay'), collectorLagSeconds: figure,
  }),
  variables: z.array(z.strictObject({ name: z.string(), value: z.string().nullable().describe('Null: set, and not shown') })),
});
export const readAbout = endpoint({
  method: 'GET', path: '/api/monitoring/about', permission: 'monitoring.config.read', summary: 'Versions and health of Nines itself; figures of the installation for the organisation that runs it',
  response: z.strictObject({
    version: z.string(), node: z.string(), postgres: z.string(), platform: z.string(), startedAt: z.number(), at: z.number(),
    installation: Installation.nullable().describe('Null for an organisation that does not run this installation'),
  }),
});
export type AboutAnswer = z.infer<typeof readAbout.response>;

import { z } from 'zod';
import { timeMs } from '@/lib/alerts/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { checkStates, phases } from './states';

export const maxChecks = 5_000;

/** As it may be stored: what was written before some names were kept for Nines is read on. */
export const storedLabelName = z.string().max(100).regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'A label name has letters, digits and _, and does not start with a digit.');
export const labelName = storedLabelName.refine((name) => !name.startsWith('__'), 'Names of labels that begin with __ are kept for Nines itself. Choose another.');

/** A check as it is sent. A secret that is left out keeps the value that is stored; null takes it away. */
export const CheckDraft = z
  .strictObject({
    name: z.string().trim().min(1, 'Give the check a name.').max(200).describe('The label check of its metrics; unique'),
    serviceId: z.uuid().nullable().default(null),
    kind: z.string().min(1).max(40).describe('One of GET /api/monitoring/check-kinds'),
    isEnabled: z.boolean().default(true),
    settings: z.record(z.string().max(64), z.unknown()).default({}).describe('As the kind has them'),
    secrets: z.record(z.string().max(64), z.string().max(20_000).nullable()).default({}).describe('As the kind has them; never shown again'),
    intervalMs: z.number().int().min(1_000, 'At least 1 s.').max(86_400_000, 'At most a day.').default(20_000),
    timeoutMs: z.number().int().min(100).max(60_000).default(10_000).describe('At most the interval'),
    failures: z.strictObject({ count: z.number().int().min(1).max(20), of: z.number().int().min(1).max(20) }).default({ count: 2, of: 2 }).describe('So many of the last so many results must fail before it is down'),
    retryIntervalMs: z.number().int().min(1_000).max(86_400_000).nullable().default(null).describe('How soon it is tried again while it fails and is not down yet; null: at its interval'),
    successes: z.number().int().min(1).max(20).default(1).describe('Results in a row that must succeed before it is up again'),
    degradedAboveMs: z.number().int().min(1).max(60_000).nullable().default(null).describe('A success that takes longer is degraded'),
    labels: z.record(labelName, z.string().max(500)).default({}).refine((labels) => Object.keys(labels).length <= 20, 'At most 20 labels.'),
    probes: z.array(z.string().min(1).max(63).regex(/^[a-z0-9][a-z0-9-]*$/)).min(1).max(1).default(['main']).describe('From where it is measured'),
  })
  .refine(({ timeoutMs, intervalMs }) => timeoutMs <= intervalMs, { path: ['timeoutMs'], message: 'must be at most the interval' })
  .refine(({ failures }) => failures.count <= failures.of, { path: ['failures', 'count'], message: 'must be at most how many are looked at' })
  .refine(isStorable, notStorable);
export type CheckDraft = z.infer<typeof CheckDraft>;

export const Evidence = z.strictObject({
  status: z.number().int().nullable().describe('Of HTTP; null without an answer'),
  httpVersion: z.string().nullable(),
  headers: z.record(z.string(), z.string()).describe('At most 8 KiB of them, without cookies and credentials'),
  body: z.string().describe('The first KiB, as text'),
  error: z.string().nullable(),
  address: z.string().nullable().describe('That was connected to'),
  redirects: z.array(z.string()).describe('Where it was sent on to, at most 10'),
  certificate: z.strictObject({ subject: z.string(), issuer: z.string(), notAfter: timeMs, names: z.array(z.string()), isTrusted: z.boolean() }).nullable(),
  answers: z.array(z.string()).describe('Records of DNS, rows of a query, values of an expression; at most 20 of at most 200 characters'),
  phasesMs: z.partialRecord(z.enum(phases), z.number()),
});
export type Evidence = z.infer<typeof Evidence>;

/** What one try of a check found. */
export const ProbeResult = z.strictObject({
  success: z.boolean(),
  durationMs: z.number(),
  message: z.string().describe('A sentence: what was expected and what came'),
  isNetworkError: z.boolean().describe('No connection, no name, no answer in time: may be the fault of who measures'),
  values: z.array(z.strictObject({ name: z.string(), labels: z.record(z.string(), z.string()), value: z.number() })).describe('Further metrics: probe_http_status_code and the like, named as the blackbox exporter names them'),
  evidence: Evidence,
});
export type ProbeResult = z.infer<typeof ProbeResult>;

export const CheckView = z.strictObject({
  id: z.uuid(),
  version: z.number().int(),
  name: z.string(),
  serviceId: z.uuid().nullable(),
  serviceName: z.string().nullable(),
  kind: z.string(),
  title: z.string().describe('Of the kind'),
  target: z.string().describe('What it looks at, in few words'),
  isEnabled: z.boolean(),
  settings: z.record(z.string(), z.unknown()),
  secretsSet: z.array(z.string()),
  intervalMs: z.number().int(),
  timeoutMs: z.number().int(),
  failures: z.strictObject({ count: z.number().int(), of: z.number().int() }),
  retryIntervalMs: z.number().int().nullable(),
  successes: z.number().int(),
  degradedAboveMs: z.number().int().nullable(),
  labels: z.record(z.string(), z.string()),
  probes: z.array(z.string()),
  state: z.enum(checkStates),
  since: timeMs.nullable(),
  reason: z.string(),
  maintenance: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
  last: z.strictObject({ at: timeMs, success: z.boolean(), durationMs: z.number(), message: z.string() }).nullable().describe('The last result; null before the first'),
  heartbeatUrl: z.string().nullable().describe('Where a heartbeat is sent to; only for those who may change checks'),
  createdAt: timeMs,
  updatedAt: timeMs,
});
export type CheckView = z.infer<typeof CheckView>;

export const CheckKindView = z.strictObject({
  kind: z.string(),
  title: z.string(),
  summary: z.string(),
  settings: z.record(z.string(), z.unknown()).describe('JSON Schema; title, description, placeholder, isAdvanced and isMultiline are for the form'),
  secrets: z.record(z.string(), z.unknown()).describe('JSON Schema, each property a text'),
});
export type CheckKindView = z.infer<typeof CheckKindView>;

/** A change of state, with what was seen. */
export const CheckEvent = z.strictObject({
  id: z.string(),
  at: timeMs,
  from: z.enum(checkStates),
  to: z.enum(checkStates),
  reason: z.string(),
  maintenance: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
  evidence: Evidence.nullable(),
});
export type CheckEvent = z.infer<typeof CheckEvent>;

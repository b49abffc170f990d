import { z } from 'zod';
import { scrapeLimits } from './limits';
import { RelabelRule } from './relabel-rule';

const wellFormed = (value: string) => value.isWellFormed() && !value.includes('\u0000');
const text = z.string().max(scrapeLimits.textLength).refine(wellFormed, 'Valid UTF-8 without NUL.');
const labelName = z
  .string()
  .max(200)
  .regex(/^[a-zA-Z_][a-zA-Z0-9_]*$/, 'A label name has letters, digits and _, and does not start with a digit.')
  .refine((name) => name !== '__proto__', 'This name is reserved.');
const limit = z.number().int().min(0).max(10_000_000).default(0).describe('0 means no limit');
const headerName = z
  .string()
  .max(200)
  .regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, 'A header name has letters, digits and - only.')
  .refine((name) => !reservedHeaders.has(name.toLowerCase()), 'This header is set by Nines itself; use the settings for it.');
const headerValue = z.string().max(scrapeLimits.textLength).regex(/^[\t\x20-\x7e]*$/, 'A header value has printable ASCII characters only.');
const secret = z.string().min(1).max(scrapeLimits.textLength).regex(/^[^\u0000\r\n]*$/, 'One line, without NUL.');
const pem = z.string().max(scrapeLimits.certificateLength).regex(/-----BEGIN [A-Z ]+-----/, 'Paste the PEM text, with its BEGIN and END lines.');

const reservedHeaders = new Set([
  'authorization', 'host', 'content-encoding', 'content-length', 'content-type', 'user-agent', 'connection', 'keep-alive',
  'proxy-authenticate', 'proxy-authorization', 'www-authenticate', 'accept-encoding', 'x-prometheus-scrape-timeout-seconds',
  'transfer-encoding', 'te', 'trailer', 'upgrade', 'expect',
]);

const target = text.min(1).refine((address) => !/[/\s]/.test(address), 'A target is host:port, without a scheme and a path.');

/** Addresses with the labels that all of them get. */
export const TargetGroup = z.strictObject({
  targets: z.array(target).max(scrapeLimits.targetsPerGroup),
  labels: z
    .record(labelName, text)
    .default({})
    .refine((labels) => Object.keys(labels).length <= scrapeLimits.labelsPerGroup, `At most ${scrapeLimits.labelsPerGroup} labels.`),
});
export type TargetGroup = z.infer<typeof TargetGroup>;

const filePath = z
  .string()
  .max(500)
  .regex(/^(?!\/)(?!.*(?:^|\/)\.\.?(?:\/|$))[^*?\\\u0000]*[^/\\\u0000]*\.(?:json|ya?ml)$/i, 'A path below the directory for target files that ends with .json, .yml or .yaml; * and ? only in its last part.');

const FileDiscovery = z.strictObject({
  paths: z.array(filePath).min(1).max(scrapeLimits.filePaths),
  refreshMs: z.number().int().min(1_000).max(3_600_000).default(30_000),
});

const common = {
  name: text.min(1).max(200).describe('The label job of its series; unique'),
  isEnabled: z.boolean().default(true),
  scrapeIntervalMs: z.number().int().min(scrapeLimits.minIntervalMs).max(scrapeLimits.maxIntervalMs).default(15_000),
  scrapeTimeoutMs: z.number().int().min(1).max(scrapeLimits.maxIntervalMs).default(10_000),
  metricsPath: text.regex(/^\//, 'A path starts with /.').default('/metrics'),
  scheme: z.enum(['http', 'https']).default('http'),
  params: z
    .record(text, z.array(text).max(scrapeLimits.paramValues))
    .default({})
    .refine((params) => Object.keys(params).length <= scrapeLimits.params, `At most ${scrapeLimits.params} parameters.`),
  honorLabels: z.boolean().default(false),
  honorTimestamps: z.boolean().default(true),
  followRedirects: z.boolean().default(true),
  sampleLimit: limit,
  labelLimit: limit,
  labelNameLengthLimit: limit,
  labelValueLengthLimit: limit,
  bodySizeLimitBytes: z.number().int().min(1).max(scrapeLimits.maxBodyBytes).default(scrapeLimits.defaultBodyBytes),
  targetLimit: limit,
  staticConfigs: z.array(TargetGroup).max(scrapeLimits.staticGroups).default([]),
  fileDiscovery: FileDiscovery.nullable().default(null),
  relabelConfigs: z.array(RelabelRule).max(scrapeLimits.relabelRules).default([]),
  metricRelabelConfigs: z.array(RelabelRule).max(scrapeLimits.relabelRules).default([]),
};

const tls = {
  ca: pem.nullable().default(null).describe('PEM; null trusts the authorities of this machine'),
  serverName: text.max(255).nullable().default(null),
  insecureSkipVerify: z.boolean().default(false),
  clientCert: pem.nullable().default(null),
};
const noTls = { ca: null, serverName: null, insecureSkipVerify: false, clientCert: null };

interface Bounds {
  scrapeIntervalMs: number;
  scrapeTimeoutMs: number;
}

function checkTimeout(job: Bounds, context: z.RefinementCtx): void {
  if (job.scrapeTimeoutMs <= job.scrapeIntervalMs) return;
  context.addIssue({ code: 'custom', path: ['scrapeTimeoutMs'], message: `The timeout is at most the interval (${job.scrapeIntervalMs} ms).` });
}

const headerNames = (headers: readonly { name: string }[]) => new Set(headers.map(({ name }) => name.toLowerCase())).size === headers.length;

/** A job as it is sent. A secret that is left out keeps the value that is stored. */
export const ScrapeJobInput = z
  .strictObject({
    ...common,
    scrapeTimeoutMs: z.number().int().min(1).max(scrapeLimits.maxIntervalMs).optional().describe('The smaller of 10000 and the interval unless said'),
    headers: z
      .array(z.strictObject({ name: headerName, value: headerValue.optional() }))
      .max(scrapeLimits.headers)
      .default([])
      .refine(headerNames, 'A header is given twice.'),
    auth: z
      .discriminatedUnion('type', [
        z.strictObject({ type: z.literal('none') }),
        z.strictObject({ type: z.literal('basic'), username: text.max(500), password: secret.optional() }),
        z.strictObject({ type: z.literal('bearer'), token: secret.optional() }),
      ])
      .default({ type: 'none' }),
    tls: z.strictObject({ ...tls, clientKey: pem.optional() }).default(noTls),
  })
  .transform((job) => ({ ...job, scrapeTimeoutMs: job.scrapeTimeoutMs ?? Math.min(10_000, job.scrapeIntervalMs) }))
  .superRefine(checkTimeout);
export type ScrapeJobInput = z.infer<typeof ScrapeJobInput>;

/** A job without its secrets, as it is stored and shown: markers say which secrets there are. */
export const ScrapeSettings = z.strictObject({
  ...common,
  headers: z.array(z.strictObject({ name: z.string(), hasValue: z.literal(true) })),
  auth: z.discriminatedUnion('type', [
    z.strictObject({ type: z.literal('none') }),
    z.strictObject({ type: z.literal('basic'), username: z.string(), hasPassword: z.literal(true) }),
    z.strictObject({ type: z.literal('bearer'), hasToken: z.literal(true) }),
  ]),
  tls: z.strictObject({ ...tls, hasClientKey: z.boolean() }),
});
export type ScrapeSettings = z.infer<typeof ScrapeSettings>;

/** What a job keeps to itself; stored encrypted. Header values by lower-case name. */
export const ScrapeSecrets = z.strictObject({
  password: z.string().optional(),
  token: z.string().optional(),
  clientKey: z.string().optional(),
  headers: z.record(z.string(), z.string()),
});
export type ScrapeSecrets = z.infer<typeof ScrapeSecrets>;

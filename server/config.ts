import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { Resolution } from '@/lib/metrics/metric-store';
import { dayMs } from '@/lib/metrics/retention';
import type { VariableProvider } from '@/lib/sso/providers';
import { providersOfVariables, providerVariables } from './sso/provider-variables';

const port = z.coerce.number('must be a number').int('must be a whole number').min(0, 'must be 0 to 65535').max(65_535, 'must be 0 to 65535');
const flag = z
  .enum(['0', '1', 'true', 'false'], 'must be 1, 0, true or false')
  .transform((value) => value === '1' || value === 'true');
const hostAndPort = z
  .string()
  .regex(/^(\[[0-9a-fA-F:]+\]|[^\s:/]+):\d{1,5}$/, { error: 'must be host:port', abort: true })
  .refine((value) => isPort(Number(value.slice(value.lastIndexOf(':') + 1))), 'must be host:port with a port from 1 to 65535');
const publicUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https URL', abort: true })
  .refine((value) => /^\/+$/.test(new URL(value).pathname) && !/[?#@]/.test(value), 'must be a host alone, without a path: Nines lives at its root');

const hostSuffixes = z
  .string()
  .transform((text) => text.split(',').map((each) => each.trim().toLowerCase().replace(/^\*?\./, '')))
  .refine((names) => names.every((name) => name.length <= 253 && /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(name)), 'must be names like pages.example.com, with commas between them');

const durationUnits = { m: 60_000, h: 3_600_000, d: dayMs, w: 7 * dayMs, y: 365 * dayMs } as const;
const duration = (shortestMs: number) =>
  z
    .string()
    .regex(/^\d{1,6}[mhdwy]$/, { error: 'must be a number with a unit: 90m, 12h, 15d, 4w or 2y', abort: true })
    .transform((text) => Number(text.slice(0, -1)) * durationUnits[text.slice(-1) as keyof typeof durationUnits])
    .refine((ms) => ms >= shortestMs, `must be at least ${shortestMs >= dayMs ? `${shortestMs / dayMs}d` : '0m'}`);
const sizeUnits = { MB: 1e6, GB: 1e9, TB: 1e12, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;
const size = z
  .string()
  .regex(/^\d{1,6}(?:MB|GB|TB|MiB|GiB|TiB)$/, { error: 'must be a number with a unit: 500MB, 20GB, 1TB (or MiB, GiB, TiB)', abort: true })
  .transform((text) => Number(/^\d+/.exec(text)?.[0]) * sizeUnits[/[A-Za-z]+$/.exec(text)?.[0] as keyof typeof sizeUnits])
  .refine((bytes) => bytes >= 100e6, 'must be at least 100MB');

const Variables = z.object({
  NODE_ENV: z.enum(['production', 'development', 'test'], 'must be production, development or test').default('production'),
  PORT: port.default(3000).describe('Port to listen on'),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATA_DIR: z.string().min(1).default('.data'),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be a URL like postgresql://user:password@host:5432/database' })
    .optional(),
  OWNER_EMAIL: z.email('must be an email address').transform((value) => value.toLowerCase()).optional(),
  OWNER_PASSWORD: z.string().min(12, 'must have at least 12 characters').max(256).optional(),
  PUBLIC_URL: publicUrl.optional(),
  STATUS_HOSTS: hostSuffixes.optional(),
  TRUST_PROXY: flag.default(false),
  INSTANCE: z.string().regex(/^[\w.:-]{1,200}$/, 'must have letters, digits, _ . : - only').optional(),
  LATENCY_TARGET: hostAndPort.optional(),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
  SCRAPE_FILES_DIR: z.string().min(1).optional(),
  CONFIG_PATH: z.string().min(1).optional(),
  OUTGOING_ALLOW_PRIVATE: flag.default(false),
  METRICS_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL of a Prometheus-compatible store' }).optional(),
  METRICS_RETENTION: duration(dayMs).default(15 * dayMs),
  METRICS_RETENTION_5M: duration(2 * dayMs).default(180 * dayMs),
  METRICS_RETENTION_1H: duration(2 * dayMs).default(730 * dayMs),
  METRICS_DISK_BUDGET: size.optional(),
  METRICS_OUT_OF_ORDER_WINDOW: duration(0).default(60 * 60_000),
  METRICS_MAX_SERIES: z.coerce.number('must be a number').int('must be a whole number').min(1_000, 'must be at least 1000').max(5_000_000, 'must be at most 5000000').default(200_000),
  ...providerVariables,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent'], 'must be debug, info, warn, error or silent').default('info'),
});

export interface Config {
  mode: 'production' | 'development' | 'test';
  port: number;
  host: string;
  dataDir: string;
  databaseUrl: string | null;
  owner: { email: string; password: string } | null;
  /** Where people reach Nines when it is not http://HOST:PORT, without a slash at the end. */
  publicUrl: string | null;
  /** Below which names status pages may have one of their own; null: any of the public. */
  statusHosts: readonly string[] | null;
  /** Whether X-Forwarded-For and -Proto are believed. */
  trustProxy: boolean;
  /** The name of this host on every sample; null takes the host's own. */
  instance: string | null;
  latencyTarget: string | null;
  /** What scrapers of /metrics must send as a bearer token; null leaves it open to whoever reaches the port. */
  metricsToken: string | null;
  /** Target files of scrape jobs are read below this directory, in one folder a tenant, and nowhere else. */
  scrapeFilesDir: string;
  /** A file or folder with the configuration, which is watched and applied; null: none. */
  configPath: string | null;
  /** Whether notifications and checks may go to addresses that are not of the public internet. */
  outgoingAllowPrivate: boolean;
  metrics: {
    /** A Prometheus-compatible store in place of the embedded one. */
    url: string | null;
    retentionMs: Record<Resolution, number>;
    /** Most bytes on disk; null: no limit. */
    diskBudgetBytes: number | null;
    outOfOrderMs: number;
    /** Active series of one tenant. */
    maxSeries: number;
  };
  /** Providers of sign-in that the variables name. */
  signInProviders: readonly VariableProvider[];
  logLevel: string;
  /** Variables that are set, by name; the value is null where it may hold a secret. */
  variables: Readonly<Record<string, string | null>>;
}

/** Values that are no secret and hold none: all others are never shown. */
const shownVariables: ReadonlySet<string> = new Set([
  'NODE_ENV', 'PORT', 'HOST', 'DATA_DIR', 'OWNER_EMAIL', 'PUBLIC_URL', 'STATUS_HOSTS', 'TRUST_PROXY', 'INSTANCE', 'LATENCY_TARGET', 'SCRAPE_FILES_DIR', 'OUTGOING_ALLOW_PRIVATE', 'CONFIG_PATH', 'LOG_LEVEL',
  'METRICS_RETENTION', 'METRICS_RETENTION_5M', 'METRICS_RETENTION_1H', 'METRICS_DISK_BUDGET', 'METRICS_OUT_OF_ORDER_WINDOW', 'METRICS_MAX_SERIES',
]);

/** Reads every variable once. Throws AppError `invalid` that names each wrong variable and what it must be. */
export function readConfig(environment: Record<string, string | undefined>): Config {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = Variables.safeParse(present);
  if (!parsed.success) {
    const sentences = parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new AppError('invalid', `A variable is wrong: ${sentences.join('; ')}. Correct it and start again.`);
  }
  const value = parsed.data;
  if (Boolean(value.OWNER_EMAIL) !== Boolean(value.OWNER_PASSWORD)) {
    throw new AppError('invalid', 'OWNER_EMAIL and OWNER_PASSWORD go together: set both, or neither.');
  }
  return {
    mode: value.NODE_ENV,
    port: value.PORT,
    host: value.HOST,
    dataDir: path.resolve(value.DATA_DIR),
    databaseUrl: value.DATABASE_URL ?? null,
    owner: value.OWNER_EMAIL && value.OWNER_PASSWORD ? { email: value.OWNER_EMAIL, password: value.OWNER_PASSWORD } : null,
    publicUrl: value.PUBLIC_URL ? new URL(value.PUBLIC_URL).origin : null,
    statusHosts: value.STATUS_HOSTS ?? null,
    trustProxy: value.TRUST_PROXY,
    instance: value.INSTANCE ?? null,
    latencyTarget: value.LATENCY_TARGET ?? null,
    metricsToken: value.METRICS_TOKEN ?? null,
    scrapeFilesDir: path.resolve(value.SCRAPE_FILES_DIR ?? path.join(value.DATA_DIR, 'scrape')),
    configPath: value.CONFIG_PATH ? path.resolve(value.CONFIG_PATH) : null,
    outgoingAllowPrivate: value.OUTGOING_ALLOW_PRIVATE,
    metrics: {
      url: value.METRICS_URL ?? null,
      retentionMs: { raw: value.METRICS_RETENTION, '5m': value.METRICS_RETENTION_5M, '1h': value.METRICS_RETENTION_1H },
      diskBudgetBytes: value.METRICS_DISK_BUDGET ?? null,
      outOfOrderMs: value.METRICS_OUT_OF_ORDER_WINDOW,
      maxSeries: value.METRICS_MAX_SERIES,
    },
    signInProviders: providersOfVariables(value),
    logLevel: value.LOG_LEVEL,
    variables: Object.fromEntries(Object.keys(Variables.shape).flatMap((name) => (present[name] === undefined ? [] : [[name, shownVariables.has(name) ? present[name] : null]]))),
  };
}

function isPort(value: number): boolean {
  return value >= 1 && value <= 65_535;
}

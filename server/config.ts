import path from 'node:path';
import { z } from 'zod';
import { AppError } from '@/lib/errors';

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
  TRUST_PROXY: flag.default(false),
  INSTANCE: z.string().regex(/^[\w.:-]{1,200}$/, 'must have letters, digits, _ . : - only').optional(),
  LATENCY_TARGET: hostAndPort.optional(),
  METRICS_TOKEN: z.string().min(16, 'must have at least 16 characters').optional(),
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
  /** Whether X-Forwarded-For and -Proto are believed. */
  trustProxy: boolean;
  /** The name of this host on every sample; null takes the host's own. */
  instance: string | null;
  latencyTarget: string | null;
  /** What scrapers of /metrics must send as a bearer token; null leaves it open to whoever reaches the port. */
  metricsToken: string | null;
  logLevel: string;
}

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
    trustProxy: value.TRUST_PROXY,
    instance: value.INSTANCE ?? null,
    latencyTarget: value.LATENCY_TARGET ?? null,
    metricsToken: value.METRICS_TOKEN ?? null,
    logLevel: value.LOG_LEVEL,
  };
}

function isPort(value: number): boolean {
  return value >= 1 && value <= 65_535;
}

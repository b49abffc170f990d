import { z } from 'zod';

const text = z.union([z.string(), z.number().transform(String)]).nullish().transform((value) => value ?? '');
const number = z.union([z.number(), z.string().regex(/^\d{1,9}(?:\.\d{1,9})?$/).transform(Number)]).nullish().transform((value) => value ?? null);
/** SQLite keeps yes and no as 1 and 0. */
const flag = z.union([z.boolean(), z.number().transform(Boolean)]).nullish().transform((value) => value ?? false);

/** A monitor of a backup of Uptime Kuma 1.x (server/model/monitor.js, toJSON); versions before 1.23 leave some out. */
export const KumaMonitor = z.object({
  id: number.optional(),
  name: text,
  type: text,
  active: z.union([z.boolean(), z.number().transform(Boolean)]).nullish().transform((value) => value ?? true),
  interval: number,
  retryInterval: number,
  maxretries: number,
  timeout: number,
  url: text,
  method: text,
  headers: text,
  body: text,
  httpBodyEncoding: text,
  accepted_statuscodes: z.array(z.string()).nullish().transform((value) => value ?? ['200-299']),
  maxredirects: number,
  ignoreTls: flag,
  expiryNotification: flag,
  upsideDown: flag,
  proxyId: number,
  authMethod: text,
  basic_auth_user: text,
  basic_auth_pass: text,
  keyword: text,
  invertKeyword: flag,
  jsonPath: text,
  expectedValue: text,
  hostname: text,
  port: number,
  packetSize: number,
  dns_resolve_type: text,
  dns_resolve_server: text,
  databaseConnectionString: text,
  databaseQuery: text,
  tags: z.array(z.object({ name: text, value: text })).nullish().transform((value) => value ?? []),
});
export type KumaMonitor = z.infer<typeof KumaMonitor>;

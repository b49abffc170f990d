import { z } from 'zod';
import { authority, headerValue, webAddress } from '@/lib/alerts/channels/web-address';
import { bothOrNone, clientIdentity } from './client-identity';
import { parseHeaderLines } from './header-lines';
import { parseJsonCondition } from './json-condition';
import type { CheckKind } from './kind';
import { expiryDays, ipVersion, isTrustRequired, serverName } from './settings-of-tls';
import { shownAddress } from './shown-address';
import { parseStatusRanges } from './status-ranges';

/** What HTTP itself says of a connection or a message. */
const reserved = /^(?:content-length|transfer-encoding|connection|keep-alive|upgrade|te|trailer|expect|proxy-.*|http2-settings)$/i;
const headerName = z
  .string()
  .max(100)
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header')
  .refine((name) => !reserved.test(name), 'is a header that Nines sets itself');
const phrase = z.string().min(1).max(1_000);

const HttpSettings = z
  .strictObject({
    url: webAddress('http', 'https').meta({ title: 'URL', description: 'It is shown to who may see checks; put tokens into the secret headers', placeholder: 'https://example.com/health' }),
    method: z.enum(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']).default('GET').meta({ title: 'Method' }),
    statuses: z
      .string()
      .max(200)
      .refine((text) => parseStatusRanges(text) !== null, 'must be statuses such as 200-299,301')
      .default('200-299')
      .meta({ title: 'Expected statuses', description: 'Statuses and ranges of them', placeholder: '200-299,301' }),
    contains: z.array(phrase).max(20).default([]).meta({ title: 'The body must contain', description: 'One text a line; all of them, in the case in which they are written' }),
    lacks: z.array(phrase).max(20).default([]).meta({ title: 'The body must not contain', description: 'One text a line', isAdvanced: true }),
    conditions: z
      .array(z.string().max(500).refine((text) => parseJsonCondition(text) !== null, 'must be a condition such as $.status == "ok", $.queue[0].length < 10 or $.id exists'))
      .max(20)
      .default([])
      .meta({ title: 'JSON conditions', description: 'One a line: a path, then ==, !=, <, <=, >, >=, contains and a value, or exists', placeholder: '$.status == "ok"' }),
    maxResponseMs: z.number().int().min(1).max(60_000).nullable().default(null).meta({ title: 'Fail above (ms)', description: 'The whole time, from the look-up of the name to the end of the body' }),
    body: z.string().max(50_000).default('').meta({ title: 'Body', description: 'As it is sent; JSON unless a header says otherwise. Not secret', isAdvanced: true, isMultiline: true }),
    headers: z
      .array(z.strictObject({ name: headerName.meta({ title: 'Name' }), value: headerValue.meta({ title: 'Value' }) }))
      .max(20)
      .default([])
      .meta({ title: 'Headers', description: 'Not secret', isAdvanced: true }),
    followRedirects: z.boolean().default(true).meta({ title: 'Follow redirects', description: 'At most 10; secrets do not follow to another place', isAdvanced: true }),
    auth: z.enum(['none', 'basic', 'bearer']).default('none').meta({ title: 'Sign in by', isAdvanced: true }),
    username: z.string().max(200).regex(/^[^:\p{Cc}]*$/u, 'must be without a colon').default('').meta({ title: 'User', description: 'Of basic', isAdvanced: true }),
    httpVersion: z.enum(['auto', '1.1', '2']).default('auto').meta({ title: 'HTTP version', description: 'auto takes what the server prefers', isAdvanced: true }),
    ipVersion,
    isTrustRequired,
    warnDays: expiryDays(14).meta({ title: 'Warn before the certificate ends (days)', isAdvanced: true }),
    failDays: expiryDays(null).meta({ title: 'Fail before the certificate ends (days)', description: 'Empty: when it has ended', isAdvanced: true }),
    serverName,
    ca: authority,
  })
  .refine(({ method, conditions, contains }) => method !== 'HEAD' || (conditions.length === 0 && contains.length === 0), { path: ['method'], message: 'HEAD brings no body to look into' })
  .refine(({ method, body }) => body === '' || (method !== 'GET' && method !== 'HEAD'), { path: ['body'], message: 'cannot be sent by this method' });
export type HttpSettings = z.infer<typeof HttpSettings>;

const HttpSecrets = z.strictObject({
  password: z.string().max(4_000).optional().meta({ title: 'Password', description: 'Of basic' }),
  token: headerValue.optional().meta({ title: 'Token', description: 'Of bearer' }),
  secretHeaders: z.string().max(20_000).superRefine(checkLines).optional().meta({ title: 'Secret headers', description: 'Name: value, one a line', placeholder: 'X-Api-Key: ...', isMultiline: true }),
  ...clientIdentity,
}).superRefine(bothOrNone);
export type HttpSecrets = z.infer<typeof HttpSecrets>;

export const http: CheckKind<HttpSettings, HttpSecrets> = {
  kind: 'http',
  title: 'HTTP(S)',
  summary: 'Asks a URL and looks at the status, the body, the time and the certificate',
  settings: HttpSettings,
  secrets: HttpSecrets,
  targetOf: ({ url }) => shownAddress(url),
  destinationOf: ({ url, headers, ca, serverName: name, isTrustRequired: isTrusted }) => JSON.stringify([new URL(url).origin, hostHeaderOf(headers), ca, name, isTrusted]),
};

/** By it, a proxy chooses who gets the request. */
function hostHeaderOf(headers: HttpSettings['headers']): string | null {
  return headers.findLast(({ name }) => name.toLowerCase() === 'host')?.value.toLowerCase() ?? null;
}

function checkLines(text: string, context: z.RefinementCtx): void {
  const headers = parseHeaderLines(text);
  if (headers === null) context.addIssue({ code: 'custom', message: 'must be headers, Name: value, one a line' });
  // The place that secrets go to must be seen to be compared.
  if (headers?.some(({ name }) => name === 'host')) context.addIssue({ code: 'custom', message: 'Host is not secret: put it into the headers' });
  const wrong = headers?.find(({ name }) => reserved.test(name));
  if (wrong) context.addIssue({ code: 'custom', message: `${wrong.name} is a header that Nines sets itself` });
}

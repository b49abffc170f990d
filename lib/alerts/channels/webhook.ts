import { z } from 'zod';
import { AppError } from '@/lib/errors';
import { parseTemplate } from '@/lib/rules/template/parse';
import { functionNames } from '@/lib/rules/template/functions';
import { renderTemplate } from '@/lib/rules/template/render';
import { TemplateError } from '@/lib/rules/template/syntax';
import type { TemplateValue } from '@/lib/rules/template/values';
import { byStatus, type ChannelInput, type HttpKind } from './channel-kind';
import { authority, headerValue, webAddress } from './web-address';

/** What Nines or HTTP itself says. */
const reserved = /^(?:host|content-length|transfer-encoding|connection|upgrade|te|trailer|expect|proxy-.*|idempotency-key|nines-.*)$/i;
const headerName = z
  .string()
  .max(100)
  .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'must be the name of a header')
  .refine((name) => !reserved.test(name), 'is a header that Nines sets itself');

const Settings = z.strictObject({
  url: webAddress('http', 'https').meta({ title: 'URL', description: 'It is shown to who may see channels; put tokens into the secret header', placeholder: 'https://example.com/hooks/nines' }),
  headers: z
    .array(z.strictObject({ name: headerName.meta({ title: 'Name' }), value: headerValue.meta({ title: 'Value' }) }))
    .max(20)
    .default([])
    .meta({ title: 'Headers', description: 'Sent with each request; not secret', isAdvanced: true }),
  secretHeaderName: headerName.default('Authorization').meta({ title: 'Name of the secret header', placeholder: 'Authorization', isAdvanced: true }),
  contentType: z
    .string()
    .max(100)
    .regex(/^[\w.+-]+\/[\w.+-]+(?:; ?charset=[\w-]+)?$/, 'must be a media type')
    .default('application/json')
    .meta({ title: 'Content type', description: 'Of a body by template', isAdvanced: true }),
  template: z
    .string()
    .max(20_000)
    .superRefine(checkTemplate)
    .default('')
    .meta({ title: 'Body template', description: 'In the template language of Prometheus, {{ .title | js }} and the like; empty sends everything as JSON', isAdvanced: true, isMultiline: true }),
  ca: authority,
});
const Secrets = z.strictObject({
  signingSecret: z
    .string()
    .min(16, 'must have at least 16 characters')
    .max(500)
    .optional()
    .meta({ title: 'Signing secret', description: 'Each request is signed by it (HMAC-SHA256) in the header Nines-Signature' }),
  secretHeader: headerValue.optional().meta({ title: 'Value of the secret header', placeholder: 'Bearer ...' }),
});

type Input = ChannelInput<z.infer<typeof Settings>, z.infer<typeof Secrets>>;

/**
 * A POST to any address. `Nines-Signature: t=<seconds since 1970>,v1=<hex>` is HMAC-SHA256 of `<t>.<body>`, and `Idempotency-Key` is the same for each
 * attempt of a delivery, so that a receiver can drop what it has already.
 */
export const webhook: HttpKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: 'webhook',
  title: 'Webhook',
  summary: 'Sends a signed request to any address, as JSON or by a template',
  settings: Settings,
  secrets: Secrets,
  transport: 'http',
  isPersonal: false,
  perMinute: 300,
  isIdempotent: true,
  opensIncidents: false,
  destinationOf: ({ url, ca, secretHeaderName }) => JSON.stringify([url, ca, secretHeaderName.toLowerCase()]),
  async requestOf(input) {
    const { settings, secrets, deliveryId, nowMs } = input;
    const body = settings.template === '' ? JSON.stringify(contentOf(input)) : await rendered(input);
    const seconds = Math.floor(nowMs / 1_000);
    const own = Object.fromEntries(settings.headers.map(({ name, value }) => [name.toLowerCase(), value]));
    return {
      method: 'POST',
      url: settings.url,
      headers: {
        ...own,
        'content-type': settings.template === '' ? 'application/json' : settings.contentType,
        'idempotency-key': deliveryId,
        ...(secrets.secretHeader === undefined ? {} : { [settings.secretHeaderName.toLowerCase()]: secrets.secretHeader }),
        ...(secrets.signingSecret === undefined ? {} : { 'nines-signature': `t=${seconds},v1=${input.hmacSha256Hex(secrets.signingSecret, `${seconds}.${body}`)}` }),
      },
      body,
      ca: settings.ca,
    };
  },
  judge: byStatus,
};

/** The default body, and what a template reads. */
function contentOf({ message, deliveryId, recipient }: Input) {
  return { version: 1, deliveryId, recipient: recipient.name, ...message };
}

async function rendered(input: Input): Promise<string> {
  const host = { query: noQueries, externalUrl: input.nines, timeMs: input.message.at };
  try {
    const template = parseTemplate(input.settings.template, { functions: functionNames, variables: [] });
    return await renderTemplate(template, valueOf(contentOf(input)), host);
  } catch (error) {
    throw error instanceof TemplateError ? new AppError('invalid', `The body template failed: ${error.message}`) : error;
  }
}

/** A message reaches who is to be told even while the metrics cannot be queried. */
function noQueries(): never {
  throw new TemplateError('query is not available in a body template');
}

function valueOf(value: unknown): TemplateValue {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value)) return value.map(valueOf);
  return new Map(Object.entries(value as object).map(([name, each]) => [name, valueOf(each)]));
}

function checkTemplate(source: string, context: z.RefinementCtx): void {
  try {
    parseTemplate(source, { functions: functionNames, variables: [] });
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof TemplateError ? error.message : 'is no template' });
  }
}

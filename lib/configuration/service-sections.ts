import { z } from 'zod';
import { checkKindOf } from '@/lib/checks/kinds/registry';
import { CheckDraft } from '@/lib/checks/schemas';
import { channelKindOf } from '@/lib/alerts/channels/registry';
import { ChannelDraft } from '@/lib/alerts/channels/schemas';
import { ScrapeSettings } from '@/lib/scrape/schemas';
import { ServiceInput } from '@/lib/services/schemas';
import { ObjectiveInput, Sli } from '@/lib/sla/schemas';
import { SecretValue } from './secret-value';

export const Reference = z.string().trim().min(1).max(200);
const references = (most: number) => z.array(Reference).max(most);
const secrets = z.record(z.string().max(64), SecretValue).default({}).describe('As the kind has them; one that is not named is taken away');

export const ServiceItem = z.strictObject({ ...ServiceInput.shape, dependsOn: references(50).default([]).describe('Names of services that it needs'), badges: z.boolean().default(false).describe('Whether its badges are public; their address is made by Nines') });

interface Kind {
  settings: z.ZodType;
}

/** Checks the settings of a kind, and fills in what it has by default. */
function withKind<Item extends z.ZodType<{ kind: string; settings: Record<string, unknown> }>>(item: Item, kindOf: (kind: string) => Kind | null, kinds: string): Item {
  return item
    .superRefine(({ kind, settings }, context) => {
      const known = kindOf(kind);
      if (!known) return context.addIssue({ code: 'custom', path: ['kind'], message: `must be one of GET ${kinds}` });
      for (const issue of known.settings.safeParse(settings).error?.issues ?? []) {
        if (issue.code === 'unrecognized_keys') {
          for (const key of issue.keys) context.addIssue({ code: 'custom', path: ['settings', ...issue.path, key], message: 'is no setting of this kind' });
          continue;
        }
        const isMissing = issue.code === 'invalid_type' && issue.input === undefined;
        context.addIssue({ code: 'custom', path: ['settings', ...issue.path], message: isMissing ? 'is needed' : issue.message });
      }
    })
    .overwrite((value) => {
      const parsed = kindOf(value.kind)?.settings.safeParse(value.settings);
      return parsed?.success ? { ...value, settings: parsed.data as Record<string, unknown> } : value;
    });
}

const { serviceId: _service, ...checkShape } = CheckDraft.shape;
export const CheckItem = withKind(z.strictObject({ ...checkShape, service: Reference.nullable().default(null).describe('The name of its service'), secrets }), checkKindOf, '/api/monitoring/check-kinds');
export const ChannelItem = withKind(z.strictObject({ ...ChannelDraft.shape, secrets }), channelKindOf, '/api/monitoring/channel-kinds');

const { hasClientKey: _has, ...tlsShape } = ScrapeSettings.shape.tls.shape;
const Tls = z.strictObject({ ...tlsShape, clientKey: SecretValue.optional() });
export const ScrapeItem = z.strictObject({
  ...ScrapeSettings.shape,
  headers: z.array(z.strictObject({ name: z.string().max(200), value: SecretValue })).max(50).default([]),
  auth: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('none') }),
      z.strictObject({ type: z.literal('basic'), username: z.string().max(500), password: SecretValue }),
      z.strictObject({ type: z.literal('bearer'), token: SecretValue }),
    ])
    .default({ type: 'none' }),
  tls: Tls.prefault({}),
});

const { serviceId: _of, ...objectiveShape } = ObjectiveInput.shape;
const [, latency, ratio] = Sli.options;
export const ObjectiveItem = z.strictObject({
  ...objectiveShape,
  service: Reference.describe('The name of its service'),
  sli: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('checks'), checks: references(50).default([]).describe('Names of checks; none: all of the service') }),
    z.strictObject({ kind: z.literal('latency'), check: Reference, thresholdMs: latency.shape.thresholdMs }),
    ratio,
  ]),
  burnAlerts: z.boolean().default(false).describe('Whether it has its multi-window, multi-burn-rate alert rules'),
});

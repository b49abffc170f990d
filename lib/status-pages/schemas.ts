import { z } from 'zod';
import { webAddress } from '@/lib/alerts/channels/web-address';
import { timeZone } from '@/lib/alerts/suppression/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { HostName, Slug } from './address';

export const statusPageLimits = { components: 100, services: 50, maintenance: 50, links: 10 } as const;

const storable = (most: number) => z.string().max(most).refine(isStorable, notStorable);
const name = (what: string) => storable(100).trim().min(1, what);

/** A part of the page as the public knows it. Nothing of its services is shown but how they are. */
export const StatusComponent = z.strictObject({
  id: z.uuid(),
  name: name('Give the component a name that the public understands.'),
  group: storable(100).trim().default('').describe('Components of one group stand together; empty: by itself'),
  description: storable(300).trim().default('').describe('One sentence for the public; empty: none'),
  serviceIds: z.array(z.uuid()).max(statusPageLimits.services).default([]).describe('Whose checks say how it is; none: only posts do'),
  hasBars: z.boolean().default(true).describe('Whether the last 90 days are shown'),
});
export type StatusComponent = z.infer<typeof StatusComponent>;

/** As it is sent: a component without an id is a new one. */
const ComponentInput = StatusComponent.extend({ id: z.uuid().nullable().default(null) });

/** A maintenance window that the public is told of, by a title and a text of its own. */
const PublicMaintenance = z.strictObject({
  windowId: z.uuid(),
  title: name('Give the maintenance a title for the public.'),
  text: storable(2_000).default('').describe('Markdown for the public'),
  componentIds: z.array(z.uuid()).max(statusPageLimits.components).default([]).describe('Components that it touches'),
});

export const StatusPageSettings = z.strictObject({
  name: name('Give the page a name.'),
  description: storable(2_000).default('').describe('Markdown, under the name'),
  timeZone: timeZone.default('UTC'),
  links: z.array(z.strictObject({ title: name('Give the link a title.'), url: webAddress('http', 'https') })).max(statusPageLimits.links).default([]),
  supportUrl: webAddress('http', 'https').nullable().default(null).describe('Where the public gets help'),
  uptime: z.enum(['percent', 'bars']).default('bars').describe('Whether the bars come with a percentage'),
  historyDays: z.number().int().min(1).max(90).default(15).describe('Days of past incidents on the page itself'),
  isIndexed: z.boolean().default(false).describe('Whether search engines may list the page'),
  maintenance: z.array(PublicMaintenance).max(statusPageLimits.maintenance).default([]).describe('Maintenance windows that the page shows; no other one is'),
});
export type StatusPageSettings = z.infer<typeof StatusPageSettings>;

export const StatusPageInput = z
  .strictObject({
    isOn: z.boolean(),
    slug: Slug,
    host: HostName.nullable().default(null).describe('A name at which the page answers by itself'),
    emailChannelId: z.uuid().nullable().default(null).describe('The channel by which subscribers are mailed; null: nobody can subscribe by email'),
    settings: StatusPageSettings,
    components: z.array(ComponentInput).max(statusPageLimits.components).default([]).describe('In their order; those that are left out are deleted'),
  })
  .refine(({ settings }) => new Set(settings.maintenance.map(({ windowId }) => windowId)).size === settings.maintenance.length, { path: ['settings', 'maintenance'], error: 'A maintenance window is there twice.' });
export type StatusPageInput = z.infer<typeof StatusPageInput>;

export const StatusPageView = z.strictObject({
  version: z.number().int().describe('0: nothing was saved yet'),
  isOn: z.boolean(),
  slug: z.string(),
  host: z.string().nullable(),
  emailChannelId: z.uuid().nullable(),
  settings: StatusPageSettings,
  components: z.array(StatusComponent),
  url: z.string().describe('Where the page is'),
  hostUrl: z.string().nullable().describe('Where it is by its own name'),
});
export type StatusPageView = z.infer<typeof StatusPageView>;

import { z } from 'zod';
import { AlertActor, timeMs } from '@/lib/alerts/schemas';
import { isStorable, notStorable } from '@/lib/alerts/suppression/storable';
import { webAddress } from '@/lib/alerts/channels/web-address';
import { endpoint } from '@/lib/endpoint';

const queryTime = z.coerce.number().int().min(0).max(253_402_300_799_999);
const storable = (most: number) => z.string().max(most).refine(isStorable, notStorable);

/** What was rolled out when. */
export const Deploy = z.strictObject({
  id: z.uuid(),
  service: z.strictObject({ id: z.uuid().nullable().describe('Null when there is no such service any more'), name: z.string() }).nullable().describe('Null: it is of no service alone'),
  version: z.string(),
  text: z.string().describe('Markdown'),
  url: z.string().nullable(),
  actor: AlertActor,
  at: timeMs,
});
export type Deploy = z.infer<typeof Deploy>;

export const recordDeploy = endpoint({
  method: 'POST', path: '/api/monitoring/deploys', permission: 'monitoring.write', summary: 'Say that something was rolled out; open incidents show it in their timelines',
  body: z.strictObject({
    service: storable(200).trim().min(1).nullable().default(null).describe('The name or the id of a service; null: of none alone'),
    version: storable(200).trim().min(1, 'Say which version, like a tag or a commit.'),
    text: storable(5_000).default('').describe('Markdown: what is in it'),
    url: webAddress('http', 'https').nullable().default(null).describe('Of the pipeline or the release'),
    at: timeMs.optional().describe('Now unless said; at most 30 days ago'),
  }),
  response: Deploy,
});

export const listDeploys = endpoint({
  method: 'GET', path: '/api/monitoring/deploys', permission: 'monitoring.read', summary: 'What was rolled out, the newest first',
  query: z.strictObject({
    service: z.uuid().optional(), from: queryTime.optional(), to: queryTime.optional().describe('In [from, to); the last 30 days unless said'),
    limit: z.coerce.number().int().min(1).max(500).default(100),
  }),
  response: z.strictObject({ deploys: z.array(Deploy) }),
});

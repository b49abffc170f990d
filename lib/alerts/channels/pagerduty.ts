import { z } from 'zod';
import type { AlertMessage } from '../notify/schemas';
import { byStatus, type ChannelInput, type HttpKind } from './channel-kind';
import { cutText } from './cut-text';
import { lineOf, linksOf, oneLine } from './wording';

const Settings = z.strictObject({
  region: z.enum(['us', 'eu']).default('us').meta({ title: 'Service region', description: 'Where your PagerDuty account is' }),
});
const Secrets = z.strictObject({
  routingKey: z
    .string()
    .regex(/^[A-Za-z0-9]{32}$/, 'must have 32 letters and digits')
    .meta({ title: 'Integration key', description: 'Of an integration "Events API v2" of the service', placeholder: '32 letters and digits' }),
});

type Input = ChannelInput<z.infer<typeof Settings>, z.infer<typeof Secrets>>;

const hosts = { us: 'events.pagerduty.com', eu: 'events.eu.pagerduty.com' };
const maxKeyLength = 255;

/** PagerDuty's Events API v2: one incident for each group of alerts. Limits: dedup_key 255, summary 1024, 512 KB in all. */
export const pagerduty: HttpKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: 'pagerduty',
  title: 'PagerDuty',
  summary: 'Triggers, acknowledges and resolves incidents by the Events API v2',
  settings: Settings,
  secrets: Secrets,
  transport: 'http',
  isPersonal: false,
  perMinute: 120,
  isIdempotent: true,
  opensIncidents: true,
  destinationOf: ({ region }) => region,
  requestOf: (input) => ({
    method: 'POST',
    url: `https://${hosts[input.settings.region]}/v2/enqueue`,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(bodyOf(input)),
  }),
  judge: byStatus,
};

function bodyOf({ secrets, message, sha256Hex, nines }: Input): object {
  const key = message.groupKey;
  const common = { routing_key: secrets.routingKey, dedup_key: key.length > maxKeyLength ? sha256Hex(key) : key };
  const action = actionOf(message);
  if (action !== 'trigger') return { ...common, event_action: action };
  return {
    ...common,
    event_action: action,
    client: 'Nines',
    client_url: message.url,
    links: linksOf(message).map(({ title, url }) => ({ href: url, text: title })),
    payload: payloadOf(message, nines),
  };
}

function actionOf({ state, kind }: AlertMessage): 'trigger' | 'acknowledge' | 'resolve' {
  if (state === 'resolved') return 'resolve';
  return state === 'acknowledged' || kind === 'acknowledge' ? 'acknowledge' : 'trigger';
}

function payloadOf(message: AlertMessage, nines: string): object {
  const { groupLabels, alerts } = message;
  const labels = { ...alerts[0]?.labels, ...groupLabels };
  const oldest = alerts.reduce<number | null>((least, { startsAt }) => (least === null || startsAt < least ? startsAt : least), null);
  return {
    summary: cutText(oneLine(message.title), 1_024),
    source: cutText(labels.instance || labels.service || labels.host || nines, 255),
    severity: message.severity,
    timestamp: new Date(oldest ?? message.at).toISOString(),
    ...(labels.service ? { component: cutText(labels.service, 255) } : {}),
    ...(labels.team ? { group: cutText(labels.team, 255) } : {}),
    ...(labels.alertname ? { class: cutText(labels.alertname, 255) } : {}),
    custom_details: {
      text: cutText(message.text, 8_000),
      firing: message.counts.firing,
      resolved: message.counts.resolved,
      alerts: alerts.map((alert) => cutText(lineOf(alert, message.at), 1_000)),
      labels: groupLabels,
      reason: message.reason,
    },
  };
}

import { z } from 'zod';
import type { AlertMessage } from '../notify/schemas';
import { byStatus, type ChannelInput, type ChannelRequest, type HttpKind } from './channel-kind';
import { cutText } from './cut-text';
import { lineOf, linksOf, oneLine, statusOf } from './wording';
import { webAddress } from './web-address';

const Settings = z.strictObject({
  apiUrl: webAddress('https')
    .default('https://api.opsgenie.com')
    .meta({ title: 'API URL', description: 'https://api.eu.opsgenie.com for accounts in the EU; any service with the same alert API', placeholder: 'https://api.opsgenie.com' }),
  team: z.string().trim().max(100).default('').meta({ title: 'Team', description: 'Who is told; empty leaves it to the integration' }),
});
const Secrets = z.strictObject({
  apiKey: z.string().min(8).max(200).regex(/^[\w-]+$/, 'must be letters, digits and dashes').meta({ title: 'API key', description: 'Of an API integration' }),
});

type Input = ChannelInput<z.infer<typeof Settings>, z.infer<typeof Secrets>>;

const priorities = { critical: 'P1', warning: 'P3', info: 'P5' } as const;

/** The Alert API of Opsgenie and what is like it; limits: message 130, alias 512, description 15000, tags 20 of 50, details 8000. */
export const opsgenie: HttpKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: 'opsgenie',
  title: 'Opsgenie',
  summary: 'Creates, acknowledges and closes alerts by the Opsgenie alert API',
  settings: Settings,
  secrets: Secrets,
  transport: 'http',
  isPersonal: false,
  perMinute: 120,
  isIdempotent: true,
  opensIncidents: true,
  destinationOf: ({ apiUrl }) => apiUrl,
  requestOf,
  judge: byStatus,
};

function requestOf(input: Input): ChannelRequest {
  const { settings, secrets, message, sha256Hex } = input;
  const alias = message.groupKey.length > 512 ? sha256Hex(message.groupKey) : message.groupKey;
  const base = `${settings.apiUrl.replace(/\/+$/, '')}/v2/alerts`;
  const act = (verb: string) => `${base}/${encodeURIComponent(alias)}/${verb}?identifierType=alias`;
  const send = (url: string, body: object): ChannelRequest => ({
    method: 'POST',
    url,
    headers: { 'content-type': 'application/json', authorization: `GenieKey ${secrets.apiKey}` },
    body: JSON.stringify(body),
  });
  const note = { source: 'Nines', note: cutText(`${statusOf(message)}: ${message.title}\n${message.text}`, 20_000) };
  if (message.state === 'resolved') return send(act('close'), note);
  if (message.state === 'acknowledged' || message.kind === 'acknowledge') return send(act('acknowledge'), note);
  return send(base, { alias, ...alertOf(message, settings.team) });
}

function alertOf(message: AlertMessage, team: string): object {
  const { alerts, groupLabels, severity } = message;
  const lines = [message.text, '', ...alerts.map((alert) => lineOf(alert, message.at)), '', ...linksOf(message).map(({ title, url }) => `${title}: ${url}`), message.reason];
  const labels = { ...alerts[0]?.labels, ...groupLabels };
  return {
    message: cutText(oneLine(message.title), 130),
    description: cutText(lines.join('\n').trim(), 15_000),
    priority: priorities[severity],
    source: 'Nines',
    ...(team === '' ? {} : { responders: [{ type: 'team', name: team }] }),
    ...(labels.instance || labels.service ? { entity: cutText(labels.instance || labels.service || '', 512) } : {}),
    tags: ['nines', severity, ...(labels.service ? [cutText(labels.service, 50)] : []), ...(labels.team ? [cutText(labels.team, 50)] : [])],
    details: detailsOf({ ...groupLabels, url: message.url }),
  };
}

function detailsOf(labels: Readonly<Record<string, string>>): Record<string, string> {
  const kept: Record<string, string> = {};
  let left = 7_500;
  for (const [name, value] of Object.entries(labels)) {
    left -= name.length + value.length;
    if (left >= 0) kept[name] = value;
  }
  return kept;
}

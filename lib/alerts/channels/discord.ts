import { z } from 'zod';
import type { AlertMessage } from '../notify/schemas';
import { byStatus, type HttpKind } from './channel-kind';
import { cutText, joinLines } from './cut-text';
import { escapeMarkdown } from './escape';
import { colourOf, countsOf, headlineOf, linksOf, wordsOf } from './wording';
import { webAddress } from './web-address';

const Settings = z.strictObject({});
const Secrets = z.strictObject({
  url: webAddress('https').meta({ title: 'Webhook URL', description: 'Settings of the channel, Integrations, Webhooks', placeholder: 'https://discord.com/api/webhooks/000/XXXX' }),
});

/** Discord's webhooks; limits: content 2000, description of an embed 4096, footer 2048, embeds 6000 in all. Nobody is mentioned whatever a text says. */
export const discord: HttpKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: 'discord',
  title: 'Discord',
  summary: 'Posts to a channel of Discord by a webhook',
  settings: Settings,
  secrets: Secrets,
  transport: 'http',
  isPersonal: false,
  perMinute: 30,
  isIdempotent: false,
  opensIncidents: false,
  destinationOf: () => '',
  requestOf: ({ secrets, message }) => ({ method: 'POST', url: secrets.url, headers: { 'content-type': 'application/json' }, body: JSON.stringify(bodyOf(message)) }),
  judge: byStatus,
};

function bodyOf(message: AlertMessage): object {
  const links = linksOf(message).map(({ title, url }) => `[${title}](<${url}>)`).join(' · ');
  const text = cutText([countsOf(message), message.text].filter(Boolean).join('\n'), 1_000, escapeMarkdown);
  const lines = message.alerts.map((alert) => alertLine(alert, message.at));
  const details = joinLines(lines, 3_800 - text.length - Math.min(links.length, 2_000), (count) => `and ${count} more`);
  const description = [text, details, links].filter(Boolean).join('\n\n');
  return {
    username: 'Nines',
    content: cutText(headlineOf(message), 500, escapeMarkdown),
    allowed_mentions: { parse: [] },
    embeds: [{
      description: description.length <= 4_096 ? description : details,
      color: colourOf(message),
      timestamp: new Date(message.at).toISOString(),
      ...(message.reason === '' ? {} : { footer: { text: cutText(message.reason, 500) } }),
    }],
  };
}

/** Discord shows a time in the reader's own zone. */
function alertLine(alert: AlertMessage['alerts'][number], nowMs: number): string {
  const { what, where, value } = wordsOf(alert, nowMs);
  const stamp = (ms: number) => `<t:${Math.floor(ms / 1_000)}:f>`;
  const time = alert.resolvedAt === null ? `since ${stamp(alert.startsAt)}` : `resolved ${stamp(alert.resolvedAt)}`;
  return [`**${cutText(what, 300, escapeMarkdown)}**`, cutText(where, 300, escapeMarkdown), value && `value ${escapeMarkdown(value)}`, time].filter(Boolean).join(' · ');
}

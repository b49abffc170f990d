import { z } from 'zod';
import type { AlertMessage } from '../notify/schemas';
import type { HttpKind, Verdict } from './channel-kind';
import { cutText, joinLines } from './cut-text';
import { escapeSlack } from './escape';
import { colourOf, countsOf, headlineOf, linksOf, wordsOf } from './wording';
import { webAddress } from './web-address';

const Settings = z.strictObject({});
const Secrets = z.strictObject({
  url: webAddress('https').meta({
    title: 'Webhook URL',
    description: 'Of an incoming webhook of your Slack app (or of Mattermost, which takes the same)',
    placeholder: 'https://hooks.slack.com/services/T000/B000/XXXX',
  }),
});

/** Slack's incoming webhooks with Block Kit; limits as its reference has them: text 3000 a section, 75 a button, 25 elements. */
export const slack: HttpKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: 'slack',
  title: 'Slack',
  summary: 'Posts to a channel of Slack by an incoming webhook',
  settings: Settings,
  secrets: Secrets,
  transport: 'http',
  isPersonal: false,
  perMinute: 60,
  isIdempotent: false,
  opensIncidents: false,
  destinationOf: () => '',
  requestOf: ({ secrets, message }) => ({ method: 'POST', url: secrets.url, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(bodyOf(message)) }),
  judge,
};

function bodyOf(message: AlertMessage): object {
  const headline = cutText(headlineOf(message), 300, escapeSlack);
  const details = [countsOf(message), message.text].filter(Boolean).join('\n');
  const lines = message.alerts.map((alert) => alertLine(alert, message.at));
  const more = (count: number) => `_and ${count} more_`;
  const buttons = linksOf(message).map(({ title, url, isPrimary }) => ({ type: 'button', text: { type: 'plain_text', text: title }, url, ...(isPrimary ? { style: 'primary' } : {}) }));
  const blocks = [
    ...(details === '' ? [] : [section(cutText(details, 2_900, escapeSlack))]),
    ...(lines.length === 0 ? [] : [section(joinLines(lines, 2_900, more))]),
    ...(buttons.length === 0 ? [] : [{ type: 'actions', elements: buttons }]),
    ...(message.reason === '' ? [] : [{ type: 'context', elements: [{ type: 'mrkdwn', text: cutText(message.reason, 1_000, escapeSlack) }] }]),
  ];
  const color = `#${colourOf(message).toString(16).padStart(6, '0')}`;
  return { text: headline, unfurl_links: false, unfurl_media: false, attachments: [{ color, fallback: headline, blocks }] };
}

function section(text: string): object {
  return { type: 'section', text: { type: 'mrkdwn', text } };
}

/** Slack shows a time in the reader's own zone. */
function alertLine(alert: AlertMessage['alerts'][number], nowMs: number): string {
  const { what, where, value, since } = wordsOf(alert, nowMs);
  const atSeconds = Math.floor((alert.resolvedAt ?? alert.startsAt) / 1_000);
  const time = `<!date^${atSeconds}^${alert.resolvedAt === null ? 'since' : 'resolved'} {date_short_pretty} {time}|${escapeSlack(since)}>`;
  return [`*${cutText(what, 300, escapeSlack)}*`, cutText(where, 300, escapeSlack), value && `value ${value}`, time].filter(Boolean).join(' · ');
}

/** Slack says `ok`; a proxy's page with status 200 is no delivery. */
function judge(status: number, body: string): Verdict | null {
  const said = body.trim();
  if (status !== 200) return null;
  if (said === 'ok' || said === '' || /"ok"\s*:\s*true/.test(said)) return null;
  return { message: `it did not say ok but ${cutText(said.replace(/\s+/g, ' '), 200)}`, isRetryable: /rate_?limited|internal_error|service_unavailable/.test(said), retryAfterMs: null };
}

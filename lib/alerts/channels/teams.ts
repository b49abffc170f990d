import { z } from 'zod';
import type { AlertMessage } from '../notify/schemas';
import type { HttpKind, Verdict } from './channel-kind';
import { cutText, utf8Bytes } from './cut-text';
import { countsOf, headlineOf, linksOf, wordsOf } from './wording';
import { webAddress } from './web-address';

const Settings = z.strictObject({});
const Secrets = z.strictObject({
  url: webAddress('https').meta({
    title: 'Workflow URL',
    description: 'Of the workflow "Send webhook alerts to a channel" (When a Teams webhook request is received)',
    placeholder: 'https://prod-00.westeurope.logic.azure.com/workflows/...',
  }),
});

/** A message of Teams has at most 28 KB. */
const maxBytes = 27_000;

/** Microsoft Teams by a webhook of Workflows, which takes Adaptive Cards in a message and nothing else. */
export const teams: HttpKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: 'teams',
  title: 'Microsoft Teams',
  summary: 'Posts an Adaptive Card to a channel or chat by a webhook of Workflows',
  settings: Settings,
  secrets: Secrets,
  transport: 'http',
  isPersonal: false,
  perMinute: 60,
  isIdempotent: false,
  opensIncidents: false,
  destinationOf: () => '',
  requestOf: ({ secrets, message }) => ({ method: 'POST', url: secrets.url, headers: { 'content-type': 'application/json; charset=utf-8' }, body: bodyOf(message) }),
  judge,
};

function bodyOf(message: AlertMessage): string {
  for (let shown = 10; ; shown -= 1) {
    const body = JSON.stringify(envelopeOf(message, shown));
    if (shown === 0 || utf8Bytes(body) <= maxBytes) return body;
  }
}

function envelopeOf(message: AlertMessage, shown: number): object {
  const headline = cutText(headlineOf(message), 300);
  const alerts = message.alerts.slice(0, shown);
  const total = message.counts.firing + message.counts.resolved;
  const body = [
    runs([{ text: headline, weight: 'Bolder', size: 'Large', color: colourOf(message) }]),
    ...[countsOf(message), message.text].filter(Boolean).map((text) => runs([{ text: cutText(text, 2_000) }])),
    ...alerts.map((alert) => alertRuns(alert, message.at)),
    ...(total > alerts.length ? [runs([{ text: `and ${total - alerts.length} more`, isSubtle: true }])] : []),
    ...(message.reason === '' ? [] : [runs([{ text: cutText(message.reason, 500), isSubtle: true, size: 'Small' }])]),
  ];
  const content = {
    $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
    type: 'AdaptiveCard',
    version: '1.4',
    fallbackText: headline,
    msteams: { width: 'Full' },
    body,
    actions: linksOf(message).map(({ title, url }) => ({ type: 'Action.OpenUrl', title, url })),
  };
  return { type: 'message', summary: headline, attachments: [{ contentType: 'application/vnd.microsoft.card.adaptive', contentUrl: null, content }] };
}

/** Text runs are shown as they are, while a text block would read markdown in what a label says. */
function runs(inlines: { text: string; weight?: string; size?: string; color?: string; isSubtle?: boolean }[]): object {
  return { type: 'RichTextBlock', inlines: inlines.map((inline) => ({ type: 'TextRun', ...inline })) };
}

function alertRuns(alert: AlertMessage['alerts'][number], nowMs: number): object {
  const { what, where, value, since } = wordsOf(alert, nowMs);
  const rest = [cutText(where, 300), value && `value ${value}`, since].filter(Boolean).join(' · ');
  return runs([{ text: cutText(what, 300), weight: 'Bolder' }, { text: ` ${rest}` }]);
}

function colourOf({ state, kind, severity }: AlertMessage): string {
  if (state === 'resolved' && kind !== 'test') return 'Good';
  if (state === 'acknowledged' || kind === 'test') return 'Default';
  return { critical: 'Attention', warning: 'Warning', info: 'Accent' }[severity];
}

/** The older connectors answer 200 and say in the text that Teams refused the message. */
function judge(status: number, body: string): Verdict | null {
  if (status !== 200 || !/failed with error|returned HTTP error/i.test(body)) return null;
  const inner = Number(/HTTP error (\d{3})/i.exec(body)?.[1] ?? 0);
  return { message: `it says ${cutText(body.replace(/\s+/g, ' '), 200)}`, isRetryable: inner === 429 || inner >= 500, retryAfterMs: null };
}

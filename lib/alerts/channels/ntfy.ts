import { z } from 'zod';
import type { AlertMessage } from '../notify/schemas';
import { byStatus, type HttpKind } from './channel-kind';
import { cutText, utf8Bytes } from './cut-text';
import { countsOf, lineOf, linksOf, oneLine, statusOf } from './wording';
import { authority, headerValue, webAddress } from './web-address';

const Settings = z.strictObject({
  server: webAddress('http', 'https').default('https://ntfy.sh').meta({ title: 'Server', placeholder: 'https://ntfy.sh' }),
  topic: z.string().regex(/^[\w-]{1,64}$/, 'must be letters, digits, _ and -').meta({ title: 'Topic', description: 'Without a token, who knows the topic reads along', placeholder: 'nines-a8f3' }),
  ca: authority,
});
const Secrets = z.strictObject({ token: headerValue.max(500).optional().meta({ title: 'Access token', placeholder: 'tk_...' }) });

const priorities = { critical: 5, warning: 4, info: 3 } as const;
const tags = { critical: 'rotating_light', warning: 'warning', info: 'information_source' } as const;
/** A longer message becomes an attachment. */
const maxBytes = 4_096;

/** ntfy, published as JSON at the root of its server; three actions at most. */
export const ntfy: HttpKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: 'ntfy',
  title: 'ntfy',
  summary: 'Pushes to phones by ntfy.sh or a server of your own',
  settings: Settings,
  secrets: Secrets,
  transport: 'http',
  isPersonal: false,
  perMinute: 60,
  isIdempotent: false,
  opensIncidents: false,
  destinationOf: ({ server, ca }) => JSON.stringify([server, ca]),
  requestOf: ({ settings, secrets, message }) => ({
    method: 'POST',
    url: settings.server,
    headers: { 'content-type': 'application/json', ...(secrets.token === undefined ? {} : { authorization: `Bearer ${secrets.token}` }) },
    body: JSON.stringify(bodyOf(message, settings.topic)),
    ca: settings.ca,
  }),
  judge: byStatus,
};

function bodyOf(message: AlertMessage, topic: string): object {
  const isQuiet = message.state !== 'firing';
  const lines = [countsOf(message), message.text, ...message.alerts.map((alert) => lineOf(alert, message.at)), message.reason].filter(Boolean);
  return {
    topic,
    title: cutText(oneLine(`${statusOf(message)}: ${message.title}`), 240, undefined, utf8Bytes),
    message: cutText(lines.join('\n'), maxBytes - 100, undefined, utf8Bytes),
    priority: isQuiet ? 3 : priorities[message.severity],
    tags: [message.kind === 'test' ? 'bell' : message.state === 'resolved' ? 'white_check_mark' : message.state === 'acknowledged' ? 'eyes' : tags[message.severity]],
    click: message.url,
    actions: linksOf(message).slice(0, 3).map(({ title, url }) => ({ action: 'view', label: title, url, clear: title === 'Acknowledge' })),
  };
}

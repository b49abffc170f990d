import { z } from 'zod';
import type { PushKind } from './channel-kind';
import { cutText, utf8Bytes } from './cut-text';
import { headlineOf, lineOf, linksOf } from './wording';

const Settings = z.strictObject({});
const Secrets = z.strictObject({});

/** Notifications of the browser (RFC 8030, encrypted by RFC 8291): to each browser in which a person allowed them. Push services take 4096 bytes. */
export const webPush: PushKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: 'web_push',
  title: 'Browser',
  summary: 'Notifications in the browsers, on laptops and phones, in which people switched them on',
  settings: Settings,
  secrets: Secrets,
  transport: 'push',
  isPersonal: true,
  perMinute: 300,
  isIdempotent: true,
  opensIncidents: false,
  destinationOf: () => '',
  payloadOf: ({ message, sha256Hex }) => ({
    title: cutText(headlineOf(message), 240, undefined, utf8Bytes),
    body: cutText([message.text, ...message.alerts.slice(0, 5).map((alert) => lineOf(alert, message.at))].filter(Boolean).join('\n'), 1_200, undefined, utf8Bytes),
    tag: sha256Hex(message.groupKey).slice(0, 32),
    url: cutUrl(message.url),
    acknowledgeUrl: linksOf(message).find(({ title, url }) => title === 'Acknowledge' && url.length <= 800)?.url ?? null,
    isUrgent: message.state === 'firing' && message.severity === 'critical' && message.kind !== 'test',
    at: message.at,
  }),
};

/** Half an address leads nowhere: then the list of alerts. */
function cutUrl(url: string): string {
  return url.length <= 800 ? url : '/alerts';
}

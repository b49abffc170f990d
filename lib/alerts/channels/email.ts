import { z } from 'zod';
import { AppError } from '@/lib/errors';
import type { AlertMessage } from '../notify/schemas';
import type { ChannelInput, Mail, MailKind } from './channel-kind';
import { cutText } from './cut-text';
import { htmlOf } from './email-html';
import { countsOf, lineOf, linksOf, oneLine, statusOf } from './wording';
import { authority } from './web-address';

/** One address and nothing else: no list, no name, no line break can come along. */
const address = z.email('must be an email address').max(254);
const host = z
  .string()
  .max(253)
  .regex(/^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\.(?=.)|$))+$|^\[?[0-9A-Fa-f:.]+\]?$/, 'must be a host name or an address');

const Settings = z.strictObject({
  host: host.meta({ title: 'SMTP server', placeholder: 'smtp.example.com' }),
  port: z.number().int().min(1).max(65_535).default(587).meta({ title: 'Port', description: '587 with STARTTLS, 465 with TLS' }),
  security: z
    .enum(['starttls', 'tls', 'none'])
    .default('starttls')
    .meta({ title: 'Encryption', description: 'STARTTLS insists on it; without, everything is readable on the way, and no password is sent' }),
  from: address.meta({ title: 'From', placeholder: 'nines@example.com' }),
  to: z.array(address).max(20).default([]).meta({ title: 'To', description: 'Who gets what is routed to this channel; people of escalations get it at their own address', placeholder: 'ops@example.com' }),
  username: z.string().max(254).default('').meta({ title: 'User name', description: 'Empty: without signing in' }),
  ca: authority,
});
const Secrets = z.strictObject({ password: z.string().min(1).max(1_000).optional().meta({ title: 'Password' }) });

type Input = ChannelInput<z.infer<typeof Settings>, z.infer<typeof Secrets>>;

/** Mail by SMTP. Each message of a group refers to the same root (RFC 5322, 3.6.4), so that mail programs show them as one thread. */
export const email: MailKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: 'email',
  title: 'Email',
  summary: 'Sends mail by an SMTP server',
  settings: Settings,
  secrets: Secrets,
  transport: 'smtp',
  isPersonal: true,
  perMinute: 60,
  isIdempotent: false,
  opensIncidents: false,
  destinationOf: ({ host: name, port, security, ca }) => JSON.stringify([name.toLowerCase(), port, security, ca]),
  mailOf,
};

function mailOf({ settings, message, deliveryId, recipient, sha256Hex }: Input): Mail {
  const domain = settings.from.slice(settings.from.lastIndexOf('@') + 1);
  const isBad = message.state === 'firing' && message.severity === 'critical' && message.kind !== 'test';
  return {
    to: recipient.kind === 'user' ? [addressOf(recipient.address, recipient.name)] : addressesOf(settings.to),
    subject: subjectOf(message),
    text: textOf(message),
    html: htmlOf(message),
    messageId: `<${deliveryId}@${domain}>`,
    references: `<group-${sha256Hex(message.groupKey).slice(0, 32)}@${domain}>`,
    // No holiday note comes back (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', ...(isBad ? { 'X-Priority': '1', Importance: 'high' } : {}) },
  };
}

function addressesOf(to: readonly string[]): string[] {
  if (to.length === 0) throw new AppError('invalid', 'This channel has no address to send to. Add one, or use it for people of escalations only.');
  return [...to];
}

function addressOf(text: string, name: string): string {
  const parsed = address.safeParse(text);
  if (!parsed.success) throw new AppError('invalid', `${oneLine(name)} has no email address that mail can be sent to.`);
  return parsed.data;
}

function subjectOf(message: AlertMessage): string {
  return cutText(oneLine(`[${statusOf(message)}] ${message.title}`), 200);
}

function textOf(message: AlertMessage): string {
  const alerts = message.alerts.map((alert) => `- ${lineOf(alert, message.at)}`);
  const total = message.counts.firing + message.counts.resolved;
  const more = total > alerts.length && alerts.length > 0 ? [`- and ${total - alerts.length} more`] : [];
  const links = linksOf(message).map(({ title, url }) => `${title}:\n${url}`);
  const parts = [`${statusOf(message)}: ${oneLine(message.title)}`, countsOf(message), message.text.trim(), [...alerts, ...more].join('\n'), links.join('\n\n'), message.reason];
  return cutText(`${parts.filter(Boolean).join('\n\n')}\n`, 60_000);
}

import { z } from 'zod';
import type { AlertMessage } from '../notify/schemas';
import type { HttpKind, Verdict } from './channel-kind';
import { cutText, joinLines } from './cut-text';
import { escapeHtml } from './escape';
import { countsOf, headlineOf, linksOf, wordsOf, type MessageLink } from './wording';
import { webAddress } from './web-address';

const Settings = z.strictObject({
  chatId: z
    .string()
    .regex(/^(?:-?\d{1,20}|@\w{4,64})$/, 'must be a number, or @ and the name of a public channel')
    .meta({ title: 'Chat', description: 'Number of the chat or group, or the @name of a channel', placeholder: '-1001234567890' }),
  threadId: z.number().int().min(1).nullable().default(null).meta({ title: 'Topic', description: 'Number of a topic of a forum group', isAdvanced: true }),
  apiUrl: webAddress('https', 'http').default('https://api.telegram.org').meta({ title: 'API URL', description: 'Of a Bot API server of your own', isAdvanced: true }),
});
const Secrets = z.strictObject({
  token: z.string().regex(/^\d{3,20}:[\w-]{20,100}$/, 'must be the token that BotFather gave').meta({ title: 'Bot token', placeholder: '123456:ABC-DEF...' }),
});

/** A message has at most 4096 characters. */
const maxLength = 4_000;

/** Telegram's Bot API, `sendMessage` in HTML. What is resolved arrives without a sound. */
export const telegram: HttpKind<z.infer<typeof Settings>, z.infer<typeof Secrets>> = {
  kind: 'telegram',
  title: 'Telegram',
  summary: 'Sends messages of a bot to a chat, a group or a channel',
  settings: Settings,
  secrets: Secrets,
  transport: 'http',
  isPersonal: false,
  perMinute: 20,
  isIdempotent: false,
  opensIncidents: false,
  destinationOf: ({ apiUrl }) => apiUrl,
  requestOf: ({ settings, secrets, message }) => {
    const links = linksOf(message);
    const buttons = links.filter(({ url }) => isPublic(url)).map(({ title, url }) => [{ text: title, url }]);
    const body = {
      chat_id: settings.chatId,
      ...(settings.threadId === null ? {} : { message_thread_id: settings.threadId }),
      text: textOf(message, links.filter(({ url }) => !isPublic(url))),
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      disable_notification: message.state === 'resolved' || message.severity === 'info',
      ...(buttons.length === 0 ? {} : { reply_markup: { inline_keyboard: buttons } }),
    };
    return {
      method: 'POST',
      url: `${settings.apiUrl.replace(/\/+$/, '')}/bot${secrets.token}/sendMessage`,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    };
  },
  judge,
};

function textOf(message: AlertMessage, links: readonly MessageLink[]): string {
  const head = `<b>${cutText(headlineOf(message), 400, escapeHtml)}</b>`;
  const text = cutText([countsOf(message), message.text].filter(Boolean).join('\n'), 1_000, escapeHtml);
  const reason = message.reason === '' ? '' : `<i>${cutText(message.reason, 300, escapeHtml)}</i>`;
  const tail = links.map(({ title, url }) => `${title}: ${escapeHtml(url)}`).filter((line) => line.length < 400).join('\n');
  const lines = message.alerts.map((alert) => alertLine(alert, message.at));
  const used = head.length + text.length + reason.length + tail.length + 8;
  return [head, text, joinLines(lines, Math.max(100, maxLength - used), (count) => `and ${count} more`), tail, reason].filter(Boolean).join('\n\n');
}

function alertLine(alert: AlertMessage['alerts'][number], nowMs: number): string {
  const { what, where, value, since } = wordsOf(alert, nowMs);
  return [`<b>${cutText(what, 300, escapeHtml)}</b>`, cutText(where, 300, escapeHtml), value && `value ${escapeHtml(value)}`, since].filter(Boolean).join(' · ');
}

/** Telegram refuses a whole message for a button that leads to no public name. */
function isPublic(url: string): boolean {
  return /^https?:\/\/(?:[\w-]+\.)+[a-z]{2,}(?:[:/?]|$)/i.test(url) && !/^https?:\/\/[^/:]*\.(?:local|internal|lan|localhost|test|home)(?:[:/?]|$)/i.test(url);
}

const Answer = z.object({
  ok: z.boolean(),
  description: z.string().optional(),
  error_code: z.number().optional(),
  parameters: z.object({ retry_after: z.number().optional() }).optional(),
});

function judge(status: number, body: string): Verdict | null {
  const answer = Answer.safeParse(parseJson(body)).data;
  if (answer === undefined) return status === 200 ? { message: 'it did not answer as Telegram does', isRetryable: false, retryAfterMs: null } : null;
  if (answer.ok) return null;
  const code = answer.error_code ?? status;
  const wait = answer.parameters?.retry_after;
  return { message: cutText(answer.description ?? `error ${code}`, 200), isRetryable: code === 429 || code >= 500, retryAfterMs: wait === undefined ? null : wait * 1_000 };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import type { Mail } from '@/lib/alerts/channels/channel-kind';
import { cutText } from '@/lib/alerts/channels/cut-text';
import { oneLine } from '@/lib/alerts/channels/wording';
import type { IncidentState } from '@/lib/incidents/schemas';
import { htmlOfMarkdown, wordsOfMarkdown } from '@/lib/markdown';
import { html, trusted, type Html } from './render/html';
import { incidentWords } from './render/words';

/** The page that somebody subscribed to, as its messages name it. */
export interface MessagePage {
  name: string;
  slug: string;
  /** Where the page is, without a slash at the end. */
  address: string;
}

/** A post as its messages tell it: what the public reads, and nothing else of the incident. */
export interface MessagePost {
  /** The key by which the public knows the incident. */
  incident: string;
  title: string;
  state: IncidentState;
  /** Markdown. */
  text: string;
  /** Milliseconds since 1970. */
  at: number;
}

export interface Envelope {
  /** The same for each try of one message. */
  messageId: string;
  to: string;
  /** The address that it is sent from, whose domain makes ids. */
  from: string;
}

/** Asks whoever has the address whether they asked. */
export function confirmMail(page: MessagePage, { confirmUrl }: { confirmUrl: string }, envelope: Envelope): Mail {
  const name = oneLine(page.name);
  const ask = `Somebody, probably you, asked for updates of ${name} to be sent to this address. Nothing is sent until you confirm it.`;
  const rest = 'The link works for 48 hours. If you did not ask for this, do nothing: you get no other message.';
  return mailOf(page, envelope, {
    subject: 'Confirm that you want updates',
    root: 'subscriptions',
    text: [ask, `Confirm:\n${confirmUrl}`, rest],
    html: html`<h1>${name}</h1><p>${ask}</p>${button(confirmUrl, 'Confirm')}<p class="dim">${rest}</p>`,
    headers: {},
  });
}

/** Tells a post. Any mail program can leave by one request (RFC 8058), and any reader by the link. */
export function postMail(page: MessagePage, post: MessagePost, { leaveUrl }: { leaveUrl: string }, envelope: Envelope): Mail {
  const [name, title, state] = [oneLine(page.name), oneLine(post.title), incidentWords[post.state]];
  const url = incidentUrl(page, post);
  const why = `You get this because you subscribed to updates of ${name}.`;
  return mailOf(page, envelope, {
    subject: `${title}: ${state.toLowerCase()}`,
    root: `incident-${post.incident}`,
    text: [`${title}: ${state.toLowerCase()}`, paragraphsOf(post.text), `All that was said of it:\n${url}`, `${why} To get no more of them:\n${leaveUrl}`],
    html: html`<p class="dim">${name} · ${state}</p><h1>${title}</h1>${trusted(htmlOfMarkdown(cutText(post.text, longestText)))}${button(url, 'All that was said of it')}<p class="dim">${why} <a href="${leaveUrl}">Get no more of them</a>.</p>`,
    headers: { 'List-Unsubscribe': `<${leaveUrl}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' },
  });
}

/** What is posted to a webhook that has to confirm. */
export function confirmBody(page: MessagePage, { confirmUrl }: { confirmUrl: string }): string {
  return JSON.stringify({ type: 'subscription.confirm', page: { name: page.name, url: page.address }, url: confirmUrl });
}

/** A post for a webhook; times are ISO 8601, texts are Markdown. */
export function postBody(page: MessagePage, post: MessagePost, { leaveUrl, messageId }: { leaveUrl: string; messageId: string }): string {
  return JSON.stringify({
    type: 'incident.post', id: messageId, page: { name: page.name, url: page.address },
    incident: { key: post.incident, title: post.title, state: post.state === 'reviewed' ? 'resolved' : post.state, url: incidentUrl(page, post) },
    post: { state: post.state === 'reviewed' ? 'resolved' : post.state, text: post.text, at: new Date(post.at).toISOString() }, leaveUrl,
  });
}

const longestText = 20_000;

interface Content {
  subject: string;
  /** Names the thread. */
  root: string;
  text: readonly string[];
  html: Html;
  headers: Record<string, string>;
}

function mailOf(page: MessagePage, { messageId, to, from }: Envelope, { subject, root, text, html: body, headers }: Content): Mail {
  const domain = from.slice(from.lastIndexOf('@') + 1);
  return {
    to: [to],
    subject: cutText(`[${oneLine(page.name)}] ${subject}`, 200),
    text: `${text.join('\n\n')}\n`,
    html: documentOf(page, body),
    messageId: `<${messageId}@${domain}>`,
    references: `<${page.slug}-${root}@${domain}>`,
    // No holiday note comes back (RFC 3834).
    headers: { 'Auto-Submitted': 'auto-generated', ...headers },
  };
}

const look =
  ':root{color-scheme:light dark}body{margin:0;padding:24px 16px;background:#f4f5f7;color:#111317;font:16px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif}main{max-width:560px;margin:0 auto;padding:24px;background:#fff;border:1px solid #e2e4e8;border-radius:8px;overflow-wrap:break-word}h1{margin:0 0 12px;font-size:20px;line-height:1.3}.dim{color:#5c626b;font-size:14px}a{color:inherit}.go{display:inline-block;padding:10px 16px;border-radius:6px;background:#111317;color:#fff;font-weight:600;text-decoration:none}@media (prefers-color-scheme:dark){body{background:#0c0d0f;color:#f2f3f5}main{background:#17181b;border-color:#2a2c30}.dim{color:#a3a7ae}.go{background:#f2f3f5;color:#111317}}';

function documentOf({ name }: MessagePage, body: Html): string {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${oneLine(name)}</title><style>${trusted(look)}</style></head><body><main>${body}</main></body></html>
`.markup;
}

function button(url: string, words: string): Html {
  return html`<p><a class="go" href="${url}">${words}</a></p>`;
}

function incidentUrl({ address }: MessagePage, { incident }: MessagePost): string {
  return `${address}/incidents/${incident}`;
}

/** The words of each paragraph by itself. */
function paragraphsOf(markdown: string): string {
  return cutText(markdown.split(/\n\s*\n/).map(wordsOfMarkdown).filter(Boolean).join('\n\n'), longestText);
}

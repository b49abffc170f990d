import type { AlertMessage } from '../notify/schemas';
import { cutText } from './cut-text';
import { escapeHtml } from './escape';
import { colourOf, countsOf, linksOf, oneLine, statusOf, symbolOf, wordsOf, type MessageLink } from './wording';

const shownAlerts = 20;

/** A mail that reads well without images, on a phone, and in dark mode, where its own colours give way. */
export function htmlOf(message: AlertMessage): string {
  const colour = `#${colourOf(message).toString(16).padStart(6, '0')}`;
  const total = message.counts.firing + message.counts.resolved;
  const alerts = message.alerts.slice(0, shownAlerts);
  const rows = alerts.map((alert) => alertRow(alert, message.at)).join('');
  const more = total > alerts.length && alerts.length > 0 ? `<p class="dim" style="${dim}">and ${total - alerts.length} more</p>` : '';
  const preheader = cutText(oneLine([countsOf(message), message.text].filter(Boolean).join(' · ')), 140, escapeHtml);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${cutText(oneLine(message.title), 200, escapeHtml)}</title>
<style>:root{color-scheme:light dark}@media (prefers-color-scheme:dark){body,.page{background:#0c0d0f!important}.card{background:#17181b!important;border-color:#2a2c30!important}.ink{color:#f2f3f5!important}.dim{color:#a3a7ae!important}}</style></head>
<body style="margin:0;background:#f4f5f7"><div style="display:none;max-height:0;overflow:hidden">${preheader}</div>
<table class="page" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="background:#f4f5f7"><tr><td align="center" style="padding:16px">
<table class="card" role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:600px;background:#ffffff;border:1px solid #e2e4e8;border-top:4px solid ${colour};border-radius:6px"><tr><td style="padding:20px;font:15px/1.5 -apple-system,Segoe UI,Roboto,Helvetica,Arial,sans-serif">
<p style="margin:0;color:${colour};font-weight:600">${symbolOf(message)} ${escapeHtml(statusOf(message))}${countsOf(message) && ` · ${escapeHtml(countsOf(message))}`}</p>
<h1 class="ink" style="margin:4px 0 12px;font-size:20px;line-height:1.3;color:#111317;word-break:break-word">${cutText(oneLine(message.title), 400, escapeHtml)}</h1>
${message.text.trim() === '' ? '' : `<p class="ink" style="margin:0 0 12px;color:#111317;white-space:pre-line">${cutText(message.text.trim(), 4_000, escapeHtml)}</p>`}
${rows}${more}
${buttonsOf(linksOf(message), colour)}
<p class="dim" style="${dim}">${cutText(message.reason, 1_000, escapeHtml)}</p>
</td></tr></table></td></tr></table></body></html>`;
}

const dim = 'margin:12px 0 0;font-size:13px;color:#5c626b';

function alertRow(alert: AlertMessage['alerts'][number], nowMs: number): string {
  const { what, where, value, since, description } = wordsOf(alert, nowMs);
  const facts = [where, value && `value ${value}`, since].filter(Boolean).map((fact) => cutText(fact, 400, escapeHtml)).join(' · ');
  const more = description === '' ? '' : `<div class="dim" style="font-size:13px;color:#5c626b;white-space:pre-line">${cutText(description, 1_000, escapeHtml)}</div>`;
  return `<div style="margin:0 0 10px;word-break:break-word"><div class="ink" style="color:#111317;font-weight:600">${cutText(what, 400, escapeHtml)}</div><div class="dim" style="font-size:13px;color:#5c626b">${facts}</div>${more}</div>`;
}

function buttonsOf(links: readonly MessageLink[], colour: string): string {
  const buttons = links.map(({ title, url, isPrimary }) => {
    const look = isPrimary ? `background:${colour};color:#ffffff` : 'background:#e8eaee;color:#111317';
    return `<a href="${escapeHtml(url)}" style="display:inline-block;margin:8px 8px 0 0;padding:10px 16px;border-radius:6px;text-decoration:none;font-weight:600;${look}">${escapeHtml(title)}</a>`;
  });
  return `<div>${buttons.join('')}</div>`;
}

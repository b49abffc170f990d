import type { AlertMessage } from '@/lib/alerts/notify/schemas';
import { wordsOfMarkdown } from '@/lib/markdown';
import { isOpen } from './life-cycle';
import { pageMessage, type PagedIncident } from './paging';

interface Update {
  /** Markdown. */
  text: string;
  nowMs: number;
  tenantName: string;
  /** Where people reach Nines, without a slash at the end. */
  url: string;
  /** Why this recipient gets it. */
  reason: string;
}

const longestText = 4_000;

/** An update as channels tell it: `#12 Checkout is down: identified`, and what was written in plain words. `incident` is as it is after the update. */
export function updateMessage(incident: PagedIncident, { text, ...shared }: Update): AlertMessage & { kind: 'update' } {
  const message = pageMessage(incident, { kind: 'update', title: updateTitle(incident), ...shared });
  const over = isOpen(incident.state) ? {} : ({ state: 'resolved', counts: { firing: 0, resolved: 1 } } as const);
  return { ...message, ...over, kind: 'update', text: plainText(text) };
}

const longestTitle = 200;

/** The state stays readable where the title of the incident is long. */
function updateTitle({ number, title, state }: PagedIncident): string {
  return `#${number} ${title.length > longestTitle ? `${title.slice(0, longestTitle - 1).toWellFormed()}…` : title}: ${state}`;
}

/** The words of each paragraph by itself. */
function plainText(markdown: string): string {
  const text = markdown.split(/\n\s*\n/).map(wordsOfMarkdown).filter(Boolean).join('\n\n');
  return text.length > longestText ? `${text.slice(0, longestText - 1).toWellFormed()}…` : text;
}

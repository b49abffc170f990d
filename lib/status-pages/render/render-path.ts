import type { PublicPage } from '../public-page';
import { atomFeed, rssFeed } from './feeds';
import { frontDocument } from './front';
import { historyDocument, incidentDocument, monthsOf } from './sheets';
import { summaryBadge, summaryJson } from './summary';

export interface Rendered {
  contentType: string;
  /** A document for people, or a file that other sites may load. */
  kind: 'document' | 'file';
  text: string;
}

const files: Readonly<Record<string, { contentType: string; write: (page: PublicPage) => string }>> = {
  '/feed.atom': { contentType: 'application/atom+xml; charset=utf-8', write: atomFeed },
  '/feed.rss': { contentType: 'application/rss+xml; charset=utf-8', write: rssFeed },
  '/summary.json': { contentType: 'application/json; charset=utf-8', write: summaryJson },
  '/badge.svg': { contentType: 'image/svg+xml; charset=utf-8', write: summaryBadge },
};

/** What a page has at a path below it; null for nothing. */
export function renderPath(page: PublicPage, path: string): Rendered | null {
  if (path === '/') return documentFile(frontDocument(page));
  const file = Object.hasOwn(files, path) ? files[path] : undefined;
  if (file) return { contentType: file.contentType, kind: 'file', text: file.write(page) };
  const months = monthsOf(page);
  if (path === '/history') return documentFile(historyDocument(page, months[0] ?? ''));
  const month = /^\/history\/(\d{4}-\d{2})$/.exec(path)?.[1];
  if (month !== undefined && months.includes(month)) return documentFile(historyDocument(page, month));
  const number = /^\/incidents\/([1-9]\d{0,8})$/.exec(path)?.[1];
  const incident = number === undefined ? undefined : page.incidents.find((each) => each.number === Number(number));
  return incident ? documentFile(incidentDocument(page, incident)) : null;
}

function documentFile(text: string): Rendered {
  return { contentType: 'text/html; charset=utf-8', kind: 'document', text };
}

import type { PublicIncident, PublicPage, PublicPost } from '../public-page';
import { atomFeed, rssFeed } from './feeds';
import { frontDocument } from './front';
import { historyDocument, incidentDocument, monthsOf } from './sheets';
import { frontPosts, newestPosts, postsAlone } from './shown-posts';
import { summaryBadge, summaryJson } from './summary';
import { feedText, htmlText, wordsText } from './texts';

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
  const incident = incidentAt(page, path);
  return incident ? documentFile(incidentDocument(page, incident)) : null;
}

/**
 * Renders the texts that a path is made of, one a step, so that the caller can let others have their turn between them. `renderPath` finds them ready; without this it renders
 * them by itself.
 */
export function* prepareTexts(page: PublicPage, path: string): Generator<void, void, undefined> {
  const incident = incidentAt(page, path);
  const read = path === '/summary.json' ? wordsText : path.startsWith('/feed.') ? feedText : htmlText;
  for (const { text } of incident ? postsAlone(incident) : postsAt(page, path)) {
    if (read.has(text)) continue;
    read(text);
    yield;
  }
}

function postsAt({ incidents }: PublicPage, path: string): readonly PublicPost[] {
  if (path === '/') return [...frontPosts(incidents).values()].flat();
  if (!Object.hasOwn(files, path)) return [];
  return newestPosts(path === '/summary.json' ? incidents.filter(({ isOpen }) => isOpen) : incidents).map(({ post }) => post);
}

/** By the key that it has, or had before it was merged. */
function incidentAt({ incidents }: PublicPage, path: string): PublicIncident | undefined {
  const key = /^\/incidents\/([0-9a-f]{12})$/.exec(path)?.[1];
  return key === undefined ? undefined : (incidents.find((each) => each.key === key) ?? incidents.find(({ formerly }) => formerly.includes(key)));
}

function documentFile(text: string): Rendered {
  return { contentType: 'text/html; charset=utf-8', kind: 'document', text };
}

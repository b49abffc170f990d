import type { PublicIncident, PublicPage, PublicPost } from '../public-page';
import { html, trusted, type Html } from './html';
import { newestPosts } from './shown-posts';
import { feedText } from './texts';
import { incidentWords } from './words';

/** What was posted, the newest first, as Atom (RFC 4287). */
export function atomFeed(page: PublicPage): string {
  const entries = newestPosts(page.incidents);
  return html`<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><id>${page.address}/</id><title>${page.name}</title><updated>${isoOf(entries[0]?.post.at ?? page.asOf)}</updated><author><name>${page.name}</name></author><link rel="alternate" type="text/html" href="${page.address}"/><link rel="self" type="application/atom+xml" href="${page.address}/feed.atom"/>
${entries.map(({ incident, post }) => html`<entry><id>urn:uuid:${post.id}</id><title>${titleOf(incident, post)}</title><updated>${isoOf(post.at)}</updated><published>${isoOf(post.at)}</published><link rel="alternate" type="text/html" href="${addressOf(page, incident)}"/>${bodyOf('content', post)}</entry>
`)}</feed>
`.markup;
}

/** The same as RSS 2.0 (rssboard.org/rss-specification). */
export function rssFeed(page: PublicPage): string {
  return html`<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0"><channel><title>${page.name}</title><link>${page.address}</link><description>${`Status of ${page.name}`}</description><ttl>5</ttl>
${newestPosts(page.incidents).map(({ incident, post }) => html`<item><guid isPermaLink="false">urn:uuid:${post.id}</guid><title>${titleOf(incident, post)}</title><link>${addressOf(page, incident)}</link><pubDate>${new Date(post.at).toUTCString()}</pubDate>${bodyOf('description', post)}</item>
`)}</channel></rss>
`.markup;
}

function titleOf({ title }: PublicIncident, { state }: PublicPost): string {
  return `${incidentWords[state]}: ${title}`;
}

function addressOf({ address }: PublicPage, { key }: PublicIncident): string {
  return `${address}/incidents/${key}`;
}

function bodyOf(element: 'content' | 'description', { text }: PublicPost): Html {
  const markup = trusted(feedText(text));
  return element === 'content' ? html`<content type="html">${markup}</content>` : html`<description>${markup}</description>`;
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString();
}

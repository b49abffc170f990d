import type { PublicPage } from '../public-page';
import { html, trusted, type Html } from './html';
import { iconOf, signOf } from './marks';
import { styles } from './styles';
import { timeWords } from './times';
import { overallOf } from './words';

interface Sheet {
  /** Of the browser's tab, before the name of the page. */
  title: string | null;
  body: Html;
  /** What others may list and follow; `false` for what is for one reader. */
  isPublic: boolean;
}

/** A whole document of a page: nothing in it runs, and nothing is loaded from elsewhere. */
export function documentOf(page: PublicPage, { title, body, isPublic }: Sheet): string {
  const robots = page.isIndexed && isPublic ? null : html`<meta name="robots" content="noindex">`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${robots}<title>${title === null ? page.name : `${title} – ${page.name}`}</title>
<link rel="icon" type="image/svg+xml" href="${iconOf(overallOf(page).look)}">
<link rel="alternate" type="application/atom+xml" title="${page.name}" href="${page.base}/feed.atom">
<link rel="alternate" type="application/rss+xml" title="${page.name}" href="${page.base}/feed.rss">
<style>${trusted(styles)}</style>
</head>
<body>
<header><div class="wide"><h1><a href="${rootOf(page)}">${signOf(page.accent)}${page.name}</a></h1>${linksOf(page)}</div></header>
<main class="wide">
${body}
</main>
<footer><div class="wide"><span>As of <time datetime="${new Date(page.asOf).toISOString()}">${timeWords(page.asOf, page.timeZone)}</time>. Times are in ${page.timeZone}.</span><span class="feeds"><a href="${page.base}/history">History</a><a href="${page.base}/summary.json">JSON</a></span></div></footer>
</body>
</html>
`.markup;
}

/** The front of a page, below which all its other addresses are. */
export function rootOf({ base }: Pick<PublicPage, 'base'>): string {
  return base === '' ? '/' : base;
}

function linksOf({ links, supportUrl, base }: PublicPage): Html {
  const all = supportUrl === null ? links : [...links, { title: 'Get help', url: supportUrl }];
  return html`<nav aria-label="Links">${all.map(({ title, url }) => html`<a href="${url}" rel="noopener noreferrer">${title}</a>`)}<a href="${rootOf({ base })}#subscribe">Get updates</a></nav>`;
}

import type { PublicPage } from '../public-page';
import { html, type Html } from './html';

/** How to be told of news. Nothing is sent to anybody but by a form that the reader fills in. */
export function subscribeForm(page: PublicPage): Html {
  return html`<section class="card subscribe" id="subscribe"><details><summary>Get updates</summary><p class="feeds"><a href="${page.base}/feed.atom">Atom feed</a><a href="${page.base}/feed.rss">RSS feed</a></p></details></section>`;
}

import type { PublicIncident, PublicPage } from '../public-page';
import { html, type Html } from './html';

/** How to be told of news, of all incidents or of one. Nothing is sent to anybody but by a form that the reader fills in. */
export function subscribeForm(page: PublicPage, incident?: Pick<PublicIncident, 'key'>): Html {
  const action = `${page.base}/subscribe`;
  const scope = incident ? html`<input type="hidden" name="incident" value="${incident.key}">` : null;
  const mail = html`<form method="post" action="${action}">${scope}<label for="by-email">By email</label><input id="by-email" type="email" name="email" required maxlength="254" autocomplete="email" placeholder="you@example.com"><button>Subscribe</button></form>`;
  const hook = html`<form method="post" action="${action}">${scope}<label for="by-webhook">By webhook</label><input id="by-webhook" type="url" name="webhook" required maxlength="2000" placeholder="https://example.com/hook"><button>Subscribe</button></form>`;
  return html`<section class="card subscribe" id="subscribe"><details><summary>${incident ? 'Get updates of this incident' : 'Get updates'}</summary>${page.canSubscribeByEmail && mail}${hook}<p class="feeds"><a href="${page.base}/feed.atom">Atom feed</a><a href="${page.base}/feed.rss">RSS feed</a></p></details></section>`;
}

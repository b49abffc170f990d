import type { PublicPage } from '../public-page';
import { html } from './html';
import { documentOf, rootOf } from './layout';

const acts = {
  confirm: { title: 'Confirm', words: 'Confirm that updates of this page are to be sent to you.', button: 'Confirm' },
  leave: { title: 'Leave', words: 'End the subscription by which updates of this page are sent to you.', button: 'Get no more updates' },
} as const;

/** One button: who only looks at the link of a mail, as scanners of mail do, does nothing by it. */
export function actDocument(page: PublicPage, act: keyof typeof acts, token: string): string {
  const { title, words, button } = acts[act];
  return documentOf(page, {
    title, isPublic: false,
    body: html`<h2>${title}</h2><p>${words}</p><form method="post" action="${page.base}/${act}"><input type="hidden" name="token" value="${token}"><button>${button}</button></form>${back(page)}`,
  });
}

/** What became of a form. */
export function saidDocument(page: PublicPage, title: string, words: string): string {
  return documentOf(page, { title, isPublic: false, body: html`<h2>${title}</h2><p role="status">${words}</p>${back(page)}` });
}

function back(page: PublicPage) {
  return html`<p class="more"><a href="${rootOf(page)}">How all is now</a></p>`;
}

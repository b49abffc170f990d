import type { PublicIncident, PublicPage, PublicPost } from '../public-page';
import { worstComponentState } from '../states';
import { html, trusted, visible, type Html } from './html';
import { markOf, stateOf } from './marks';
import { htmlText } from './texts';
import { momentOf } from './times';
import { durationWords, incidentWords, stateLooks, stateWords, type Look } from './words';

/** A Markdown text as it may be shown; nothing for an empty one. */
export function textOf(markdown: string): Html | null {
  return markdown.trim() === '' ? null : html`<div class="text">${trusted(visible(htmlText(markdown)))}</div>`;
}

export function incidentAddress({ base }: Pick<PublicPage, 'base'>, { key }: Pick<PublicIncident, 'key'>): string {
  return `${base}/incidents/${key}`;
}

/** An incident that goes on, with the newest of what was said of it. */
export function openIncident(page: PublicPage, incident: PublicIncident, posts: readonly PublicPost[]): Html {
  const all = posts.length === incident.posts.length ? null : html`<p class="more"><a href="${incidentAddress(page, incident)}">Show all updates</a></p>`;
  return html`<article class="card incident ${lookOf(incident)}"><div class="head"><div class="part"><h3><a href="${incidentAddress(page, incident)}">${incident.title}</a></h3>${stateOf(lookOf(incident), incidentWords[incident.state])}</div>${touched(incident)}</div>${postsOf(page, posts)}${all}</article>`;
}

export function postsOf({ timeZone }: Pick<PublicPage, 'timeZone'>, posts: readonly PublicPost[]): Html {
  return html`<ol class="posts">${posts.map(({ state, at, text }) => html`<li><p class="post"><strong>${incidentWords[state]}</strong><span class="when">${momentOf(at, timeZone)}</span></p>${textOf(text)}</li>`)}</ol>`;
}

/** The components that an incident touches, with what was last said of each. */
export function touched({ components }: PublicIncident): Html | null {
  if (components.length === 0) return null;
  return html`<ul class="touched" aria-label="Touched">${components.map(({ name, state }) => html`<li><span class="state ${stateLooks[state]}">${markOf(stateLooks[state])}${name}: ${stateWords[state].toLowerCase()}</span></li>`)}</ul>`;
}

/** The worst that was said of a component, or a warning. */
export function lookOf({ isOpen, components }: PublicIncident): Look {
  if (!isOpen) return 'ok';
  const worst = worstComponentState(components.map(({ state }) => state));
  return worst === null || worst === 'operational' ? 'warning' : stateLooks[worst];
}

/** When it was, on one line. */
export function spanOf({ timeZone }: Pick<PublicPage, 'timeZone'>, { from, to, isOpen }: PublicIncident): Html {
  if (to !== null && !isOpen) return html`${momentOf(from, timeZone)}, for ${durationWords(Math.max(0, to - from))}`;
  return html`${isOpen ? 'Since ' : null}${momentOf(from, timeZone)}`;
}

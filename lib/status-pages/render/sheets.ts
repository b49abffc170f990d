import { dayAt } from '@/lib/sla/days';
import type { PublicIncident, PublicPage } from '../public-page';
import { html } from './html';
import { lookOf, postsOf, spanOf, touched } from './incident';
import { documentOf, rootOf } from './layout';
import { stateOf } from './marks';
import { daysOfMonth } from './past';
import { postsAlone } from './shown-posts';
import { subscribeForm } from './subscribe-form';
import { monthWords } from './times';
import { incidentWords } from './words';

const monthsKept = 12;

/** One incident with what was said of it. */
export function incidentDocument(page: PublicPage, incident: PublicIncident): string {
  const posts = postsAlone(incident);
  return documentOf(page, {
    title: incident.title,
    isPublic: true,
    body: html`<article><div class="part"><h2>${incident.title}</h2>${stateOf(lookOf(incident), incidentWords[incident.state])}</div><p class="when">${spanOf(page, incident)}</p>${touched(incident)}<div class="card incident ${lookOf(incident)} sheet">${postsOf(page, posts)}</div>${posts.length < incident.posts.length && html`<p class="muted">Older updates are not shown.</p>`}</article>
${incident.isOpen ? subscribeForm(page, incident) : null}
<p class="more"><a href="${rootOf(page)}">How all is now</a><a href="${page.base}/history">Past incidents</a></p>`,
  });
}

/** The months that there are pages of, the newest first: this one and the eleven before it. */
export function monthsOf({ asOf, timeZone }: Pick<PublicPage, 'asOf' | 'timeZone'>): string[] {
  const [year = 0, month = 0] = dayAt(asOf, timeZone).day.split('-').map(Number);
  return Array.from({ length: monthsKept }, (_, back) => {
    const number = year * 12 + (month - 1) - back;
    return `${Math.floor(number / 12)}-${String((number % 12) + 1).padStart(2, '0')}`;
  });
}

/** The incidents of one of those months. */
export function historyDocument(page: PublicPage, month: string): string {
  const months = monthsOf(page);
  const at = months.indexOf(month);
  const [newer, older] = [months[at - 1], months[at + 1]];
  return documentOf(page, {
    title: `Incidents of ${monthWords(month)}`,
    isPublic: true,
    body: html`<h2>Incidents of ${monthWords(month)}</h2>${daysOfMonth(page, month)}
<p class="months"><span>${older === undefined ? null : html`<a href="${page.base}/history/${older}" rel="prev">${monthWords(older)}</a>`}</span><span>${newer === undefined ? null : html`<a href="${page.base}/history/${newer}" rel="next">${monthWords(newer)}</a>`}</span></p>
<p class="more"><a href="${rootOf(page)}">How all is now</a></p>`,
  });
}

import type { PublicComponent, PublicMaintenance, PublicPage } from '../public-page';
import { barsOf } from './bars';
import { html, type Html } from './html';
import { openIncident, textOf } from './incident';
import { documentOf } from './layout';
import { markOf, stateOf } from './marks';
import { recentDays } from './past';
import { frontPosts } from './shown-posts';
import { subscribeForm } from './subscribe-form';
import { momentOf, rangeOf, timeWords } from './times';
import { listOf, overallOf, stateLooks, stateWords } from './words';

/** The page that most people see: how all is, what is wrong, what is planned, and what was. */
export function frontDocument(page: PublicPage): string {
  const open = [...frontPosts(page.incidents)];
  const overall = overallOf(page);
  return documentOf(page, {
    title: null,
    isPublic: true,
    body: html`<div class="overall ${overall.look}">${markOf(overall.look)}<div><p>${overall.text}</p><p class="asof">As of <time datetime="${new Date(page.asOf).toISOString()}">${timeWords(page.asOf, page.timeZone)}</time></p></div></div>
${page.isBehind ? html`<p class="behind" role="status">What is newer than ${momentOf(page.asOf, page.timeZone)} cannot be shown now.</p>` : null}
${page.description.trim() === '' ? null : html`<div class="about">${textOf(page.description)}</div>`}
${open.length === 0 ? null : html`<section><h2>${open.length === 1 ? 'Open incident' : 'Open incidents'}</h2>${open.map(([incident, posts]) => openIncident(page, incident, posts))}</section>`}
${page.maintenance.length === 0 ? null : html`<section><h2>Planned maintenance</h2><ul class="card">${page.maintenance.map((each) => maintenanceOf(page, each))}</ul></section>`}
${page.components.length === 0 ? null : html`<section><h2>Systems</h2>${groupsOf(page.components).map(({ name, components }) => html`${name === '' ? null : html`<p class="group">${name}</p>`}<ul class="card">${components.map((each) => componentOf(page, each))}</ul>`)}</section>`}
${subscribeForm(page)}
<section><h2>Past incidents</h2>${recentDays(page)}<p class="more"><a href="${page.base}/history">Incidents of the last twelve months</a></p></section>`,
  });
}

function componentOf(page: PublicPage, component: PublicComponent): Html {
  const { name, description, state } = component;
  return html`<li><div class="part"><h3>${name}</h3>${stateOf(stateLooks[state], stateWords[state])}</div>${description === '' ? null : html`<p class="note">${description}</p>`}${barsOf(component, page.uptime)}</li>`;
}

function maintenanceOf(page: PublicPage, { title, text, components, startsAt, endsAt }: PublicMaintenance): Html {
  const isOpen = startsAt <= page.asOf;
  return html`<li><div class="part"><h3>${title}</h3>${stateOf('planned', isOpen ? 'Going on' : 'Planned')}</div><p class="when">${rangeOf(startsAt, endsAt, page.timeZone)}</p>${components.length === 0 ? null : html`<p class="note">Touches ${listOf(components)}.</p>`}${textOf(text)}</li>`;
}

/** In the order in which their first components come. */
function groupsOf(components: readonly PublicComponent[]): { name: string; components: PublicComponent[] }[] {
  const groups = new Map<string, PublicComponent[]>();
  for (const component of components) groups.set(component.group, [...(groups.get(component.group) ?? []), component]);
  return [...groups].map(([name, found]) => ({ name, components: found }));
}

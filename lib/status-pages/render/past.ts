import { daysBetween, monthRange, type Day } from '@/lib/sla/days';
import { lastDays } from '../days';
import type { PublicIncident, PublicPage } from '../public-page';
import { html, type Html } from './html';
import { incidentAddress, spanOf } from './incident';
import { stateOf } from './marks';
import { wordsText } from './texts';
import { dayWords, shortDayWords } from './times';
import { incidentWords } from './words';

const mostCharacters = 280;
/** Of its Markdown, which links make longer. */
const mostRead = 1_000;

/** The incidents that began on each of the last days, today's first. Those that go on stand above. */
export function recentDays(page: PublicPage): Html {
  return daysOf(page, lastDays(page.historyDays, page.asOf, page.timeZone), page.incidents.filter(({ isOpen }) => !isOpen));
}

/** Those of a month like 2026-10, up to now. */
export function daysOfMonth(page: PublicPage, month: string): Html {
  const { fromMs, toMs } = monthRange(month, page.timeZone);
  return daysOf(page, daysBetween(fromMs, Math.min(toMs, page.asOf + 1), page.timeZone), page.incidents);
}

/** A day with incidents stands by itself; days without any are one line together. */
function daysOf(page: PublicPage, days: readonly Day[], incidents: readonly PublicIncident[]): Html {
  const runs: { days: Day[]; incidents: PublicIncident[] }[] = [];
  for (const day of [...days].reverse()) {
    const found = incidents.filter(({ from }) => from >= day.fromMs && from < day.toMs);
    const last = runs.at(-1);
    if (found.length === 0 && last?.incidents.length === 0) last.days.push(day);
    else runs.push({ days: [day], incidents: found });
  }
  return html`<ol class="history">${runs.map((run) => html`<li><h3>${rangeWords(run.days)}</h3>${run.incidents.length === 0 ? html`<p class="muted">No incidents.</p>` : html`<ul class="past">${run.incidents.map((each) => pastIncident(page, each))}</ul>`}</li>`)}</ol>`;
}

function rangeWords(days: readonly Day[]): string {
  const [newest, oldest] = [days[0]?.day ?? '', days.at(-1)?.day ?? ''];
  return newest === oldest ? dayWords(newest) : `${shortDayWords(oldest)} to ${dayWords(newest)}`;
}

function pastIncident(page: PublicPage, incident: PublicIncident): Html {
  const words = wordsText((incident.posts[0]?.text ?? '').slice(0, mostRead));
  const shown = [...words].length > mostCharacters ? `${[...words].slice(0, mostCharacters).join('').trimEnd()}…` : words;
  return html`<li><div class="part"><a href="${incidentAddress(page, incident)}">${incident.title}</a>${stateOf(incident.isOpen ? 'warning' : 'ok', incidentWords[incident.state])}</div><p class="when">${spanOf(page, incident)}</p>${shown === '' ? null : html`<p>${shown}</p>`}</li>`;
}

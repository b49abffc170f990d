import type { PublicComponent, PublicDay } from '../public-page';
import { html, trusted, type Html } from './html';
import { dayWords, shortDayWords } from './times';
import { durationWords, percentWords } from './words';

const step = 4;
const height = 32;

/** Each look has a height or a gap of its own, so that colour is never the only sign. */
const shapes: Record<PublicDay['look'], (x: number) => string> = {
  up: (x) => `<path class="u" d="M${x} 0h3v${height}h-3z">`,
  degraded: (x) => `<path class="g" d="M${x} 8h3v24h-3z">`,
  down: (x) => `<path class="d" d="M${x} 0h3v20h-3zm0 24h3v8h-3z">`,
  maintenance: (x) => `<path class="m" d="M${x} 16h3v16h-3z">`,
  unknown: (x) => `<path class="n" d="M${x} 26h3v6h-3z">`,
};

/** The days of a component as bars, and those with trouble in words for who cannot hover. */
export function barsOf({ name, days, uptimePercent }: PublicComponent, uptime: 'percent' | 'bars'): Html | null {
  if (days === null || days.length === 0) return null;
  const bad = days.filter(({ downMs, degradedMs }) => downMs + degradedMs > 0).reverse();
  const percent = uptime === 'percent' && uptimePercent !== null ? `${percentWords(uptimePercent)} uptime` : null;
  const label = `${name}, the last ${days.length} days: ${bad.length === 0 ? 'no trouble seen' : `trouble on ${bad.length === 1 ? 'one day' : `${bad.length} days`}`}${percent === null ? '' : `, ${percent}`}`;
  return html`<svg class="bars" viewBox="0 0 ${days.length * step - 1} ${height}" preserveAspectRatio="none" role="img" aria-label="${label}">${days.map(barOf)}</svg>
<div class="scale" aria-hidden="true"><span>${days.length} days ago</span>${percent === null ? null : html`<span>${percent}</span>`}<span>Today</span></div>
${bad.length === 0 ? null : html`<details class="days"><summary>${bad.length === 1 ? 'One day' : `${bad.length} days`} with trouble</summary><ul>${bad.map((day) => html`<li><span>${shortDayWords(day.day)}</span><span>${troubleOf(day)}</span></li>`)}</ul></details>`}`;
}

function barOf(day: PublicDay, index: number): Html {
  return html`${trusted(shapes[day.look](index * step))}<title>${dayWords(day.day)}: ${wordsOf(day)}</title></path>`;
}

const quiet: Record<PublicDay['look'], string> = { up: 'no trouble', degraded: 'degraded', down: 'down', maintenance: 'maintenance', unknown: 'no data' };

function wordsOf(day: PublicDay): string {
  return day.downMs + day.degradedMs > 0 ? troubleOf(day) : quiet[day.look];
}

function troubleOf({ downMs, degradedMs }: PublicDay): string {
  return [downMs > 0 ? `down for ${durationWords(downMs)}` : null, degradedMs > 0 ? `degraded for ${durationWords(degradedMs)}` : null].filter((each) => each !== null).join(', ');
}

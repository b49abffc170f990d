import { badgeColours } from '@/lib/badges/draw';
import { contrastOf } from '@/lib/settings/accent';
import { html, trusted, type Html } from './html';
import { grounds } from './styles';
import type { Look } from './words';

/** One silhouette a state, so that colour is never the only sign: disc, triangle, octagon, dashed ring, and a square for what is planned. */
const shapes: Record<Look, string> = {
  ok: '<circle class="f" cx="8" cy="8" r="7"/><path class="o" d="M4.8 8.2 7 10.4l4.2-4.6"/>',
  warning: '<path class="f" d="M8 1.2 15.4 14H.6Z"/><path class="o" d="M8 5.8v3.6M8 11.8v.1"/>',
  critical: '<path class="f" d="M5 .8h6L15.2 5v6L11 15.2H5L.8 11V5Z"/><path class="o" d="M5.6 5.6l4.8 4.8m0-4.8-4.8 4.8"/>',
  unknown: '<circle class="l" cx="8" cy="8" r="6.6" stroke-dasharray="2.6 2"/><path class="l" d="M6.2 6.4a1.8 1.8 0 1 1 2.7 1.6c-.6.35-.9.7-.9 1.3M8 11.5v.1"/>',
  planned: '<rect class="f" x="1" y="1" width="14" height="14" rx="2.5"/><path class="o" d="M8 4.4V8l2.4 1.8"/>',
};

export function markOf(look: Look): Html {
  return html`<svg class="mark ${look}" viewBox="0 0 16 16" aria-hidden="true">${trusted(shapes[look])}</svg>`;
}

/** The same as a picture by itself, for the tab of a browser: as an address that loads nothing. */
export function iconOf(look: Look): string {
  const drawn = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><style>.f{fill:${badgeColours[look === 'planned' ? 'plain' : look]}}.o,.l{fill:none;stroke:#fff;stroke-width:1.8}.l{stroke:${badgeColours.unknown}}</style>${shapes[look]}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(drawn)}`;
}

/** What is seen beside what it stands on (WCAG 2.2, 1.4.11). */
const leastContrast = 3;

/** The organisation's own colour, before the name of the page; nothing where it could not be seen in light or in dark. */
export function signOf(accent: string | null): Html | null {
  if (accent === null || grounds.some((ground) => contrastOf(accent, ground) < leastContrast)) return null;
  return html`<svg class="sign" viewBox="0 0 6 18" aria-hidden="true"><rect width="6" height="18" rx="2" fill="${accent}"/></svg>`;
}

/** A state as colour, shape and word. */
export function stateOf(look: Look, word: string): Html {
  return html`<span class="state ${look}">${markOf(look)}${word}</span>`;
}

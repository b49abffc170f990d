import { widthOf } from './text-width';

/** A state and nothing else is coloured; `plain` is what is no state. */
export type BadgeLook = 'ok' | 'warning' | 'critical' | 'unknown' | 'plain';

export interface BadgeWords {
  text: string;
  look: BadgeLook;
}

interface Badge extends BadgeWords {
  label: string;
  /** What is read aloud and shown on hovering; the label and the text unless said. */
  title?: string | undefined;
}

/** White on each of them has a contrast of 5 or more, beside light and dark pages alike. */
export const badgeColours: Record<BadgeLook | 'label' | 'text', string> = {
  ok: '#15803d', warning: '#b45309', critical: '#c81e1e', unknown: '#5b6472', plain: '#3b6ea8', label: '#33383f', text: '#ffffff',
};

const height = 20;
const padding = 7;
const mostTitle = 300;

/**
 * A flat badge as SVG 1.1 that loads nothing. Each text is fitted into the width that is kept for it, whatever font the reader has. Texts may come from anybody: they are
 * cleaned and escaped.
 */
export function drawBadge({ label, text, look, title }: Badge): string {
  const [left, right] = [cleaned(label), cleaned(text)];
  const [leftWidth, rightWidth] = [Math.ceil(widthOf(left)), Math.ceil(widthOf(right))];
  const split = left === '' ? 0 : leftWidth + 2 * padding;
  const width = split + rightWidth + 2 * padding;
  const named = escaped([...cleaned(title ?? `${label}: ${text}`)].slice(0, mostTitle).join(''));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${named}">`,
    `<title>${named}</title>`,
    `<clipPath id="round"><rect width="${width}" height="${height}" rx="4"/></clipPath>`,
    `<g clip-path="url(#round)"><rect width="${split}" height="${height}" fill="${badgeColours.label}"/><rect x="${split}" width="${width - split}" height="${height}" fill="${badgeColours[look]}"/></g>`,
    `<g fill="${badgeColours.text}" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle" text-rendering="geometricPrecision" aria-hidden="true">`,
    left === '' ? '' : words(left, split / 2, leftWidth),
    words(right, split + (width - split) / 2, rightWidth),
    '</g></svg>',
  ].join('');
}

function words(text: string, middle: number, width: number): string {
  return `<text x="${middle}" y="14" textLength="${width}" lengthAdjust="spacingAndGlyphs">${escaped(text)}</text>`;
}

/**
 * Without what is not drawn or turns the direction of what follows (controls, zero-width and direction marks), and what XML 1.0 does not allow (section 2.2: lone
 * surrogates, U+FFFE, U+FFFF); white space is one space.
 */
export function cleaned(text: string): string {
  return text.replace(/[\p{White_Space}\p{Zl}\p{Zp}]+/gu, ' ').replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}]/gu, '').trim();
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

import { describe, expect, it } from 'vitest';
import { badgeColours, cleaned, drawBadge } from './draw';
import { widthOf } from './text-width';

const draw = (label: string, text = 'up') => drawBadge({ label, text, look: 'ok' });
const widthIn = (svg: string) => Number(/ width="(\d+)"/.exec(svg)?.[1]);

describe('a text of anybody', () => {
  const cases: [what: string, text: string, drawn: string][] = [
    ['that ends its element', '"><script>alert(1)</script>', '&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;'],
    ['that ends an attribute', `' onload='x`, '&#39; onload=&#39;x'],
    ['with entities', '&lt;&#60;&x;', '&amp;lt;&amp;#60;&amp;x;'],
    ['with the end of a CDATA section', ']]>', ']]&gt;'],
    ['that turns the direction', '\u202Egnp.exe\u202C\u2066a\u2069\u200F', 'gnp.exea'],
    ['of the right to the left', 'שלום', 'שלום'],
    ['with zero width', 'a\u200Bb\u200Dc\uFEFFd\u2060\u00ADe', 'abcde'],
    ['with control characters', 'a\u0000b\u001B[31mc\u007F\u0085d', 'ab[31mc d'],
    ['with lines and tabs', ' a\r\n\tb\u2028c\u00A0 d ', 'a b c d'],
    ['with halves of characters', 'a\uD800b\uDC00c', 'abc'],
    ['with what XML has not', 'a\uFFFEb\uFFFFc\uE000d', 'abcd'],
    ['of pictures', '🚀'.repeat(40), '🚀'.repeat(40)],
  ];
  it.each(cases)('%s is cleaned and escaped', (_, text, drawn) => {
    for (const svg of [draw(text), draw('status', text)]) {
      expect(svg).toContain(`lengthAdjust="spacingAndGlyphs">${drawn}</text>`);
      // What a parser of XML finds: nothing but the elements of a badge, closed in their order.
      expect(svg.replace(/>[^<]*/g, '>').match(/<\/?[a-zA-Z]+/g)?.join('')).toBe('<svg<title</title<clipPath<rect</clipPath<g<rect<rect</g<g<text</text<text</text</g</svg');
      expect(/&(?!(?:amp|lt|gt|quot|#39);)/.test(svg)).toBe(false);
    }
  });

  it('that is nothing but marks leaves the label out', () => {
    expect(draw('\u200B\u202E')).toMatch(/<svg [^>]*>(?:(?!<text).)*<text x="[\d.]+"[^>]*>up<\/text><\/g><\/svg>$/);
  });

  it('is not read aloud longer than a few sentences', () => {
    const svg = drawBadge({ label: 'badge', text: 'x', look: 'unknown', title: '<'.repeat(10_000) });
    expect(/<title>(.*)<\/title>/.exec(svg)?.[1]).toBe('&lt;'.repeat(300));
  });
});

describe('a badge', () => {
  it('is drawn as it was, and names itself to who cannot see it', () => {
    expect(drawBadge({ label: 'status', text: 'up', look: 'ok' })).toMatchInlineSnapshot(
      `"<svg xmlns="http://www.w3.org/2000/svg" width="76" height="20" viewBox="0 0 76 20" role="img" aria-label="status: up"><title>status: up</title><clipPath id="round"><rect width="76" height="20" rx="4"/></clipPath><g clip-path="url(#round)"><rect width="48" height="20" fill="#33383f"/><rect x="48" width="28" height="20" fill="#15803d"/></g><g fill="#ffffff" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11" text-anchor="middle" text-rendering="geometricPrecision" aria-hidden="true"><text x="24" y="14" textLength="34" lengthAdjust="spacingAndGlyphs">status</text><text x="62" y="14" textLength="14" lengthAdjust="spacingAndGlyphs">up</text></g></svg>"`,
    );
  });

  it('is as wide as its words', () => {
    const widths: [text: string, px: number][] = [['', 0], ['i', 3.02], ['W', 10.88], ['uptime 30 d', 66.99], ['100 %', 36.69], ['\u0301', 0], ['宮', 13.96], ['🚀', 13.96], ['é', 7.52], ['ש', 6.18]];
    for (const [text, px] of widths) expect(widthOf(text), text).toBeCloseTo(px, 1);
    expect(widthIn(draw('iiii'))).toBeLessThan(widthIn(draw('WWWW')));
    expect(widthIn(draw('🚀'.repeat(40)))).toBeLessThan(700);
  });

  it('loads nothing', () => {
    expect(draw('x').replace('http://www.w3.org/2000/svg', '')).not.toMatch(/href|src|url\((?!#)|@import|<style|<script|https?:/);
  });

  it.each(Object.entries(badgeColours).filter(([name]) => name !== 'text'))('has a contrast of AA on %s', (_, colour) => {
    expect(contrast(badgeColours.text, colour)).toBeGreaterThanOrEqual(4.5);
  });
});

it('cleans what is clean to itself', () => {
  expect(cleaned('uptime 30 d')).toBe('uptime 30 d');
});

/** WCAG 2.2, contrast ratio. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}

import { describe, expect, it } from 'vitest';
import { incidentOf, noon, pageOf } from '../fixture';
import type { PublicIncident } from '../public-page';
import { prepareTexts, renderPath } from './render-path';
import { htmlText, remembered, wordsText } from './texts';

const hostile = (seed: string) => `${seed}\n\n${'|a'.repeat(500)}|\n${'|-'.repeat(500)}|\n${'|\n'.repeat(4_000)}`.slice(0, 10_000);

/** An incident with so many posts, the newest first, none like another. */
function told(key: string, posts: number, textOf: (seed: string) => string, isOpen = true): PublicIncident {
  return incidentOf({ key, isOpen, posts: Array.from({ length: posts }, (_, index) => ({ id: `${key}-${index}`, at: noon - index * 1_000, state: 'identified' as const, text: textOf(`${key} ${index}`) })) });
}

const paths = (key: string) => ['/', `/incidents/${key}`, '/feed.atom', '/feed.rss', '/summary.json', '/history'];

function charactersRendered(render: () => void): number {
  const before = htmlText.rendered + wordsText.rendered;
  render();
  return htmlText.rendered + wordsText.rendered - before;
}

describe('posts that are meant to be slow', () => {
  const key = 'aaaaaaaaaaaa';
  const page = pageOf({ incidents: [told(key, 20, hostile)] });
  const rebuild = () => paths(key).map((path) => {
    for (const _ of prepareTexts(page, path));
    return renderPath(page, path)?.text.length ?? 0;
  });

  it('are rendered once for all paths, and never again', () => {
    let sizes: number[] = [];
    // Each as HTML and as words, and the beginning of one for the history.
    expect(charactersRendered(() => (sizes = rebuild()))).toBeLessThanOrEqual(2 * 20 * 10_000 + 1_000);
    expect(Math.max(...sizes)).toBeLessThan(2_000_000);
    expect(charactersRendered(rebuild)).toBe(0);
  });

  it('are ready, one a step, before a path is put together', () => {
    const other = pageOf({ incidents: [told('bbbbbbbbbbbb', 20, hostile)] });
    let [steps, most] = [0, 0];
    for (let before = htmlText.rendered; ; before = htmlText.rendered, steps += 1) {
      const texts = prepareTexts(other, '/').next();
      most = Math.max(most, htmlText.rendered - before);
      if (texts.done) break;
    }
    expect([steps, most]).toEqual([20, 10_000]);
    expect(charactersRendered(() => renderPath(other, '/'))).toBe(0);
  });
});

describe('very many posts', () => {
  const open = Array.from({ length: 10 }, (_, index) => told(`cccccccccc${10 + index}`, 50, (seed) => `post ${seed} ends`));
  const page = pageOf({ incidents: open });
  const count = (path: string, of: PublicIncident[] = open) => (renderPath({ ...page, incidents: of }, path)?.text.match(/post [0-9a-f]{12} \d+ ends/g) ?? []).length;

  it.each([
    ['twenty of an incident on the front', '/', open.slice(0, 1), 20],
    ['sixty of all on the front', '/', open, 60],
    ['two hundred on the page of an incident', '/incidents/dddddddddddd', [told('dddddddddddd', 400, (seed) => `post ${seed} ends`)], 200],
    ['fifty in a feed', '/feed.atom', open, 50],
    ['fifty in the other feed', '/feed.rss', open, 50],
    ['fifty for programs', '/summary.json', open, 50],
  ])('are cut: %s', (_, path, incidents, most) => {
    expect(count(path, [...incidents])).toBe(most);
  });

  it('are cut by their length, and what is left out is said', () => {
    const long = told('eeeeeeeeeeee', 200, (seed) => `post ${seed} ends ${'long '.repeat(2_000)}`);
    expect(count('/', [long])).toBeLessThan(20);
    expect(count('/incidents/eeeeeeeeeeee', [long])).toBeLessThan(20);
    expect(renderPath({ ...page, incidents: [long] }, '/')?.text).toContain('<a href="/status/acme/incidents/eeeeeeeeeeee">Show all updates</a>');
    expect(renderPath({ ...page, incidents: [long] }, '/incidents/eeeeeeeeeeee')?.text).toContain('Older updates are not shown.');
  });
});

describe('what is remembered of texts', () => {
  it('is bounded, and what was used longest ago goes first', () => {
    const read = remembered((text) => text.toUpperCase(), 12);
    expect([read('aaa'), read('bbb'), read('aaa'), read('ccc')]).toEqual(['AAA', 'BBB', 'AAA', 'CCC']);
    expect(['aaa', 'bbb', 'ccc'].map((text) => read.has(text))).toEqual([true, false, true]);
    expect([read('x'.repeat(50)).length, read.has('ccc'), read.rendered]).toEqual([50, false, 59]);
  });
});

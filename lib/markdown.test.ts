import { describe, expect, it } from 'vitest';
import { htmlOfMarkdown, wordsOfMarkdown } from './markdown';

describe('Markdown', () => {
  it.each([
    ['raw HTML is text', 'a <script>alert(1)</script> b', '<p>a &lt;script&gt;alert(1)&lt;/script&gt; b</p>\n'],
    ['a link that runs something is text', '[a](javascript:alert(1))', '<p>[a](javascript:alert(1))</p>\n'],
    ['a link that holds a page is text', '[a](data:text/html,x)', '<p>[a](data:text/html,x)</p>\n'],
    ['a picture is a link, which nobody loads', '![a](https://example.com/a.png)', '<p>!<a href="https://example.com/a.png" rel="noopener noreferrer nofollow">a</a></p>\n'],
    ['an address becomes a link', 'see https://example.com/a', '<p>see <a href="https://example.com/a" rel="noopener noreferrer nofollow">https://example.com/a</a></p>\n'],
    ['lines stay lines', 'a\nb', '<p>a<br>\nb</p>\n'],
    ['quotes do not end an attribute', '[a](https://example.com/"onclick="b)', '<p><a href="https://example.com/%22onclick=%22b" rel="noopener noreferrer nofollow">a</a></p>\n'],
    ['a table is text', 'a|b\n-|-\n1|2', '<p>a|b<br>\n-|-<br>\n1|2</p>\n'],
  ])('%s', (_, text, html) => {
    expect(htmlOfMarkdown(text)).toBe(html);
  });

  it('grows by a bounded factor, whatever is written', () => {
    for (const part of ['|', '- ', '> ', '-\n', '"', 'a.io ', '[a]: /b\n\n[a]', '#\n', '[', '*a **a ', 'http://']) {
      const text = part.repeat(Math.floor(10_000 / part.length));
      expect([part, htmlOfMarkdown(text).length < 20 * text.length]).toEqual([part, true]);
    }
    expect(htmlOfMarkdown(`${'> '.repeat(500)}a`).split('<blockquote>').length).toBeLessThan(25);
  });

  it('is one line of words where no formatting is shown', () => {
    expect(wordsOfMarkdown('# Down\n\n- **one** `two`\n- [three](https://example.com)\n\n```\nfour\n```')).toBe('Down one two three four');
  });
});

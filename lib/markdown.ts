import MarkdownIt from 'markdown-it';

/** Raw HTML is shown as text and pictures are not loaded: whoever writes an update must not reach into the pages, or the browsers, of who reads it. Of a table a few characters make very many cells, and it stays text. */
const markdown = new MarkdownIt({ html: false, linkify: true, breaks: true, maxNesting: 20 }).disable(['image', 'table']);
const usual = markdown.renderer.rules.link_open;
markdown.renderer.rules.link_open = (tokens, index, options, env, self) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer nofollow');
  return usual ? usual(tokens, index, options, env, self) : self.renderToken(tokens, index, options);
};

/** CommonMark (spec.commonmark.org) as safe HTML: without raw HTML, pictures, or links that run something. */
export function htmlOfMarkdown(text: string): string {
  return markdown.render(text);
}

/** The words of a Markdown text on one line, for lists and messages that show no formatting. */
export function wordsOfMarkdown(text: string): string {
  const words = markdown.parse(text, {}).flatMap((token) => (token.children ?? [token]).map((each) => (each.type === 'softbreak' || each.type === 'hardbreak' ? ' ' : ['text', 'code_inline', 'code_block', 'fence'].includes(each.type) ? each.content : '')).concat(token.type === 'inline' ? [' '] : []));
  return words.join('').replace(/\s+/g, ' ').trim();
}

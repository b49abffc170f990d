import { htmlOfMarkdown, wordsOfMarkdown } from '@/lib/markdown';
import { html } from './html';

const mostCharacters = 16 * 1024 * 1024;

interface Memory {
  (text: string): string;
  has(text: string): boolean;
  /** Of texts that were rendered since the start. */
  readonly rendered: number;
}

/** Texts never change, so each is rendered once; what was used longest ago makes room for others. */
export function remembered(render: (text: string) => string, most: number): Memory {
  const known = new Map<string, string>();
  let [characters, rendered] = [0, 0];

  function remember(text: string, made: string): void {
    known.delete(text);
    known.set(text, made);
    for (const [old, its] of known) {
      if (characters <= most) return;
      known.delete(old);
      characters -= old.length + its.length;
    }
  }

  const read = (text: string): string => {
    const made = known.get(text) ?? render(text);
    if (!known.has(text)) {
      rendered += text.length;
      characters += text.length + made.length;
    }
    remember(text, made);
    return made;
  };
  return Object.defineProperty(Object.assign(read, { has: (text: string) => known.has(text), rendered: 0 }), 'rendered', { get: () => rendered });
}

/** A Markdown text as HTML. */
export const htmlText = remembered(htmlOfMarkdown, mostCharacters);

/** The same escaped once more, as feeds have it. */
export const feedText = remembered((text) => html`${htmlText(text)}`.markup, mostCharacters / 2);

/** The words of a Markdown text. */
export const wordsText = remembered(wordsOfMarkdown, mostCharacters / 4);

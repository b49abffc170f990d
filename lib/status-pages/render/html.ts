/** Markup that may be written as it is. Only `html` and `trusted` make it. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | null | false | readonly Part[];

/** A template whose values are escaped unless they are markup themselves; null and false are nothing, lists are written one after another. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { markup: strings.reduce((text, string, index) => text + written(values[index - 1] ?? null) + string) };
}

/** For markup that another program made safe. */
export function trusted(markup: string): Html {
  return { markup };
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** Without the characters that XML 1.0 does not allow (section 2.2). */
export function visible(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff\ud800-\udfff]/gu, '');
}

/** For text and quoted attributes of HTML and XML. */
function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

function written(part: Part): string {
  if (part === null || part === false) return '';
  if (typeof part === 'string') return escaped(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map(written).join('');
}

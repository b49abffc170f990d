/**
 * A URL, or what may be one, as everybody may see it: without who signs in, and without what stands in its query or behind #, which may be a token. What browsers
 * take for a slash counts as one.
 */
export function shownAddress(text: string): string {
  const [address = ''] = text.split(/[?#]/, 1);
  const shown = address.replace(/^((?:https?:)?[\\/]*)[^\\/]*@/i, '$1');
  return text[address.length] === '?' ? `${shown}?...` : shown;
}

/**
 * The path to go to after signing in: a path of this origin with its query and hash, else `/`. Anything that a browser could
 * read as another origin (`//host`, `/\host`, a scheme, control characters that URL parsers drop) is refused.
 */
export function safeNextPath(value: string | readonly string[] | undefined | null): string {
  if (typeof value !== 'string' || !value.startsWith('/') || hasControl(value)) return '/';
  const origin = 'http://nines.invalid';
  const url = URL.canParse(value, origin) ? new URL(value, origin) : null;
  if (!url || url.origin !== origin || url.pathname.startsWith('//') || url.pathname.startsWith('/sign-in')) return '/';
  return url.pathname + url.search + url.hash;
}

function hasControl(value: string): boolean {
  return [...value].some((character) => character < ' ' || character === '\u007f');
}

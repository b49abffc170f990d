/** Where the public finds a page: at its own name, with the scheme of Nines' address and no port, else below that address. */
export function publicAddress(url: string, { slug, host }: { slug: string; host: string | null }): string {
  if (host === null) return pageAddress(url, slug);
  return hostAddress(url, host);
}

/** Below the address of Nines. */
export function pageAddress(url: string, slug: string): string {
  return `${url}/status/${slug}`;
}

export function hostAddress(url: string, host: string): string {
  return `${url.startsWith('https:') ? 'https' : 'http'}://${host}`;
}

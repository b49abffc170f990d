import type { InfiniteData } from '@tanstack/react-query';

/**
 * The pages up to the one with what is seen last; those after it are read again when somebody scrolls there. So reading again what changed costs as
 * little as what is looked at, however much was scrolled through before.
 */
export function trimPages<Page>(data: InfiniteData<Page>, isSeen: (page: Page) => boolean): InfiniteData<Page> {
  const last = data.pages.findIndex(isSeen);
  const kept = Math.max(1, last + 1);
  if (kept >= data.pages.length || last === -1) return data;
  return { pages: data.pages.slice(0, kept), pageParams: data.pageParams.slice(0, kept) };
}
